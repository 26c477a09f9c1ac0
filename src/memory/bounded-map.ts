// A map with a highest number of entries. The entry that was set longest ago makes room.

export interface BoundedMap<Key, Value> {
  readonly get: (key: Key) => Value | undefined;
  readonly set: (key: Key, value: Value) => void;
  readonly delete: (key: Key) => void;
  readonly clear: () => void;
}

/** `removed` is called for each entry that made room, but not for deleted or cleared entries. */
export function createBoundedMap<Key, Value>(
  max: number,
  removed: (key: Key, value: Value) => void = () => undefined,
): BoundedMap<Key, Value> {
  const entries = new Map<Key, Value>();
  // NOTE: keep one iterator. A fresh one would skip all deleted entries first (O(n)).
  let oldestFirst = entries.entries();
  const removeOldest = (): void => {
    let oldest = oldestFirst.next();
    if (oldest.done === true) {
      oldestFirst = entries.entries();
      oldest = oldestFirst.next();
    }
    if (oldest.done === true) return;
    const [key, value] = oldest.value;
    entries.delete(key);
    removed(key, value);
  };
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      entries.delete(key);
      if (entries.size >= max) removeOldest();
      entries.set(key, value);
    },
    delete: (key) => void entries.delete(key),
    clear: () => {
      entries.clear();
      oldestFirst = entries.entries();
    },
  };
}
