// Formulas in spreadsheet cells.

/** True if a spreadsheet may run a cell with this beginning as a formula, also in full width, and after a tab or a line end. */
export const beginsFormula = (text: string): boolean => /^[=+\-@\t\r\n＝＋－＠]/.test(text);
