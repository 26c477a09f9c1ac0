// Remembers keys that were admitted and made a good signature, by the whole text that was sent. Admission is a pure function of the
// text, so a device that asks again soon does not pay for it twice. Refused keys are not kept.

export interface AdmittedKeys<Key> {
  find(pem: string): Key | undefined;
  /** The key that was not used for the longest time makes room. */
  keep(pem: string, key: Key): void;
}

const MAX_KEYS = 10_000;

export function createAdmittedKeys<Key>(max = MAX_KEYS): AdmittedKeys<Key> {
  const entries = new Map<string, { readonly text: string; readonly key: Key }>();
  return {
    find(pem) {
      const entry = entries.get(pem);
      if (entry === undefined) return undefined;
      entries.delete(entry.text); // a Map keeps the order of insertion: the entry becomes the newest
      entries.set(entry.text, entry);
      return entry.key;
    },
    keep(pem, key) {
      if (entries.has(pem)) return;
      const [oldest] = entries.size < max ? [] : entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
      const text = Buffer.from(pem).toString(); // NOTE: V8 may have made `pem` as a slice, which would keep the whole body alive
      entries.set(text, { text, key });
    },
  };
}
