// Where the code of the thread that writes is: beside this file, in the form in which this file runs.
export const threadFile = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);
