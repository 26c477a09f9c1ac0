// Texts of devices and callers on a terminal or in a log: characters that steer a terminal are escaped, so that a text cannot move the
// cursor, change colours, hide a line or turn the direction of writing.

/** C0 and C1 controls but the line end and the tab, DEL, separators of lines, marks of direction, and characters without width. */
// eslint-disable-next-line no-control-regex
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Escapes as JSON does, so that JSON stays the same JSON. */
export const printable = (text: string): string => text.replace(STEERING, escaped);

/** Escapes line ends and tabs as well: the text stays on one line. */
export const printableLine = (text: string): string => printable(text).replace(/[\t\n]/g, escaped);

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
