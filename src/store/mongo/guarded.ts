// The one wrapper around the ports of this adapter. Every call of a port passes it: refused once the store is closed, bounded in time,
// and a database that does not answer becomes one refusal. So the ports' own code has no error handling but where it can go on.
import { ANSWER_MS, type Calls } from './calls.ts';

/** How long a caller of a method waits, in ms, where it is not the usual time. */
type Bounds<Port> = { readonly [Name in keyof Port]?: number };

/** Returns the same port with every method guarded. A port is an object of functions that do not use `this`. */
export function guarded<Port extends object>(calls: Calls, port: Port, bounds: Bounds<Port> = {}): Port {
  const wrapped = { ...port };
  for (const name of Reflect.ownKeys(port)) {
    const method: unknown = Reflect.get(port, name);
    const ms: unknown = Reflect.get(bounds, name);
    if (typeof method !== 'function') continue;
    Reflect.set(wrapped, name, (...given: readonly unknown[]) => {
      // The promise keeps a method that throws at once from throwing past the guard.
      const call = () => new Promise<unknown>((resolve) => resolve(Reflect.apply(method, undefined, given)));
      return calls.run(call, typeof ms === 'number' ? ms : ANSWER_MS);
    });
  }
  return wrapped;
}
