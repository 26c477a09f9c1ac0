import { describe, expect, test } from '@jest/globals';
import { oneToken } from '../../src/cli/credentials.ts';

describe('a text with a token', () => {
  test('may have white space around it', () => {
    expect(oneToken('\n dak_1_x\r\n', 'the file')).toBe('dak_1_x');
  });

  test.each(['', ' \n'])('is refused where it has none: %j', (text) => {
    expect(() => oneToken(text, 'the file')).toThrow('the file has no token');
  });

  test.each(['dak_1\ndak_2', 'dak_1 dak_2', 'dak_1\tx', 'dak_\u20ac', 'dak_1\u0000', 'ey\u00a0J'])(
    'is refused where it cannot be in a header, and is not in the message: %j',
    (text) => {
      expect(() => oneToken(text, 'the file')).toThrow(/^the file does not hold one token/);
      expect(() => oneToken(text, 'the file')).not.toThrow(/dak_|ey/);
    },
  );
});
