// Focuses the present row of the keyboard, so that a screen reader reads it.

export function focusRow(id: string | undefined): void {
  if (id === undefined) return;
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus());
}
