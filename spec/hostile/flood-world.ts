// A day of a fleet in simulated time, with the commands, the memory and the embedded store of the service: honest devices with the
// pauses of a stock client, an operator who looks every quarter of an hour, and an attacker. No signature is made or checked.
import { fingerprint, OWN_TENANT } from '../../src/domain/ids.ts';
import { identityOf } from '../../src/domain/identity.ts';
import { Refused } from '../../src/domain/errors.ts';
import { createRates } from '../../src/memory/rate-limits.ts';
import { createStrangers } from '../../src/memory/strangers.ts';
import { forgetDisplaced, forgetSilent } from '../../src/service/fleet/forget-waiting.ts';
import { setStatus } from '../../src/service/fleet/set-status.ts';
import { submitAuthRequest } from '../../src/service/fleet/submit-auth-request.ts';
import { openDeps } from '../support/deps.ts';
import { OPERATOR } from '../service/fleet/tools.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The first pauses of a stock client; later ones are five minutes. */
const PAUSES = [60, 60, 60, 120, 120, 120, 240, 240, 240];

export interface Asking {
  readonly identity: string;
  readonly key: string;
  readonly from: string;
}

export interface Attack {
  readonly perSecond: number;
  readonly ask: (n: number) => Asking;
  /** True if no address is known, because all come through one proxy. */
  readonly isOneSource?: true;
}

export interface Scene {
  /** The places of a tenant. */
  readonly places: number;
  /** Honest devices with their own address each. */
  readonly homes: number;
  /** Honest devices behind one address. */
  readonly factory: number;
  readonly attack?: Attack;
}

export interface DayOf {
  readonly homesIn: number;
  readonly factoryIn: number;
  /** Decisions of the operator for auth sets that did not exist any longer. */
  readonly notFound: number;
  /** Answers to honest devices other than a token, 401 or 429. */
  readonly otherAnswers: readonly string[];
  /** From a device's first request to its place, in seconds. */
  readonly longestWait: number;
  /** The number of stored auth sets. */
  readonly placed: number;
  /** Calls of the store that write. */
  readonly writes: number;
  /** The most devices in the store. */
  readonly mostDevices: number;
}

interface Honest extends Asking {
  readonly isHome: boolean;
  readonly start: number;
  tries: number;
  placedAt: number | undefined;
  isDecided: boolean;
  isIn: boolean;
}

export async function liveThrough(scene: Scene): Promise<DayOf> {
  const world = await openWorld(scene);
  try {
    return await world.run();
  } finally {
    await world.close();
  }
}

