// The contract of the feed's readers: one node at a time runs each, and it continues at its cursor (D19).
import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { eventsOf } from './feed.ts';

const MINUTE = 60_000;
const LONG_AGO = new Date(0);
const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * MINUTE);
const [ONE, OTHER] = ['node-1', 'node-2'];

export function describeFeedReaders(store: () => Store): void {
  const freshReader = (): string => `reader-${given.tenant()}`;

  describe('readers', () => {
    describeClaims(store, freshReader);
    describeCursors(store, freshReader);
    describeUnread(store, freshReader);
  });
}

type FreshReader = () => string;

function describeClaims(store: () => Store, freshReader: FreshReader): void {
  test('a new reader begins at 0, or at the start of its first claim', async () => {
    const [one, other] = [freshReader(), freshReader()];
    const { feed } = store();

    expect(await feed.cursor(one)).toBe(0);
    expect(await feed.claim(one, ONE, inMinutes(1))).toBe(0);
    expect(await feed.claim(other, ONE, inMinutes(1), 7)).toBe(7);
    expect(await feed.claim(other, ONE, inMinutes(1), 9)).toBe(7);
  });

  test('while one node runs a reader another does not get it, and the first may continue', async () => {
    const reader = freshReader();
    const { feed } = store();

    await feed.claim(reader, ONE, inMinutes(1));

    expect(await feed.claim(reader, OTHER, inMinutes(2))).toBeUndefined();
    expect(await feed.claim(reader, ONE, inMinutes(3))).toBe(0);
  });

  test('of many nodes that claim a reader at once, one gets it', async () => {
    const [fresh, left] = [freshReader(), freshReader()];
    const { feed } = store();
    const nodes = Array.from({ length: 8 }, (_, index) => `node-${index}`);
    await feed.claim(left, 'node-that-is-gone', LONG_AGO, 4);

    for (const reader of [fresh, left]) {
      const claims = await Promise.all(nodes.map((node) => feed.claim(reader, node, inMinutes(1))));

      expect(claims.filter((position) => position !== undefined)).toHaveLength(1);
    }
  });

  test('another node gets a reader at its cursor when the claim has ended', async () => {
    const reader = freshReader();
    const { feed } = store();
    await feed.claim(reader, ONE, inMinutes(1));
    await feed.moveCursor(reader, ONE, 5);
    await feed.claim(reader, ONE, new Date());

    expect(await feed.claim(reader, OTHER, inMinutes(1))).toBe(5);
    expect(await feed.claim(reader, ONE, inMinutes(1))).toBeUndefined();
  });

  test('a reader that was dropped begins anew', async () => {
    const reader = freshReader();
    const { feed } = store();
    await feed.claim(reader, ONE, inMinutes(1), 5);

    await feed.dropReader(reader);

    expect(await feed.cursor(reader)).toBe(0);
    expect(await feed.claim(reader, OTHER, inMinutes(1))).toBe(0);
    await feed.dropReader(freshReader());
  });
}

function describeCursors(store: () => Store, freshReader: FreshReader): void {
  test('a cursor moves forward only, and readers have one each', async () => {
    const [reader, other] = [freshReader(), freshReader()];
    const { feed } = store();
    await feed.claim(reader, ONE, inMinutes(1));

    expect(await feed.moveCursor(reader, ONE, 5)).toBe(true);
    expect(await feed.moveCursor(reader, ONE, 3)).toBe(true);
    expect(await feed.cursor(reader)).toBe(5);
    await feed.moveCursor(reader, ONE, 6);
    expect(await feed.cursor(reader)).toBe(6);
    expect(await feed.cursor(other)).toBe(0);
  });

  test('a node that has lost its reader cannot move the cursor', async () => {
    const reader = freshReader();
    const { feed } = store();
    await feed.claim(reader, ONE, new Date());
    await feed.claim(reader, OTHER, inMinutes(1));

    expect(await feed.moveCursor(reader, ONE, 5)).toBe(false);
    expect(await feed.cursor(reader)).toBe(0);
    expect(await feed.moveCursor(freshReader(), ONE, 5)).toBe(false);
  });

  test('a node with an ended claim moves the cursor while no other has claimed the reader', async () => {
    const reader = freshReader();
    const { feed } = store();
    await feed.claim(reader, ONE, new Date());

    expect(await feed.moveCursor(reader, ONE, 5)).toBe(true);
  });
}

function describeUnread(store: () => Store, freshReader: FreshReader): void {
  const FAR_FUTURE = new Date(Date.UTC(9999, 0, 1));

  /** Two entries more, and the position before them. */
  const twoEntries = async (): Promise<number> => {
    const tenant = given.tenant();
    const device = given.device({ tenant });
    const before = await store().feed.head();
    await store().devices.commit(tenant, given.create(device));
    await store().devices.commit(tenant, given.update(device));
    await eventsOf(store(), tenant, 2);
    return before;
  };

  test('pruning keeps unread entries, up to the bound', async () => {
    const reader = freshReader();
    const { feed } = store();
    await feed.prune(LONG_AGO, FAR_FUTURE);
    const before = await twoEntries();
    await feed.claim(reader, ONE, FAR_FUTURE, before);

    await feed.prune(FAR_FUTURE, LONG_AGO);
    const kept = await feed.read(0, 10);
    await feed.moveCursor(reader, ONE, before + 1);
    await feed.prune(FAR_FUTURE, LONG_AGO);
    const unread = await feed.read(0, 10);
    await feed.prune(FAR_FUTURE, FAR_FUTURE);
    await twoEntries();
    await feed.prune(FAR_FUTURE, FAR_FUTURE);

    expect(kept.map(({ position }) => position)).toEqual([before + 1, before + 2]);
    expect(unread.map(({ position }) => position)).toEqual([before + 2]);
    expect((await feed.read(0, 10)).map(({ position }) => position)).toEqual([before + 4]);
    expect(await feed.cursor(reader)).toBe(before + 1);
    await feed.dropReader(reader);
  });

  test('pruning drops the readers that no node has run since the bound', async () => {
    const [idle, live] = [freshReader(), freshReader()];
    const { feed } = store();
    await feed.claim(idle, ONE, LONG_AGO, 3);
    await feed.claim(live, ONE, inMinutes(2), 3);

    await feed.prune(LONG_AGO, inMinutes(1));

    expect(await feed.cursor(idle)).toBe(0);
    expect(await feed.cursor(live)).toBe(3);
    await feed.dropReader(live);
  });
}
