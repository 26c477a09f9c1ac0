// The memory of verdicts: a verdict is given again only while it is certainly still valid (D10).
import { describe, expect, test } from '@jest/globals';
import { authSetId, deviceId, OWN_TENANT, tenantId, tokenId, type TenantId } from '../../src/domain/ids.ts';
import type { VerifiedToken } from '../../src/domain/token.ts';
import { createVerdicts, type Verdicts, type VerdictsOptions } from '../../src/memory/verdicts.ts';

const SECOND = 1000;
const ISSUED = Date.UTC(2024, 0, 1);
const ACME = tenantId('acme');

const tokenOf = (device: string, tenant: TenantId = OWN_TENANT): VerifiedToken => ({
  jti: tokenId(`${device}-token`),
  device: deviceId(device),
  tenant,
  authSet: authSetId('set'),
  issuedAt: new Date(ISSUED),
  expiresAt: new Date(ISSUED + 60 * SECOND),
});

function openKnown(options: Partial<VerdictsOptions> = {}) {
  const verdicts = createVerdicts({ trustMs: Infinity, ...options });
  return {
    verdicts,
    keep: (text: string, token = tokenOf(text)) => remember(verdicts, text, token),
    knows: (text: string, { now = ISSUED, monotonic = 0 } = {}) => verdicts.find(text, now, monotonic) !== undefined,
  };
}

/** Does the same as verify, with `between` running between the read and its answer. */
function remember(verdicts: Verdicts, text: string, token: VerifiedToken, between = (): void => {}) {
  const { cleared } = verdicts;
  const reading = verdicts.begin(token.tenant, token.device, cleared);
  between();
  const verdict = reading.keep(text, token);
  reading.end();
  return verdict;
}

describe('a verdict', () => {
  test('is found under exactly the text it was kept under', () => {
    const { keep, knows } = openKnown();

    keep('Bearer a.b.c');

    expect(['Bearer a.b.c', 'Bearer a.b.C', 'bearer a.b.c', 'Bearer a.b.c ', ''].map((text) => knows(text))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('is found until the last millisecond of its token, and not after', () => {
    const { keep, knows } = openKnown();

    keep('a');

    expect(knows('a', { now: ISSUED + 60 * SECOND - 1 })).toBe(true);
    expect(knows('a', { now: ISSUED + 60 * SECOND })).toBe(false);
  });

  test('is dropped with its device, with all others of that device and no other', () => {
    const { verdicts, keep, knows } = openKnown();
    keep('first', tokenOf('a'));
    keep('second', tokenOf('a'));
    keep('of another', tokenOf('b'));
    keep('of another tenant', tokenOf('a', ACME));

    verdicts.drop(OWN_TENANT, deviceId('a'));

    expect(['first', 'second', 'of another', 'of another tenant'].map((text) => knows(text))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test('may be kept again after a drop', () => {
    const { verdicts, keep, knows } = openKnown();
    keep('a');
    verdicts.drop(OWN_TENANT, deviceId('a'));

    keep('a');

    expect(knows('a')).toBe(true);
  });

  test('is dropped when everything is cleared', () => {
    const { verdicts, keep, knows } = openKnown();
    keep('a');
    keep('b');

    verdicts.clear();

    expect([knows('a'), knows('b')]).toEqual([false, false]);
  });
});

describe('a read from before a write', () => {
  test.each<[string, (verdicts: Verdicts) => void]>([
    ['the device was dropped', (verdicts) => verdicts.drop(OWN_TENANT, deviceId('a'))],
    ['everything was cleared', (verdicts) => verdicts.clear()],
  ])('is not kept when %s before the answer', (_what, happens) => {
    const { verdicts, knows } = openKnown();

    remember(verdicts, 'a', tokenOf('a'), () => happens(verdicts));

    expect(knows('a')).toBe(false);
  });

  test('is kept when another device was dropped', () => {
    const { verdicts, knows } = openKnown();

    remember(verdicts, 'a', tokenOf('a'), () => verdicts.drop(OWN_TENANT, deviceId('b')));

    expect(knows('a')).toBe(true);
  });

  test('is not kept when everything was cleared while the signature was checked', () => {
    const { verdicts, knows } = openKnown();
    const { cleared } = verdicts;

    verdicts.clear();
    const reading = verdicts.begin(OWN_TENANT, deviceId('a'), cleared);
    reading.keep('a', tokenOf('a'));
    reading.end();

    expect(knows('a')).toBe(false);
  });
});

describe('the bound', () => {
  test('begins with the reading, by the monotonic clock', () => {
    let monotonic = 1000;
    const { verdicts, knows } = openKnown({ trustMs: 500, monotonic: () => monotonic });

    remember(verdicts, 'a', tokenOf('a'), () => (monotonic = 1400));

    expect(knows('a', { monotonic: 1499 })).toBe(true);
    expect(knows('a', { monotonic: 1500 })).toBe(false);
  });

  test('of 0 keeps nothing', () => {
    const { keep, knows } = openKnown({ trustMs: 0, monotonic: () => 1000 });

    keep('a');

    expect(knows('a', { monotonic: 0 })).toBe(false);
  });
});

describe('memory', () => {
  test('holds at most so many verdicts: the oldest makes room', () => {
    const { keep, knows } = openKnown({ max: 3 });

    for (const text of ['a', 'b', 'c', 'd']) keep(text);
    keep('b'); // kept again, and so the newest
    keep('e');

    expect(['a', 'b', 'c', 'd', 'e'].map((text) => knows(text))).toEqual([false, true, false, true, true]);
  });

  test('holds at most so many after it was full and cleared, however often', () => {
    const { verdicts, keep, knows } = openKnown({ max: 2 });
    const texts = Array.from({ length: 7 }, (_, index) => String(index));

    for (const round of [1, 2, 3]) {
      verdicts.clear();
      texts.forEach((text) => keep(text, tokenOf(`${text} ${round}`)));
    }

    expect(texts.filter((text) => knows(text))).toEqual(['5', '6']);
  });

  test('forgets a device with its last verdict, and not before', () => {
    const { keep } = openKnown({ max: 2 });
    const first = keep('first', tokenOf('a')).device;
    const second = keep('second', tokenOf('a')).device;
    ['b', 'c'].forEach((text) => keep(text));

    const later = keep('later', tokenOf('a')).device;

    expect(second).toBe(first);
    expect(later).not.toBe(first);
    expect(first.uses).toBe(0);
  });

  test('holds nothing of a device that was only read', () => {
    const { keep } = openKnown({ trustMs: 0 });

    const [first, second] = [keep('first', tokenOf('a')), keep('second', tokenOf('a'))];

    expect(second.device).not.toBe(first.device);
  });
});
