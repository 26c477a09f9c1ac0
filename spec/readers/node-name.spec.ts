import { describe, expect, test } from '@jest/globals';
import { nodeNameOf } from '../../src/readers/node-name.ts';

describe('nodeNameOf', () => {
  test('is another name for each process of a shared store, also on one host after a restart', () => {
    expect(nodeNameOf({ isShared: true, id: '1' })).not.toBe(nodeNameOf({ isShared: true, id: '2' }));
  });

  test('is one name for the embedded store, which one process has at a time', () => {
    expect(nodeNameOf({ isShared: false, id: '1' })).toBe(nodeNameOf({ isShared: false, id: '2' }));
  });
});
