// The texts that can be the id of a tenant. One rule for paths, queries, tokens and imports (D17).

/** Path segments of other APIs; compared in lower case. */
const RESERVED = ['management', 'devices', 'internal', 'default'];

/** In characters, as the documents count them. */
const MAX_LENGTH = 128;

/** A proxy could read an id with one of these as another path. */
// eslint-disable-next-line no-control-regex -- these are the ones
const NOT_IN_A_PATH = /[/\\\u0000-\u001f\u007f-\u009f]|^\.\.?$/;

/** Returns the fault of this id; `undefined` for a valid one. The empty text is the installation's own tenant. */
export function tenantFault(text: string): string | undefined {
  if (NOT_IN_A_PATH.test(text)) return 'a tenant id has no slashes and no control characters, and is not `.` or `..`';
  if (RESERVED.includes(text.toLowerCase())) return 'this tenant id is reserved';
  return Array.from(text.slice(0, 2 * MAX_LENGTH + 1)).length > MAX_LENGTH
    ? `a tenant id has at most ${MAX_LENGTH} characters`
    : undefined;
}
