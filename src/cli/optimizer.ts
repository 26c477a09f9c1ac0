// The switch of V8's optimizing compiler. It is off while a process loads and starts: that work is done once, and to optimize it takes
// 10 MB of memory and more time than it saves.
import { setFlagsFromString } from 'node:v8';

/** False under `--jitless`, where V8 has no compilers, and then no WebAssembly either. */
const canCompile = 'WebAssembly' in globalThis;

export function switchOptimizer(to: 'on' | 'off'): void {
  if (canCompile) setFlagsFromString(to === 'on' ? '--turbofan' : '--no-turbofan');
}
