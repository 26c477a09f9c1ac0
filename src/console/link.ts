// The one-time link of the first run, `/console/#code=…`. Its code is taken out of the address before anything else reads it: this file
// is the first that the page runs, and imports nothing of the page.
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
