// Strangers on a real store and hours of a clock (D23): who gets a place, who makes room, and what a flood costs.
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import { forgetDisplaced } from '../../../src/service/fleet/forget-waiting.ts';
import { preauthorize } from '../../../src/service/fleet/preauthorize.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { openDeps, type TestDeps, type TestDepsOptions } from '../../support/deps.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';
import { accepted, announcement, ask, feedOf, OPERATOR, outcomeOf, stored, waiting } from './tools.ts';

const HOUR = 3_600_000;

let opened: TestDeps | undefined;
afterEach(() => opened?.close());

async function open(options: TestDepsOptions = {}): Promise<TestDeps> {
  opened = await openDeps(options);
  return opened;
}

/** That many new devices that ask once, from the `index`-th source. */
async function flood(
  of: TestDeps,
  count: number,
  from: (index: number) => string,
): Promise<readonly SimulatedDevice[]> {
  const devices = Array.from({ length: count }, () => simulateDevice());
  for (const [index, device] of devices.entries()) {
    of.clock.advance(1);
    await outcomeOf(ask(of, device, from(index)));
  }
  return devices;
}

/** Takes all twenty places: most from one source, which may not spend the last tenth. Returns the devices of that source. */
async function crowd(of: TestDeps): Promise<readonly SimulatedDevice[]> {
  const heavy = await flood(of, 18, () => '203.0.113.1');
  await flood(of, 2, () => '203.0.113.2');
  return heavy;
}

const count = (of: TestDeps, outcome: string): number => of.strangers.filter((other) => other === outcome).length;

const isLeaving = ({ authSets }: Device): boolean => authSets.some(({ leavingAt }) => leavingAt !== undefined);

describe('a place in the tenant', () => {
  test('is given to a stranger of a lighter source, and the newest of the heaviest is displaced', async () => {
    const of = await open({ maxPending: 20 });
    const heavy = await crowd(of);
    of.clock.advance(4 * HOUR);

    const known = await waiting(of, simulateDevice());

    expect(count(of, 'displaced_other')).toBe(1);
    expect(await stored(of, known.device)).toMatchObject({ status: 'pending' });
    const { devices } = await of.store.devices.list(OPERATOR.tenant, {}, { limit: 100, skip: 0 });
    expect(devices.filter(isLeaving).map(({ authSets }) => authSets[0]?.pubkey)).toEqual([heavy.at(17)?.pubkey]);
  });

  test('that was lost is given back when the device asks and one is free; until then accept still works', async () => {
    const of = await open({ maxPending: 20 });
    const heavy = await crowd(of);
    of.clock.advance(4 * HOUR);
    const light = await waiting(of, simulateDevice());
    const { devices } = await of.store.devices.list(OPERATOR.tenant, {}, { limit: 100, skip: 0 });
    const displaced = devices.find(isLeaving)!;
    const asks = () =>
      outcomeOf(
        ask(
          of,
          heavy.find(({ pubkey }) => pubkey === displaced.authSets[0]?.pubkey)!,
        ),
      );

    expect(await asks()).toBe('not_admitted');
    expect(isLeaving(await stored(of, displaced.id))).toBe(true);
    await setStatus(of.deps, { ...OPERATOR, ...light, status: 'accepted' });
    of.clock.advance(10_000);
    expect(await asks()).toBe('not_admitted');
    expect(isLeaving(await stored(of, displaced.id))).toBe(false);

    const [other] = devices;
    await setStatus(of.deps, { ...OPERATOR, device: other!.id, authSet: other!.authSets[0]!.id, status: 'accepted' });
    expect(await stored(of, other!.id)).toMatchObject({ status: 'accepted' });
  });

  test('that was lost is removed after an hour, with the device and an event with the reason', async () => {
    const of = await open({ maxPending: 20 });
    await crowd(of);
    of.clock.advance(4 * HOUR);
    await waiting(of, simulateDevice());
    const { devices } = await of.store.devices.list(OPERATOR.tenant, {}, { limit: 100, skip: 0 });
    const { id } = devices.find(isLeaving)!;
    const hourAgo = () => new Date(of.clock.now().getTime() - HOUR);

    await forgetDisplaced(of.deps, hourAgo());
    expect(await of.store.devices.find(OPERATOR.tenant, id)).toBeDefined();
    of.clock.advance(HOUR + 1);
    await forgetDisplaced(of.deps, hourAgo());

    expect(await of.store.devices.find(OPERATOR.tenant, id)).toBeUndefined();
    expect(of.announced.at(-1)).toMatchObject([
      { type: 'auth_set.dismissed', by: 'displaced', device: id },
      { type: 'device.removed' },
    ]);
  });

  test('is never taken from a source that is not the heavier one', async () => {
    const of = await open({ maxPending: 20 });
    await flood(of, 20, (index) => `203.0.113.${index}`);
    of.clock.advance(4 * HOUR);

    const stranger = simulateDevice();
    const outcomes = [];
    for (let index = 0; index < 120; index += 1) outcomes.push(await outcomeOf(ask(of, stranger)));

    expect(new Set(outcomes)).toEqual(new Set(['too_many_requests']));
    expect(count(of, 'places')).toBe(120); // and none because of units: a stranger without a place spends none
  });
});

