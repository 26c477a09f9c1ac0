// Prints whether an object of `process.nextTick` has the shape of the first one after garbage collections that found no other one alive.
import { executionAsyncResource } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext, runInThisContext } from 'node:vm';
import { keepFirstTick, kept } from '../../src/cli/first-tick.ts';

setFlagsFromString('--allow-natives-syntax');
setFlagsFromString('--expose-gc');
const haveSameShape = runInThisContext('(one, other) => %HaveSameMap(one, other)');
const collectGarbage = runInNewContext('gc');
const tick = (): Promise<object> => new Promise((resolve) => process.nextTick(() => resolve(executionAsyncResource())));

keepFirstTick();
await new Promise(setImmediate);
for (let count = 0; count < 5; count += 1) collectGarbage();
process.stdout.write(JSON.stringify({ kept: kept.length, sameShape: haveSameShape(kept[0], await tick()) }));
