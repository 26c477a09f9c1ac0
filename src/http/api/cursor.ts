// Opaque cursors: a text in base64url that callers send back unchanged (D13).
import { Refused } from '../../domain/errors.ts';

export const writeCursor = (text: string): string => Buffer.from(text).toString('base64url');

/** Returns the value that `parse` makes of the cursor's text. Refuses a cursor that `writeCursor` would not write. */
export function readCursor<Value>(cursor: string, parse: (text: string) => Value | undefined): Value {
  const text = Buffer.from(cursor, 'base64url').toString();
  const value = writeCursor(text) === cursor ? parse(text) : undefined;
  if (value === undefined) throw new Refused('invalid_request', 'the cursor is not one of ours');
  return value;
}
