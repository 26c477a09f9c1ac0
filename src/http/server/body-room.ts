// Bounds the memory of unfinished bodies of unknown callers. (An auth request is known by its signature, which covers the whole
// body.) Everyone can begin such bodies and never end them, so a listener bounds them all together.

/** A body counts from its first piece, unless that is all of it, until it is complete or its connection ends. */
export interface BodyRoom {
  /** Takes that many bytes. If they are not left, returns false, takes nothing, and counts a refusal. */
  readonly take: (bytes: number) => boolean;
  readonly giveBack: (bytes: number) => void;
}

export function createBodyRoom(maxBytes: number, countRefused: () => void): BodyRoom {
  let taken = 0;
  return {
    take: (bytes) => {
      if (taken + bytes > maxBytes) {
        countRefused();
        return false;
      }
      taken += bytes;
      return true;
    },
    giveBack: (bytes) => {
      taken -= bytes;
    },
  };
}
