// Formulas in tables.

/** True if a spreadsheet may run a cell that begins so as a formula, also in full width, and behind a tab or a line end. */
export const beginsFormula = (text: string): boolean => /^[=+\-@\t\r\n＝＋－＠]/.test(text);
