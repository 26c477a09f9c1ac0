// Notes that cost no write of their own: the last note of each thing is kept in memory and written with others, in batches (D1).

export interface Notes<Note> {
  /** Returns false if there is no room for another thing until the next flush. */
  readonly note: (note: Note) => boolean;
  /** Returns the note of that name that is not written yet. */
  readonly peek: (key: string) => Note | undefined;
  /** Writes everything that was noted before the call. Notes that cannot be written are kept for the next flush. */
  readonly flush: () => Promise<void>;
}

export interface NotesRules<Note> {
  /** The name of the thing. A later note about the same thing replaces the earlier one, or is merged with it. */
  readonly keyOf: (note: Note) => string;
  readonly join?: (earlier: Note, later: Note) => Note;
  /** The most things that are noted until the next flush; 100,000 by default. */
  readonly max?: number;
  readonly write: (notes: readonly Note[]) => Promise<void>;
}

/** More things than this are not noted until the next flush, so that memory is bounded. */
const MAX_NOTED = 100_000;
/** The most notes in one write. Every other write waits for it. */
const BATCH = 50;

export function createNotes<Note>({ keyOf, write, join, max = MAX_NOTED }: NotesRules<Note>): Notes<Note> {
  const both = join ?? ((_earlier: Note, later: Note) => later);
  let noted = new Map<string, Note>();
  const note = (added: Note): boolean => {
    const key = keyOf(added);
    const earlier = noted.get(key);
    if (earlier === undefined && noted.size >= max) return false;
    noted.set(key, earlier === undefined ? added : both(earlier, added));
    return true;
  };
  const keep = (unwritten: readonly Note[]): void => {
    for (const old of unwritten) {
      const later = noted.get(keyOf(old));
      if (later === undefined) note(old);
      else noted.set(keyOf(old), both(old, later));
    }
  };
  const flush = async (): Promise<void> => {
    const notes = [...noted.values()];
    noted = new Map();
    for (let at = 0; at < notes.length; at += BATCH) {
      try {
        await write(notes.slice(at, at + BATCH));
      } catch (error) {
        keep(notes.slice(at));
        throw error;
      }
    }
  };
  return { note, peek: (key) => noted.get(key), flush };
}
