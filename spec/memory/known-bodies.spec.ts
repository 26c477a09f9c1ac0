import { describe, expect, test } from '@jest/globals';
import { createKnownBodies } from '../../src/memory/known-bodies.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('known bodies', () => {
  test('are found by exactly their bytes', () => {
    const known = createKnownBodies<string>();

    known.keep(bytes('{"a":1}'), 'a');
    known.keep(Buffer.from([0x7b, 0xff]), 'no UTF-8');

    expect(known.find(bytes('{"a":1}'))).toBe('a');
    expect(known.find(bytes('{"a":1} '))).toBeUndefined();
    expect(known.find(Buffer.from([0x7b, 0xff]))).toBe('no UTF-8');
    expect(known.find(Buffer.from([0x7b, 0xfe]))).toBeUndefined();
    expect(known.find(bytes('{\u00ff'))).toBeUndefined();
  });

  test('when they are too many the one that was kept longest ago is forgotten', () => {
    const known = createKnownBodies<string>(2);

    for (const text of ['a', 'b', 'c']) known.keep(bytes(text), text);

    expect(['a', 'b', 'c'].map((text) => known.find(bytes(text)))).toEqual([undefined, 'b', 'c']);
  });

  test.each([
    [2048, 'kept'],
    [2049, undefined],
  ])('a body of %d bytes is %s', (length, found) => {
    const known = createKnownBodies<string>();

    known.keep(Buffer.alloc(length), 'kept');

    expect(known.find(Buffer.alloc(length))).toBe(found);
  });
});
