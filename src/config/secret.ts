// A value that prints as `***`.
import { inspect } from 'node:util';

/** A secret. It is `***` when it is printed, logged or written as JSON; only `reveal` returns it. */
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