async function openWorld({ places, homes, factory, attack }: Scene) {
  const opened = await openDeps({ maxPending: places, reusePercent: 50, ttlSeconds: 7 * 24 * 3600 });
  const { clock, calls } = opened;
  const random = seededRandom();
  const rates = createRates({
    ...{ authRequestsPerMinute: 10, managementPerSecond: 0, managementBurst: 0 },
    now: clock.now,
    countRefused: () => undefined,
  });
  let placed = 0;
  const count = (outcome: string): void => void (placed += Number(/^placed|^displaced/.test(outcome)));
  const strangers = createStrangers({ maxPending: places, now: clock.now, random, count });
  const deps = { ...opened.deps, rates, strangers, countStranger: count };
  const began = clock.now().getTime();
  const honest = createHonest({ homes, factory }, began, random);
  const notes = { notFound: 0, otherAnswers: new Set<string>(), mostDevices: 0 };

  const ask = async ({ identity, key, from }: Asking): Promise<string> => {
    try {
      await submitAuthRequest(deps, {
        bytes: NO_BYTES,
        signature: NO_BYTES,
        key: {
          fingerprint: fingerprint(key),
          pem: key,
          verify: () => Promise.resolve(true),
          faultOf: () => 'no_match',
        },
        identity: identityOf({ sn: identity }),
        tenantToken: undefined,
        from: attack?.isOneSource ? 'proxy' : from,
        requestId: 'request',
      });
      return 'token';
    } catch (error) {
      if (error instanceof Refused) return error.code;
      throw error;
    }
  };

  const findSet = async ({ identity, key }: Asking) => {
    const device = await deps.devices.findByIdentity(OWN_TENANT, identityOf({ sn: identity }).key);
    const set = device?.authSets.find((other) => other.fingerprint === key);
    return device && set && { device: device.id, authSet: set.id };
  };

  const timeline = createTimeline();
  const step = (device: Honest) => async (): Promise<void> => {
    const answer = await ask(device);
    if (answer === 'token') return void (device.isIn = true);
    if (answer === 'not_admitted') device.placedAt ??= clock.now().getTime();
    else if (answer !== 'too_many_requests') notes.otherAnswers.add(answer);
    const pause = (PAUSES[device.tries] ?? 300) * (0.95 + 0.1 * random());
    device.tries += 1;
    timeline.at(clock.now().getTime() + pause * SECOND, step(device));
  };
  const decide = (device: Honest, seen: Awaited<ReturnType<typeof findSet>>) => async (): Promise<void> => {
    try {
      if (seen !== undefined) await setStatus(deps, { ...OPERATOR, ...seen, status: 'accepted' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      notes.notFound += 1;
      device.isDecided = false;
    }
  };
  /** The operator lists waiting devices, and decides them up to half an hour later. */
  const look = async (): Promise<void> => {
    for (const device of honest.filter(({ isDecided, placedAt }) => !isDecided && placedAt !== undefined)) {
      const seen = await findSet(device);
      if (seen === undefined) continue;
      device.isDecided = true;
      timeline.at(clock.now().getTime() + random() * 30 * MINUTE, decide(device, seen));
    }
    timeline.at(clock.now().getTime() + 15 * MINUTE, look);
  };
  const sweep = async (): Promise<void> => {
    const ago = (milliseconds: number): Date => new Date(clock.now().getTime() - milliseconds);
    await deps.asks.flush();
    await forgetDisplaced(deps, ago(HOUR));
    await forgetSilent(deps, ago(30 * DAY));
    timeline.at(clock.now().getTime() + MINUTE, sweep);
  };
  const measure = async (): Promise<void> => {
    notes.mostDevices = Math.max(notes.mostDevices, await deps.devices.count(OWN_TENANT, {}));
    timeline.at(clock.now().getTime() + 10 * MINUTE, measure);
  };
  const strike = (n: number) => async (): Promise<void> => {
    if (attack === undefined) return;
    await ask(attack.ask(n));
    timeline.at(clock.now().getTime() + SECOND / attack.perSecond, strike(n + 1));
  };

  const run = async (): Promise<DayOf> => {
    for (const device of honest) timeline.at(device.start, step(device));
    for (const work of [look, sweep, measure, strike(0)]) timeline.at(began + MINUTE, work);
    for (let next = timeline.next(); next.at <= began + DAY; next = timeline.next()) {
      clock.advance(Math.max(0, next.at - clock.now().getTime()));
      await next.work();
    }
    const isIn = (isHome: boolean): number => honest.filter((device) => device.isIn && device.isHome === isHome).length;
    return {
      homesIn: isIn(true),
      factoryIn: isIn(false),
      notFound: notes.notFound,
      otherAnswers: [...notes.otherAnswers],
      longestWait: Math.max(...honest.map(({ start, placedAt = Infinity }) => Math.round((placedAt - start) / SECOND))),
      placed,
      writes: calls.filter((name) => /^(commit|checkIn|noteAsked)/.test(name)).length,
      mostDevices: notes.mostDevices,
    };
  };
  return { run, close: () => opened.close() };
}

const NO_BYTES = new Uint8Array();

/** They arrive during the day, except in its last two hours. */
function createHonest(
  { homes, factory }: Pick<Scene, 'homes' | 'factory'>,
  began: number,
  random: () => number,
): Honest[] {
  const arrive = (asking: Asking, isHome: boolean): Honest => ({
    ...asking,
    isHome,
    start: began + MINUTE + random() * (DAY - 2 * HOUR),
    ...{ tries: 0, placedAt: undefined, isDecided: false, isIn: false },
  });
  return [
    ...numbers(homes).map((n) => arrive({ identity: `home ${n}`, key: `home key ${n}`, from: `home ${n}` }, true)),
    ...numbers(factory).map((n) => arrive({ identity: `fab ${n}`, key: `fab key ${n}`, from: 'factory' }, false)),
  ];
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function seededRandom(): () => number {
  let seed = 7;
  return () => (seed = (seed * 1664525 + 1013904223) % 4294967296) / 4294967296;
}

interface Due {
  readonly at: number;
  readonly work: () => Promise<void>;
}

/** Coming events, earliest first: a heap. */
function createTimeline() {
  const heap: Due[] = [];
  const at = (index: number): number => heap[index]?.at ?? Infinity;
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (first && second) [heap[a], heap[b]] = [second, first];
  };
  const rise = (index: number): void => {
    const parent = (index - 1) >> 1;
    if (index === 0 || at(parent) <= at(index)) return;
    swap(index, parent);
    rise(parent);
  };
  const sink = (index: number): void => {
    const child = at(2 * index + 2) < at(2 * index + 1) ? 2 * index + 2 : 2 * index + 1;
    if (at(index) <= at(child)) return;
    swap(index, child);
    sink(child);
  };
  return {
    at: (time: number, work: () => Promise<void>): void => {
      heap.push({ at: time, work });
      rise(heap.length - 1);
    },
    next: (): Due => {
      const [first = { at: Infinity, work: () => Promise.resolve() }] = heap;
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        sink(0);
      }
      return first;
    },
  };
}
