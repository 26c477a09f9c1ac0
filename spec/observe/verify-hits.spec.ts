// Counts beside prom-client, which are read through it like its own.
import { describe, expect, test } from '@jest/globals';
import { Histogram, Registry } from 'prom-client';
import { openVerifyHits } from '../../src/observe/verify-hits.ts';

const BUCKETS = [0.001, 0.01];
const LABELS = { route: '/verify', status: '200' };

function openBoth() {
  const registry = new Registry();
  const labelNames = ['route', 'status'];
  const histogram = new Histogram({ name: 'seconds', help: 'x', labelNames, buckets: BUCKETS, registers: [registry] });
  return { registry, histogram, hits: openVerifyHits({ buckets: BUCKETS, labels: LABELS }) };
}

const sorted = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split(',').toSorted().join()}}`))
    .toSorted();

describe('hits', () => {
  test('read as prom-client would have counted them, on a bound and above the last one too', async () => {
    const { registry, hits } = openBoth();
    const plain = openBoth();
    const seconds = [0.0005, 0.001, 0.002, 0.01, 7];

    seconds.forEach((took) => hits.count(took));
    seconds.forEach((took) => plain.histogram.observe(LABELS, took));

    expect(sorted(await hits.addedTo(registry))).toEqual(sorted(await plain.registry.metrics()));
  });

  test('are added to what prom-client counted of the same route', async () => {
    const { registry, histogram, hits } = openBoth();

    histogram.observe(LABELS, 0.0005);
    histogram.observe({ ...LABELS, status: '401' }, 0.0005);
    hits.count(0.0005);

    const text = await hits.addedTo(registry);
    expect(text).toMatch(/^seconds_count\{.*status="200".*\} 2$/m);
    expect(text).toMatch(/^seconds_count\{.*status="401".*\} 1$/m);
  });

  test('show no series before the first', async () => {
    const { registry, hits } = openBoth();

    expect(await hits.addedTo(registry)).not.toContain('seconds_count');
  });

  test('are taken once', () => {
    const { hits } = openBoth();
    hits.count(1);
    hits.count(1);

    expect([hits.takeNew(), hits.takeNew()]).toEqual([2, 0]);
  });
});
