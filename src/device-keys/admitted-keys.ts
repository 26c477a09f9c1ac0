// Remembers keys that were admitted and made a good signature, by the whole text that was sent. Admission is a pure function of the
// text, so a device that asks again soon does not pay for it twice. Refused keys are not kept.
import { createBoundedMap } from '../memory/bounded-map.ts';

export interface AdmittedKeys<Key> {
  find(pem: string): Key | undefined;
  /** The key that was not used for the longest time makes room. */
  keep(pem: string, key: Key): void;
}

const MAX_KEYS = 10_000;

export function createAdmittedKeys<Key>(max = MAX_KEYS): AdmittedKeys<Key> {
  const entries = createBoundedMap<string, { readonly text: string; readonly key: Key }>(max);
  return {
    find(pem) {
      const entry = entries.get(pem);
      if (entry === undefined) return undefined;
      entries.set(entry.text, entry); // it becomes the newest
      return entry.key;
    },
    keep(pem, key) {
      if (entries.get(pem) !== undefined) return;
      const text = Buffer.from(pem).toString(); // NOTE: V8 may have made `pem` as a slice, which would keep the whole body alive
      entries.set(text, { text, key });
    },
  };
}
