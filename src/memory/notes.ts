// Notes that cost no write of their own: the last one of each thing is kept in memory and written with others, in batches (D1).

export interface Notes<Note> {
  /** Returns false if there is no room for another thing until the next flush. */
  readonly note: (note: Note) => boolean;
  /** Writes everything that was noted before the call. Notes that cannot be written are kept for the next flush. */
  readonly flush: () => Promise<void>;
}

export interface NotesRules<Note> {
  /** Names what the note is about; a later note about the same thing replaces it. */
  readonly keyOf: (note: Note) => string;
  readonly write: (notes: readonly Note[]) => Promise<void>;
}

/** Things beyond these are not noted until the next flush: memory is bounded. */
const MAX_NOTED = 100_000;
/** Notes in one write. Every other write waits behind it. */
const BATCH = 50;

export function createNotes<Note>({ keyOf, write }: NotesRules<Note>): Notes<Note> {
  let noted = new Map<string, Note>();
  const note = (added: Note): boolean => {
    const key = keyOf(added);
    const hasRoom = noted.size < MAX_NOTED || noted.has(key);
    if (hasRoom) noted.set(key, added);
    return hasRoom;
  };
  const keep = (unwritten: readonly Note[]): void => {
    for (const old of unwritten) if (!noted.has(keyOf(old))) note(old);
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
  return { note, flush };
}
