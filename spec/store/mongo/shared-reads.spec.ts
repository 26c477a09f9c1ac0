// Reads that share queries are each as fresh as a separate query (D10).
import { describe, expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { shareReads } from '../../../src/store/mongo/shared-reads.ts';
import { until } from '../../support/until.ts';

type Found = ReadonlyMap<string, string>;

/** A database whose queries wait until the spec answers them: each id with its value at that time. */
function openDatabase() {
  const queries: {
    readonly ids: readonly string[];
    readonly answer: () => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const values = new Map<string, string>();
  const read = shareReads((ids: readonly string[]): Promise<Found> => {
    const asOfNow = new Map(ids.flatMap((id) => (values.has(id) ? [[id, values.get(id) ?? '']] : [])));
    return new Promise((resolve, reject) => queries.push({ ids, answer: () => resolve(asOfNow), fail: reject }));
  });
  return { queries, values, read };
}

/** Both queries that may run are under way. */
async function openBusyDatabase() {
  const database = openDatabase();
  const first = database.read('first');
  await setImmediate();
  const second = database.read('second');
  await setImmediate();
  return { ...database, first, second };
}

describe('reads', () => {
  test('of one turn of the event loop share a query', async () => {
    const { queries, values, read } = openDatabase();
    values.set('a', 'value of a');

    const reads = ['a', 'b', 'a'].map((id) => read(id));
    const begunBefore = queries.length;
    await setImmediate();
    queries[0]?.answer();

    expect(begunBefore).toBe(0);
    expect(queries.map(({ ids }) => ids)).toEqual([['a', 'b']]);
    expect(await Promise.all(reads)).toEqual(['value of a', undefined, 'value of a']);
  });

  test('wait while two queries are under way, and share the next one', async () => {
    const { queries, values, read, first } = await openBusyDatabase();
    ['a', 'b', 'c'].forEach((id) => values.set(id, `value of ${id}`));

    const reads = ['a', 'b'].map((id) => read(id));
    await setImmediate();
    const later = ['a', 'c', 'missing'].map((id) => read(id));
    await setImmediate();
    const begun = queries.length;
    queries[0]?.answer();
    await first;
    await until('the next query has begun', () => queries.length === 3);
    queries[2]?.answer();

    expect(begun).toBe(2);
    expect(queries[2]?.ids).toEqual(['a', 'b', 'c', 'missing']);
    expect(await Promise.all([...reads, ...later])).toEqual([
      'value of a',
      'value of b',
      'value of a',
      'value of c',
      undefined,
    ]);
  });

  test('never get a read from before their request', async () => {
    const { queries, values, read } = openDatabase();
    values.set('a', 'good');
    const first = read('a');
    await setImmediate();
    const second = read('a');
    await setImmediate();

    values.set('a', 'revoked');
    const third = read('a');
    queries[0]?.answer();
    await first;
    await until('the next query has begun', () => queries.length === 3);
    queries.slice(1).forEach(({ answer }) => answer());

    expect(await Promise.all([first, second, third])).toEqual(['good', 'good', 'revoked']);
  });

  test('that fail do not make others fail', async () => {
    const { queries, values, read, first, second } = await openBusyDatabase();
    values.set('b', 'value of b');
    const next = read('b');

    queries[0]?.fail(new Error('no database'));
    await expect(first).rejects.toThrow('no database');
    await until('the next query has begun', () => queries.length === 3);
    queries.slice(1).forEach(({ answer }) => answer());

    expect(await Promise.all([second, next])).toEqual([undefined, 'value of b']);
  });

  test('of a driver that throws at once fail, and the next one begins', async () => {
    let calls = 0;
    const read = shareReads((ids: readonly string[]): Promise<Found> => {
      calls += 1;
      if (calls <= 2) throw new Error('closed');
      return Promise.resolve(new Map(ids.map((id) => [id, id])));
    });

    await expect(read('a')).rejects.toThrow('closed');
    await expect(read('b')).rejects.toThrow('closed');

    expect(await read('c')).toBe('c');
  });

  test('are at most 1000 in a query', async () => {
    const { queries, read } = openDatabase();
    const reads = Array.from({ length: 2502 }, (_, index) => read(String(index)));

    for (let answered = 0; answered < 3; answered += 1) {
      await until('the next query has begun', () => queries.length > answered);
      queries[answered]?.answer();
    }
    await Promise.all(reads);

    expect(queries.map(({ ids }) => ids.length)).toEqual([1000, 1000, 502]);
  });

  test('do not wait for queries that hang', async () => {
    const { queries, values, read } = await openBusyDatabase();
    values.set('c', 'value of c');

    const third = read('c');
    await until('a third query has begun', () => queries.length === 3);
    queries[2]?.answer();

    expect(await third).toBe('value of c');
  });
});
