import { describe, expect, test } from '@jest/globals';
import type { LiveToken } from '../../src/domain/device.ts';
import { authSetId, deviceId, tenantId, tokenId } from '../../src/domain/ids.ts';
import { addToken, findLive, isExpired, issueToken } from '../../src/domain/token.ts';
import { given } from '../support/stores/given.ts';
import { NOW } from './tools.ts';

const RULES = { ttlSeconds: 3600, maxPerAuthSet: 2 };
const SECOND = 1000;

/** `a1`: the first token of set a. */
const live = (name: string, expiresAt = given.time(60)): LiveToken => ({
  jti: tokenId(name),
  authSet: authSetId(name.slice(0, 1)),
  expiresAt,
});

const named = (tokens: readonly LiveToken[]): readonly string[] => tokens.map(({ jti }) => jti);

describe('issueToken', () => {
  const device = { id: deviceId('device'), tenant: tenantId('acme') };

  test('a token lives from this second for the time that is set, and is dated back by a minute', () => {
    const claims = issueToken(tokenId('a1'), device, new Date('2026-01-01T00:00:00.999Z'), RULES);

    expect(claims).toEqual({
      jti: 'a1',
      device: 'device',
      tenant: 'acme',
      issuedAt: new Date('2025-12-31T23:59:00Z'),
      expiresAt: new Date('2026-01-01T01:00:00Z'),
    });
  });
});

describe('isExpired', () => {
  test.each([
    ['before its end', -1, false],
    ['at its end (RFC 7519, 4.1.4: on or after)', 0, true],
    ['after its end', 1, true],
  ])('%s', (_, milliseconds, expired) => {
    expect(isExpired({ expiresAt: NOW }, new Date(NOW.getTime() + milliseconds))).toBe(expired);
  });
});

describe('findLive', () => {
  test('a token is found by its own jti and by no other', () => {
    const tokens = [live('a1'), live('a2')];

    expect(findLive(tokens, tokenId('a2'))).toBe(tokens[1]);
    expect(findLive(tokens, tokenId('a3'))).toBeUndefined();
    expect(findLive([], tokenId('a1'))).toBeUndefined();
  });
});

describe('addToken', () => {
  test('the first token of a set stands alone', () => {
    expect(named(addToken([], live('a1'), NOW, RULES))).toEqual(['a1']);
  });

  test('a set keeps two', () => {
    expect(named(addToken([live('a1')], live('a2'), NOW, RULES))).toEqual(['a1', 'a2']);
  });

  test('the oldest goes when a third is issued', () => {
    expect(named(addToken([live('a1'), live('a2')], live('a3'), NOW, RULES))).toEqual(['a2', 'a3']);
  });

  test('a lowered setting holds at the next issue', () => {
    const tokens = ['a1', 'a2', 'a3', 'a4'].map((name) => live(name));

    expect(named(addToken(tokens, live('a5'), NOW, { ...RULES, maxPerAuthSet: 1 }))).toEqual(['a5']);
  });

  test('tokens of other sets are left alone', () => {
    const tokens = [live('b1'), live('a1'), live('b2'), live('a2')];

    expect(named(addToken(tokens, live('a3'), NOW, RULES))).toEqual(['b1', 'b2', 'a2', 'a3']);
  });

  test('expired tokens leave, of every set, and do not count', () => {
    const past = new Date(NOW.getTime() - SECOND);
    const tokens = [live('a1'), live('a2', past), live('b1', NOW), live('b2')];

    expect(named(addToken(tokens, live('a3'), NOW, RULES))).toEqual(['a1', 'b2', 'a3']);
  });
});
