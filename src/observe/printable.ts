// Escapes characters that control a terminal in texts of devices and callers, so that such a text cannot move the cursor, change
// colours, hide a line or change the direction of writing.

/**
 * C0 and C1 controls except the line end and the tab, DEL, separators of lines, marks of direction, and characters without width.
 */
// eslint-disable-next-line no-control-regex
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Escapes as JSON does. JSON keeps its meaning. */
export const printable = (text: string): string => text.replace(STEERING, escaped);

/** Escapes line ends and tabs too, so that the text stays on one line. */
export const printableLine = (text: string): string => printable(text).replace(/[\t\n]/g, escaped);

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
