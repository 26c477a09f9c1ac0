import { describe, expect, test } from '@jest/globals';
import { fingerprint, identityKey, OWN_TENANT } from '../../src/domain/ids.ts';
import { createStrangers, type Stranger, type StrangerOutcome } from '../../src/memory/strangers.ts';
import { openClock } from '../support/clock.ts';
import { given } from '../support/stores/given.ts';

const HOUR = 3_600_000;

let made = 0;
/** New devices from one source, each with another key. */
const stranger = (of: Partial<Stranger> = {}): Stranger => ({
  tenant: OWN_TENANT,
  key: fingerprint(`key ${(made += 1)}`),
  from: '192.0.2.1',
  known: undefined,
  ...of,
});

function open(maxPending = 1000) {
  const clock = openClock();
  const outcomes: StrangerOutcome[] = [];
  const count = (outcome: StrangerOutcome) => void outcomes.push(outcome);
  const strangers = createStrangers({ maxPending, now: clock.now, random: () => 0.5, count });
  /** Returns how many of that many may ask. */
  const spend = (times: number, of: () => Stranger): number => {
    let spent = 0;
    for (let index = 0; index < times; index += 1) {
      try {
        strangers.spend(of());
        spent += 1;
      } catch {
        // counted in `outcomes`
      }
    }
    return spent;
  };
  return { clock, outcomes, strangers, spend };
}

describe('strangers', () => {
  test('under one key are a hundred at once and ten an hour', () => {
    const { clock, outcomes, spend } = open();
    const mine = stranger();

    expect(spend(200, () => mine)).toBe(100);
    expect(new Set(outcomes)).toEqual(new Set(['key']));
    clock.advance(HOUR);
    expect(spend(200, () => mine)).toBe(10);
    expect(spend(1, stranger)).toBe(1);
  });

  test('of a known device are three from one source at once and one an hour', () => {
    const { clock, outcomes, spend } = open();
    const known = identityKey('device');
    const foreign = (from: string) => () => stranger({ known, from });

    expect(spend(9, foreign('192.0.2.1'))).toBe(3);
    expect(new Set(outcomes)).toEqual(new Set(['identity']));
    expect(spend(9, foreign('192.0.2.2'))).toBe(3);
    clock.advance(HOUR);
    expect(spend(9, foreign('192.0.2.1'))).toBe(1);
  });

  test('of a tenant are as many as it has places, and twice as many a day', () => {
    const { clock, outcomes, spend } = open(100);
    const sources = (count: number) => () => stranger({ from: `source ${made % count}` });

    expect(spend(300, sources(50))).toBe(100);
    expect(outcomes.every((outcome) => outcome === 'tenant')).toBe(true);
    clock.advance(12 * HOUR);
    expect(spend(300, sources(50))).toBe(100);
    expect(spend(1, () => stranger({ tenant: given.tenant() }))).toBe(1);
  });

  test('of a source that spent ten units may not use the last tenth of the tenant’s, which others may', () => {
    const { spend } = open(100);

    expect(spend(300, stranger)).toBe(90);
    expect(spend(300, () => stranger({ from: '192.0.2.2' }))).toBe(10);
  });

  test('of a heavy source step back while a lighter one was refused', () => {
    const { clock, outcomes, strangers, spend } = open(100);
    spend(50, stranger);
    strangers.refusal(stranger({ from: 'light' }), 'places');

    expect(spend(1, stranger)).toBe(0);
    expect(outcomes).toEqual(['places', 'tenant']);
    expect(spend(1, () => stranger({ from: 'light' }))).toBe(1);
    clock.advance(600_000);
    expect(spend(1, stranger)).toBe(1);
  });

  test('that find no place get their units back', () => {
    const { strangers, spend } = open();
    const mine = stranger();

    for (let count = 0; count < 500; count += 1) strangers.spend(mine).giveBack();

    expect(spend(200, () => mine)).toBe(100);
  });

  test('are refused with a random time to wait, of one to five minutes', () => {
    const { strangers } = open();

    const refusal = strangers.refusal(stranger(), 'places');

    expect(refusal).toMatchObject({ code: 'too_many_requests', details: { retryAfterSeconds: 180 } });
  });
});
