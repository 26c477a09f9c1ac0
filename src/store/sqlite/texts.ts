// Texts of the file.
// NOTE: the driver cuts a bound text at its first NUL, so the tenant "a\0b" would be the tenant "a" (seen in 1.2.1). A NUL is
// therefore written as U+FFFF 0, and U+FFFF, which texts of people do not contain, as U+FFFF 1.

/** Returns the text as it is bound. */
export const withoutNul = (text: string): string =>
  text.includes('\0') || text.includes('\uffff')
    ? text.replaceAll('\uffff', '\uffff1').replaceAll('\0', '\uffff0')
    : text;

/** Returns the text that was bound. */
export const textOf = (column: string): string =>
  column.includes('\uffff') ? column.replaceAll('\uffff0', '\0').replaceAll('\uffff1', '\uffff') : column;

/** Names as a JSON text for `json_each`, which compares them with columns. */
export const namesColumn = (names: readonly string[]): string =>
  JSON.stringify(names.map(withoutNul)).replaceAll('\uffff', '\\uffff');
