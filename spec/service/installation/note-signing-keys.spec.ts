import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyNotes, type SigningKeyState } from '../../../src/service/installation/note-signing-keys.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';

const DAY_MS = 86_400_000;

let opened: TestDeps;

beforeEach(async () => {
  opened = await openDeps();
});
afterEach(() => opened.close());

const key = (state: string, daysAgo = 0): SigningKeyState => ({
  kid: 'k1',
  state,
  since: new Date(opened.clock.now().getTime() - daysAgo * DAY_MS),
});
/** The keys as another node has them, or the same node after a restart. */
const openNotes = () => createKeyNotes({ ...opened.deps, feed: opened.store.feed });
const inFeed = async () => (await opened.store.feed.read(0, 10)).map(({ event }) => event);

describe('createKeyNotes', () => {
  test('puts each state of a key in the feed, with the time of the change', async () => {
    const note = openNotes();
    const [pending, active] = [key('pending', 1), key('active')];

    await note([pending]);
    await note([active]);

    expect(await inFeed()).toMatchObject([
      { type: 'signing_key.changed', kid: 'k1', to: 'pending', at: pending.since, origin: { actor: 'system' } },
      { type: 'signing_key.changed', kid: 'k1', to: 'active', at: active.since },
    ]);
  });

  test('puts it there once, however many nodes see it and however often', async () => {
    const note = openNotes();

    await note([key('active')]);
    await note([key('active')]);
    await openNotes()([key('active')]);

    expect(await inFeed()).toHaveLength(1);
    expect(opened.announced).toHaveLength(2);
  });

  test('leaves out a change that may have left the feed already', async () => {
    await openNotes()([key('retiring', 7)]);

    expect(await inFeed()).toEqual([]);
  });
});
