import { describe, expect, test } from '@jest/globals';
import type { LiveToken } from '../../src/domain/device.ts';
import { authSetId, deviceId, tenantId, tokenId } from '../../src/domain/ids.ts';
import { addToken, findLive, findReusable, isExpired, isSuperseded, issueToken } from '../../src/domain/token.ts';
import { given } from '../support/stores/given.ts';
import { NOW } from './tools.ts';

const RULES = { ttlSeconds: 3600, maxPerAuthSet: 2, reusePercent: 50 };
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
  const claims = { ...live('a2'), issuedAt: given.time(0) };

  test('a token is found by its own jti and by no other', () => {
    const tokens = [live('a1'), live('a2')];

    expect(findLive(tokens, claims)).toBe(tokens[1]);
    expect(findLive(tokens, { ...claims, jti: tokenId('a3') })).toBeUndefined();
    expect(findLive([], claims)).toBeUndefined();
  });

  test('an imported token is found by its jti and both its times', () => {
    const imported = { ...claims, imported: true as const };
    const tokens = [imported];

    expect(findLive(tokens, imported)).toBe(imported);
    expect(findLive(tokens, { ...imported, issuedAt: given.time(1) })).toBeUndefined();
    expect(findLive(tokens, { ...imported, expiresAt: given.time(61) })).toBeUndefined();
  });

  test('a token of ours is not an imported one, nor the other way round', () => {
    const imported = { ...claims, imported: true as const };

    expect(findLive([imported], claims)).toBeUndefined();
    expect(findLive([claims], imported)).toBeUndefined();
  });
});

describe('addToken', () => {
  test('the first token of a set stands alone', () => {
    expect(named(addToken([], live('a1'), NOW, RULES))).toEqual(['a1']);
  });

  test('a set keeps two', () => {
    expect(named(addToken([live('a1')], live('a2'), NOW, RULES))).toEqual(['a1', 'a2']);
  });

  test('a third supersedes the oldest', () => {
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

  test('expired tokens are dropped from every set, are not superseded and do not count', () => {
    const past = new Date(NOW.getTime() - SECOND);
    const tokens = [live('a1'), live('a2', past), live('b1', NOW), live('b2')];

    expect(named(addToken(tokens, live('a3'), NOW, RULES))).toEqual(['a1', 'b2', 'a3']);
  });
});

describe('findReusable', () => {
  const device = (tokens: readonly LiveToken[]) => ({ id: deviceId('device'), tenant: tenantId('acme'), tokens });
  const from = (issued: number, expires: number): LiveToken => ({
    ...live('a1', given.time(expires)),
    issuedAt: given.time(issued),
  });
  const found = (token: LiveToken, minute: number, percent = 50) =>
    findReusable(device([token]), authSetId('a'), given.time(minute), { ...RULES, reusePercent: percent });

  test.each([
    [50, 49.9, 50],
    [0, 0, 0],
    [90, 89.9, 90],
  ])('at %i percent a token of 100 minutes is given again until minute %d', (percent, last, first) => {
    const token = from(0, 100);

    expect(found(token, last, percent) === undefined).toBe(percent === 0);
    expect(found(token, first, percent)).toBeUndefined();
  });

  test('a token of an earlier version lived as long as tokens do now', () => {
    const token = live('a1', given.time(60));

    expect(found(token, 29)).toMatchObject({ jti: 'a1', issuedAt: given.time(-1), expiresAt: given.time(60) });
    expect(found(token, 30)).toBeUndefined();
  });

  test.each([
    ['until a purge', 10, undefined],
    ['up to the time that a purge refuses', 11, undefined],
    ['after it', 12, 'a1'],
  ])('a token that was issued %s', (_, issued, jti) => {
    const token = from(issued, 100);
    const rules = { ...RULES, purgedUntil: given.time(11) };

    expect(findReusable(device([token]), authSetId('a'), given.time(13), rules)?.jti).toBe(jti);
  });

  test('an imported token is never given again', () => {
    expect(found({ ...from(0, 100), imported: true }, 10)).toBeUndefined();
  });

  test('only the newest token of the set is looked at', () => {
    const tokens = [from(0, 100), { ...from(0, 40), jti: tokenId('a2') }];

    expect(findReusable(device(tokens), authSetId('a'), given.time(30), RULES)).toBeUndefined();
    expect(findReusable(device([]), authSetId('a'), given.time(30), RULES)).toBeUndefined();
  });
});

describe('isSuperseded', () => {
  const at = (name: string, minute: number): LiveToken => ({ ...live(name), issuedAt: given.time(minute) });
  const old = { issuedAt: given.time(10) };

  test('a token had to make room when one set has as many newer ones as it may have', () => {
    expect(isSuperseded(old, [at('a1', 11), at('a2', 12)], RULES)).toBe(true);
    expect(isSuperseded(old, [at('a1', 9), at('a2', 12)], RULES)).toBe(false);
    expect(isSuperseded(old, [at('a1', 11), at('b1', 12)], RULES)).toBe(false);
    expect(isSuperseded(old, [live('a1'), live('a2')], RULES)).toBe(false);
    expect(isSuperseded(old, [], RULES)).toBe(false);
  });
});
