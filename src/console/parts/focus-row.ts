// Focuses the row that the keyboard is at, so that a screen reader reads it.

export function focusRow(id: string | undefined): void {
  if (id === undefined) return;
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus());
}
