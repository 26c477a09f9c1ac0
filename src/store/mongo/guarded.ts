// The one wrapper around the ports of this adapter. It refuses every call after the store is closed, bounds its time, and turns a
// database that does not answer into one refusal. The code of the ports handles an error only if it can continue.
import { ANSWER_MS, type Calls } from './calls.ts';

/** The time in ms that a caller of a method waits, if it is not the usual time. */
type Bounds<Port> = { readonly [Name in keyof Port]?: number };

/** Returns the same port with every method guarded. A port is an object of functions that do not use `this`. */
export function guarded<Port extends object>(calls: Calls, port: Port, bounds: Bounds<Port> = {}): Port {
  const wrapped = { ...port };
  for (const name of Reflect.ownKeys(port)) {
    const method: unknown = Reflect.get(port, name);
    const ms: unknown = Reflect.get(bounds, name);
    if (typeof method !== 'function') continue;
    Reflect.set(wrapped, name, (...given: readonly unknown[]) => {
      // The promise catches a method that throws synchronously.
      const call = () => new Promise<unknown>((resolve) => resolve(Reflect.apply(method, undefined, given)));
      return calls.run(call, typeof ms === 'number' ? ms : ANSWER_MS);
    });
  }
  return wrapped;
}
