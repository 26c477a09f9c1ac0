// Focuses the present row of the keyboard, so that a screen reader reads it.

export function focusRow(id: string | undefined): void {
  if (id === undefined) return;
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus());
}

/** Shows the first row of a new list. The page scrolls on a narrow screen, and the main part on a wide one. */
export function toTop(): void {
  document.querySelector('main')?.scrollTo(0, 0);
  scrollTo(0, 0);
}
