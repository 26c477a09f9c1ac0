// A value that prints as `***`.
import { inspect } from 'node:util';

/** A secret. Printed, logged or written as JSON, it is `***`; only `reveal` returns it. */
export interface Secret {
  readonly isSet: boolean;
  reveal(): string;
  toString(): string;
}

export function secretOf(value: string): Secret {
  const masked = () => '***';
  return Object.freeze({
    isSet: value !== '',
    reveal: () => value,
    toString: masked,
    toJSON: masked,
    [inspect.custom]: masked,
  });
}
