// The room for bodies that have begun to come in before it is known who calls (an auth request is known by its signature, which is over
// the whole body). Anybody may begin such bodies and never end them, so a listener bounds what they take together.

/** A body counts from its first piece (if that is not all of it) until it is whole or its connection ends. */
export interface BodyRoom {
  /** Takes that many bytes. Returns false, takes nothing, and counts a refusal where they are not left. */
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
