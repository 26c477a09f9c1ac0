// The one-time link of the first run, `/console/#code=…`. The code is removed from the address before other code reads it: this
// file runs first, and imports nothing of the page.
import { signal } from '@preact/signals';

/** The code that has not been exchanged yet. */
export const linkCode = signal(takeCode());

addEventListener('hashchange', () => {
  linkCode.value = takeCode() ?? linkCode.value; // the link was opened in a tab that shows the console
});

function takeCode(): string | undefined {
  const [, code] = /^#code=(.*)$/.exec(location.hash) ?? [];
  if (code !== undefined) history.replaceState(null, '', '#/');
  return code;
}
