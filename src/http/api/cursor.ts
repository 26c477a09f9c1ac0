// Opaque cursors: a text that callers send back unchanged (D13). `kind` names the list, so that no other list takes its cursors.
import { Refused } from '../../domain/errors.ts';
import { openSealed, seal } from '../../domain/sealed-text.ts';

export const writeCursor = (kind: string, text: string): string => seal(kind, text);

/** Returns the value that `parse` makes of the cursor's text. Refuses a cursor that `writeCursor` would not write. */
export function readCursor<Value>(kind: string, cursor: string, parse: (text: string) => Value | undefined): Value {
  const text = openSealed(kind, cursor);
  const value = text === undefined ? undefined : parse(text);
  if (value === undefined) throw new Refused('invalid_request', 'the cursor is not one of ours');
  return value;
}
