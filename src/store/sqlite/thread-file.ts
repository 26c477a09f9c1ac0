// The path of the code of the thread that writes: beside this file, in the same form (source or build).
export const threadFile = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js', import.meta.url);