describe('attacks', () => {
  test('eleven requests signed once, round and round: three are written, and the accepted device is not delayed', async () => {
    const of = await open({ reusePercent: 50, maxPerAuthSet: 5 });
    const known = await accepted(of);
    const foreign = Array.from({ length: 11 }, () => simulateDevice({ identity: known.simulated.identity }));
    const head = await of.store.feed.head();

    for (let round = 0; round < 20; round += 1) {
      const asks = foreign.map((device) => outcomeOf(ask(of, device, '203.0.113.1')));
      const [own] = await Promise.all([outcomeOf(ask(of, known.simulated)), ...asks]);
      expect(own).toBe('done');
    }

    const { authSets, tokens } = await stored(of, known.device);
    expect(authSets).toHaveLength(4);
    expect(tokens).toHaveLength(1);
    expect((await of.store.feed.head()) - head).toBe(3);
  });

  test('ten foreign keys do not push out the key that waits: the operator’s accept finds it', async () => {
    const of = await open();
    const honest = await waiting(of);
    const foreign = Array.from({ length: 40 }, () => simulateDevice({ identity: honest.simulated.identity }));

    for (const [index, device] of foreign.entries()) {
      of.clock.advance(60_000);
      await outcomeOf(ask(of, device, `203.0.113.${index % 20}`));
    }
    of.clock.advance(30 * HOUR);
    await forgetDisplaced(of.deps, new Date(of.clock.now().getTime() - HOUR));

    expect(await outcomeOf(setStatus(of.deps, { ...OPERATOR, ...honest, status: 'accepted' }))).toBe('done');
    expect(await outcomeOf(ask(of, honest.simulated))).toBe('done');
  });

  test('thirty replays of a request of an accepted device write nothing and end no token', async () => {
    const of = await open({ reusePercent: 50, maxPerAuthSet: 5 });
    const known = await accepted(of);
    const before = await stored(of, known.device);

    for (let replay = 0; replay < 30; replay += 1) {
      expect(await outcomeOf(ask(of, known.simulated, '203.0.113.1'))).toBe('done');
    }

    expect(await outcomeOf(ask(of, known.simulated))).toBe('done');
    expect(await stored(of, known.device)).toEqual(before);
    expect(of.spent).toEqual([]);
  });

  test('one key with many identities takes a hundred places, and honest devices get in', async () => {
    const of = await open({ maxPending: 200 });
    const { privateKey } = simulateDevice();

    for (let index = 0; index < 300; index += 1) {
      await outcomeOf(ask(of, simulateDevice({ privateKey, identity: { mac: `x${index}` } }), '203.0.113.1'));
    }

    expect(count(of, 'placed')).toBe(100);
    expect(count(of, 'key')).toBe(200);
    for (let index = 0; index < 20; index += 1) await waiting(of, simulateDevice());
  });

  test('a device with 50 decided keys takes no more, and the operator gets one event a day', async () => {
    const of = await open();
    const known = await accepted(of);
    for (let index = 0; index < 49; index += 1) {
      const device = simulateDevice({ identity: known.simulated.identity });
      await preauthorize(of.deps, { ...announcement(of, device), force: true });
    }

    const outcomes = [];
    for (let index = 0; index < 4; index += 1) {
      outcomes.push(
        await outcomeOf(ask(of, simulateDevice({ identity: known.simulated.identity }), `203.0.113.${index}`)),
      );
    }

    expect(new Set(outcomes)).toEqual(new Set(['too_many_requests']));
    expect(count(of, 'device')).toBe(4);
    expect((await feedOf(of)).filter((type) => type === 'device.sets_full')).toHaveLength(1);
    of.clock.advance(24 * HOUR);
    await outcomeOf(ask(of, simulateDevice({ identity: known.simulated.identity })));
    expect((await feedOf(of)).filter((type) => type === 'device.sets_full')).toHaveLength(2);
  });
});

describe('a queue that fills up', () => {
  const pressures = (of: TestDeps) => of.announced.flat().filter(({ type }) => type === 'queue.pressure');

  test('is announced to operators from four fifths on, with its heaviest sources', async () => {
    const of = await open({ maxPending: 20 });
    await flood(of, 15, (index) => (index < 10 ? '203.0.113.1' : `203.0.113.${index}`));
    const before = pressures(of);

    await flood(of, 1, () => '203.0.113.1');

    const event = (await of.store.feed.read(0, 1000)).at(-1)?.event;
    expect(before).toEqual([]);
    expect(event).toMatchObject({ type: 'queue.pressure', taken: 16, places: 20, origin: { actor: 'system' } });
    expect(event).toMatchObject({ heaviest: [{ from: '203.0.113.1', places: 11 }, { places: 1 }, { places: 1 }] });
    expect(pressures(of)).toEqual([event]);
  });

  test('is announced once an hour', async () => {
    const of = await open({ maxPending: 20 });
    await crowd(of);
    const first = pressures(of).length;

    of.clock.advance(HOUR);
    await flood(of, 2, (index) => `198.51.100.${index}`);

    expect([first, pressures(of).length]).toEqual([1, 2]);
  });
});
