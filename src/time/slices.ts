// Divides long work on the main thread into slices, so that other requests are answered between them.

/** Returns a function to call between two steps. It lets other work run when the slice has taken that many milliseconds. */
export function createSlices(ms: number): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    if (performance.now() - began < ms) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        began = performance.now();
        resolve();
      }),
    );
  };
}
