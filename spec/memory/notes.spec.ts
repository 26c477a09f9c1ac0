import { describe, expect, test } from '@jest/globals';
import { createNotes } from '../../src/memory/notes.ts';

interface Note {
  readonly about: string;
  readonly at: number;
}

const note = (about: string, at = 1): Note => ({ about, at });

/** Notes on a disk that fails from the given write on, until it is repaired. It keeps what was written. */
function openNotes({ failsFrom = Infinity } = {}) {
  let limit = failsFrom;
  let writes = 0;
  const written: (readonly Note[])[] = [];
  const notes = createNotes<Note>({
    keyOf: ({ about }) => about,
    write: (batch) => {
      writes += 1;
      if (writes >= limit) return Promise.reject(new Error('no disk'));
      written.push(batch);
      return Promise.resolve();
    },
  });
  return { notes, written, repair: () => (limit = Infinity) };
}

describe('notes', () => {
  test('noting writes nothing', () => {
    const { notes, written } = openNotes();

    notes.note(note('a'));

    expect(written).toEqual([]);
  });

  test('a flush writes the last note of each thing, once', async () => {
    const { notes, written } = openNotes();

    [note('a', 1), note('b', 2), note('a', 3)].forEach((each) => notes.note(each));
    await notes.flush();
    await notes.flush();

    expect(written).toEqual([[note('a', 3), note('b', 2)]]);
  });

  test('many are written in batches of 50', async () => {
    const { notes, written } = openNotes();

    for (let index = 0; index < 120; index += 1) notes.note(note(`thing ${index}`));
    await notes.flush();

    expect(written.map((batch) => batch.length)).toEqual([50, 50, 20]);
  });

  test('a failed flush keeps what it did not write', async () => {
    const { notes, written, repair } = openNotes({ failsFrom: 2 });

    for (let index = 0; index < 75; index += 1) notes.note(note(`thing ${index}`));
    await expect(notes.flush()).rejects.toThrow('no disk');
    repair();
    await notes.flush();

    expect(written.map((batch) => batch.length)).toEqual([50, 25]);
    expect(new Set(written.flat().map(({ about }) => about)).size).toBe(75);
  });

  test('a note that was kept does not replace a later one', async () => {
    const { notes, written, repair } = openNotes({ failsFrom: 1 });

    notes.note(note('a', 1));
    const failing = notes.flush();
    notes.note(note('a', 2));
    await expect(failing).rejects.toThrow('no disk');
    repair();
    await notes.flush();

    expect(written).toEqual([[note('a', 2)]]);
  });

  test('at most 100,000 things are remembered, and those can be noted again', async () => {
    const { notes, written } = openNotes();

    for (let index = 0; index < 100_500; index += 1) notes.note(note(`thing ${index}`));
    notes.note(note('thing 0', 9));
    await notes.flush();

    expect(written.flat()).toHaveLength(100_000);
    expect(written[0]?.[0]).toEqual(note('thing 0', 9));
  });

  test('about one thing are joined where that is asked, also with those that could not be written', async () => {
    let isBroken = true;
    const written: (readonly Note[])[] = [];
    const notes = createNotes<Note>({
      keyOf: ({ about }) => about,
      join: (earlier, later) => ({ about: later.about, at: earlier.at + later.at }),
      write: (batch) => (isBroken ? Promise.reject(new Error('no disk')) : Promise.resolve(void written.push(batch))),
    });
    notes.note(note('a', 1));
    notes.note(note('a', 2));
    const flushed = notes.flush();
    notes.note(note('a', 4));
    await expect(flushed).rejects.toThrow('no disk');

    expect(notes.peek('a')).toEqual(note('a', 7));
    isBroken = false;
    await notes.flush();
    expect(written).toEqual([[note('a', 7)]]);
  });
});
