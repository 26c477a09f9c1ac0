// Waits for a condition, not for a time: checks again and again until there is something, and reports what was missing.
const PAUSE_MS = 25;

export async function until<Thing>(
  what: string,
  look: () => Promise<Thing | undefined | false> | Thing | undefined | false,
  withinMs = 15_000,
): Promise<Thing> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const thing = await look();
    if (thing !== undefined && thing !== false) return thing;
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
