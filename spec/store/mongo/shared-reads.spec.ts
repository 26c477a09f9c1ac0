// Reads that share queries are each as fresh as a separate query (D10).
import { describe, expect, test } from '@jest/globals';
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

describe('reads', () => {
  test('begin at once while fewer than two queries are under way, and share the next one otherwise', async () => {
    const { queries, values, read } = openDatabase();
    ['a', 'b', 'c', 'd'].forEach((id) => values.set(id, `value of ${id}`));

    const reads = ['a', 'b', 'c', 'd', 'c', 'missing'].map((id) => read(id));
    const begun = queries.map(({ ids }) => ids);
    queries[0]?.answer();
    await reads[0];
    queries.slice(1).forEach(({ answer }) => answer());

    expect(begun).toEqual([['a'], ['b']]);
    expect(queries.map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c', 'd', 'missing']]);
    expect(await Promise.all(reads)).toEqual([
      'value of a',
      'value of b',
      'value of c',
      'value of d',
      'value of c',
      undefined,
    ]);
  });

  test('never get a read from before their request', async () => {
    const { queries, values, read } = openDatabase();
    values.set('a', 'good');
    const [first, second] = [read('a'), read('a')];

    values.set('a', 'revoked');
    const third = read('a');
    for (let at = 0; at < 3; at += 1) {
      queries[at]?.answer();
      await (at === 0 ? first : second);
    }

    expect(await Promise.all([first, second, third])).toEqual(['good', 'good', 'revoked']);
    expect(queries).toHaveLength(3);
  });

  test('that fail do not make others fail', async () => {
    const { queries, values, read } = openDatabase();
    values.set('b', 'value of b');
    const [failing, other, next] = [read('a'), read('b'), read('b')];

    queries[0]?.fail(new Error('no database'));
    await expect(failing).rejects.toThrow('no database');
    queries.slice(1).forEach(({ answer }) => answer());

    expect(await Promise.all([other, next])).toEqual(['value of b', 'value of b']);
  });

  test('of a driver that throws at once fail, and the next one begins', async () => {
    let calls = 0;
    const read = shareReads((ids: readonly string[]): Promise<Found> => {
      calls += 1;
      if (calls <= 2) throw new Error('closed');
      return Promise.resolve(new Map(ids.map((id) => [id, id])));
    });

    const [first, second, third] = [read('a'), read('b'), read('c')];

    await expect(first).rejects.toThrow('closed');
    await expect(second).rejects.toThrow('closed');
    expect(await third).toBe('c');
  });

  test('are at most 1000 in a query', async () => {
    const { queries, read } = openDatabase();
    const reads = Array.from({ length: 2502 }, (_, index) => read(String(index)));

    for (let answered = 0; answered < 5; answered += 1) {
      await until('the next query has begun', () => queries.length > answered);
      queries[answered]?.answer();
    }
    await Promise.all(reads);

    expect(queries.map(({ ids }) => ids.length)).toEqual([1, 1, 1000, 1000, 500]);
  });

  test('do not wait for queries that hang', async () => {
    const { queries, values, read } = openDatabase();
    values.set('c', 'value of c');
    void read('a');
    void read('b');

    const third = read('c');
    await until('a third query has begun', () => queries.length === 3);
    queries[2]?.answer();

    expect(await third).toBe('value of c');
  });
});
