// A day under attack (D23): honest devices get in, the operator finds what was seen, and what strangers can write is bounded. In CI a
// twentieth of the places, the devices and the sources of an installation with default settings, a hundredth elsewhere; `FLOOD_SCALE=20` is
// the whole of it.
import { expect, test } from '@jest/globals';
import { times } from '../support/times.ts';
import { liveThrough, type Attack } from './flood-world.ts';

const SCALE = Number(process.env['FLOOD_SCALE'] ?? times({ inCi: 1, here: 0.2 }));
const PLACES = 500 * SCALE;
const HOMES = 20 * SCALE;
const FACTORY = 10 * SCALE;
/** Addresses of an attacker with many of them. */
const SOURCES = 50 * SCALE;
const KEPT = 600 * SCALE;
const PER_SECOND = 0.25 * SCALE;

const fresh = (from: (n: number) => string): Attack => ({
  perSecond: PER_SECOND,
  ask: (n) => ({ identity: `false ${n}`, key: `false key ${n}`, from: from(n) }),
});
/** More devices than places, each of which asks like a device. */
const keptAlive = (from: (n: number) => string): Attack => ({
  perSecond: 2 * PER_SECOND,
  ask: (n) => ({ identity: `false ${n % KEPT}`, key: `false key ${n % KEPT}`, from: from(n % KEPT) }),
});
const elevenEach: Attack = {
  perSecond: PER_SECOND,
  ask: (n) => {
    const home = Math.floor(n / 11) % HOMES;
    return { identity: `home ${home}`, key: `false key ${n % 11} ${home}`, from: 'attacker' };
  },
};
const freshOnHonest: Attack = {
  perSecond: PER_SECOND,
  ask: (n) => ({ identity: `home ${n % HOMES}`, key: `false key ${n}`, from: `attacker ${n % (HOMES / 4)}` }),
};
const one = (): string => 'attacker';
const many = (n: number): string => `attacker ${n % SOURCES}`;

test.each<[string, { readonly attack?: Attack; readonly factoryIn: number }]>([
  ['without an attack', { factoryIn: FACTORY }],
  [
    'one key with very many identities',
    {
      attack: { perSecond: PER_SECOND, ask: (n) => ({ identity: `false ${n}`, key: 'false key', from: one() }) },
      factoryIn: FACTORY,
    },
  ],
  ['new keys and identities from one address', { attack: fresh(one), factoryIn: FACTORY }],
  ['more devices than there are places, kept alive from one address', { attack: keptAlive(one), factoryIn: FACTORY }],
  ['new keys and identities from many addresses', { attack: fresh(many), factoryIn: 0 }],
  ['more devices than there are places, kept alive from many addresses', { attack: keptAlive(many), factoryIn: 0 }],
  ['new keys and identities from the factory’s own address', { attack: fresh(() => 'factory'), factoryIn: 0 }],
  ['eleven keys in turn on each honest identity', { attack: elevenEach, factoryIn: FACTORY }],
  ['new keys on honest identities from many addresses', { attack: freshOnHonest, factoryIn: FACTORY }],
])(
  '%s: every home gets in, no decision of the operator is lost, and writes are bounded',
  async (_name, { attack, factoryIn }) => {
    const day = await liveThrough({ places: PLACES, homes: HOMES, factory: FACTORY, ...(attack && { attack }) });

    expect(day).toMatchObject({ homesIn: HOMES, notFound: 0, otherAnswers: [] });
    expect(day.factoryIn).toBeGreaterThanOrEqual(factoryIn);
    expect(day.placed).toBeLessThanOrEqual(3 * PLACES);
    expect(day.mostDevices).toBeLessThanOrEqual(2 * PLACES + HOMES + FACTORY);
  },
  120_000 * Math.max(1, SCALE),
);
