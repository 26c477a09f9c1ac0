// Prints whether V8 optimizes a function that is called very often: while the optimizer is off, and when it is on again.
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { switchOptimizer } from '../../src/cli/optimizer.ts';

const OPTIMIZED = 64; // a bit of V8's status of a function: compiled by the optimizer, not by Maglev (Node 22 up)

setFlagsFromString('--allow-natives-syntax');
const statusOf = runInThisContext('(one) => %GetOptimizationStatus(one)');
/** Each call makes a function of its own: one that was called before may be optimized already. */
const isOptimized = async (): Promise<boolean> => {
  const add = runInThisContext('(a, b) => a * 31 + (b % 7)');
  let sum = 0;
  for (let round = 0; round < 200; round += 1) {
    for (let call = 0; call < 20_000; call += 1) sum = add(sum, call) % 1000;
    await new Promise(setImmediate); // what was compiled on another thread is taken over
    if ((Number(statusOf(add)) & OPTIMIZED) !== 0) return true;
  }
  return false;
};

switchOptimizer('off');
const whileOff = await isOptimized();
switchOptimizer('on');
process.stdout.write(JSON.stringify({ whileOff, whenOn: await isOptimized() }));
