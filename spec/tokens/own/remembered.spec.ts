// A remembered token saves the signature check and nothing else (D10).
import { expect, test } from '@jest/globals';
import { activateSigningKey, revokeSigningKey } from '../../../src/tokens/own/key-rotation.ts';
import { createRememberedTokens } from '../../../src/tokens/own/remembered.ts';
import { makeClaims, makeRotation, NOW, refusalOf, TOKEN_INVALID } from '../tools.ts';

const signed = (kid: string) => ({ claims: makeClaims(), kid });

test('is what was kept for exactly this text', () => {
  const remembered = createRememberedTokens();
  const one = signed('one');
  remembered.keep('a.b.c', one);

  expect(remembered.find('a.b.c')).toBe(one);
  expect(['a.b.C', 'a.b.c ', 'a.b.', ''].map((text) => remembered.find(text))).toEqual(Array(4).fill(undefined));
});

test('never has more tokens than there is room for: the oldest is dropped first', () => {
  const remembered = createRememberedTokens(2);
  for (const text of ['first', 'second', 'third']) remembered.keep(text, signed(text));

  expect(['first', 'second', 'third'].map((text) => remembered.find(text)?.kid)).toEqual([
    undefined,
    'second',
    'third',
  ]);
});

test('kept again takes no room', () => {
  const remembered = createRememberedTokens(2);
  for (const text of ['first', 'second', 'second']) remembered.keep(text, signed(text));

  expect(remembered.find('first')?.kid).toBe('first');
});

// D9: a revoked key's tokens verify nowhere
test('does not outlive the key: once it is revoked, a token that was read before is refused', async () => {
  const { folder, first, second, keys, tokens } = await makeRotation();
  const jwt = await tokens.sign(makeClaims());
  await tokens.read(jwt);
  await activateSigningKey(folder, { kid: second.kid, at: NOW, wait: 'none' });
  await keys.reload();
  expect(await refusalOf(tokens.read(jwt))).toBe('none');

  await revokeSigningKey(folder, { kid: first.kid, at: NOW });
  await keys.reload();

  expect(await refusalOf(tokens.read(jwt))).toBe(TOKEN_INVALID);
});
