import { beforeEach, describe, expect, test } from '@jest/globals';
import { createForwarders, type Forwarders } from '../../src/memory/forwarders.ts';

let found: string[];
let forwarders: Forwarders;
beforeEach(() => {
  found = [];
  forwarders = createForwarders({
    trusted: { has: (address) => address === '10.9.9.9' },
    found: (peer) => found.push(peer),
  });
});

const forward = (peer: string, count: number): void => {
  for (let device = 0; device < count; device += 1) forwarders.note(peer, `203.0.113.${device}`);
};

describe('a peer', () => {
  test('that forwards for several addresses is found, once', () => {
    forward('::ffff:10.0.0.1', 20);

    expect(found).toEqual(['10.0.0.1']);
    expect(forwarders.list()).toEqual(['10.0.0.1']);
  });

  test.each<[string, string, number]>([
    ['is trusted', '10.9.9.9', 20],
    ['is on the internet', '198.51.100.1', 20],
    ['forwards for a few addresses', '10.0.0.1', 4],
  ])('that %s is not', (_, peer, count) => {
    forward(peer, count);

    expect([found, forwarders.list()]).toEqual([[], []]);
  });

  test('that sends no header, or always the same, is not', () => {
    for (let times = 0; times < 20; times += 1) {
      forwarders.note('10.0.0.1', undefined);
      forwarders.note('10.0.0.1', '203.0.113.1');
    }

    expect(forwarders.list()).toEqual([]);
  });

  test('is found among as many as are kept', () => {
    for (let peer = 0; peer < 300; peer += 1) forward(`10.0.${peer >> 8}.${peer & 255}`, 5);

    expect(forwarders.list()).toHaveLength(100);
  });
});
