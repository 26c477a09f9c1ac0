// The same random commands to every store and to a plain model of the port: no answer and no state differs.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../../src/domain/change.ts';
import type { Device, DeviceStatus } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import type { Event } from '../../../src/domain/event.ts';
import { withLimitReached } from '../../../src/domain/limit-event.ts';
import { hasRoom } from '../../../src/domain/limits.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import type { CommitAnswer, Store } from '../../../src/store/store.ts';
import { given } from '../../support/stores/given.ts';
import { hasMongo, openMongo, testMongo } from '../../support/stores/mongo.ts';
import { eventsOf } from './feed.ts';

const COMMANDS = Number(process.env['MODEL_COMMANDS'] ?? (process.env['CI'] === 'true' ? 10_000 : 1_000));
const LONGEST_RUN = 60;
const STATUSES = ['pending', 'accepted', 'rejected', 'preauthorized', 'noauth'] as const;

const index = (count: number) => fc.nat({ max: count - 1 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('create' as const), tenant: index(2), identity: index(4) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      device: index(6),
      to: fc.constantFrom(...STATUSES),
      tokens: index(3),
      checkIn: index(5),
      lag: fc.constantFrom(0, 0, 0, 0, 1, -1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('remove' as const), device: index(6), lag: fc.constantFrom(0, 0, 1) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('limit' as const),
      tenant: index(2),
      limit: fc.integer({ min: -1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge' as const), tenant: index(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('check in' as const), device: index(6), minute: index(9) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

describe('the stores and a plain model', () => {
  const stores: Store[] = [];
  const closers: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const sqlite = await SqliteStore.open({ file: ':memory:', defaultLimit: 2 });
    stores.push(sqlite);
    closers.push(() => sqlite.close());
    if (!hasMongo()) {
      process.stderr.write('\nSKIPPED MongoStore in the model test: no server\n');
      return;
    }
    const mongo = await testMongo();
    const opened = await openMongo(mongo.uri, { defaultLimit: 2 });
    stores.push(opened.store);
    closers.push(
      () => opened.destroy(),
      () => mongo.stop(),
    );
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });

  test(
    `answer alike to ${COMMANDS} random commands`,
    async () => {
      let commands = 0;
      while (commands < COMMANDS) {
        const run = fc.asyncProperty(
          fc.array(step, { minLength: LONGEST_RUN / 2, maxLength: LONGEST_RUN }),
          async (steps) => {
            const tenants = [given.tenant(), given.tenant()] as const;
            const model = new Model();
            const played = new Played(tenants, [model, ...stores.map(askedLike)]);
            for (const one of steps) await played.step(one);
            for (const tenant of tenants) await played.expectAlike(tenant);
            commands += steps.length;
          },
        );
        await fc.assert(run, { numRuns: 10 });
      }
    },
    COMMANDS * 200 + 20_000,
  );
});

/** The compared parts of a store. */
interface Asked {
  commit(tenant: TenantId, change: Change): CommitAnswer | Promise<CommitAnswer>;
  setLimit(tenant: TenantId, limit: number, event: Event): unknown;
  purge(tenant: TenantId, event: Event): unknown;
  checkIn(device: Device, at: Date): unknown;
  find(device: Device): unknown;
  state(tenant: TenantId, events: number): unknown;
}

const askedLike = (store: Store): Asked => ({
  commit: (tenant, change) => store.devices.commit(tenant, change),
  setLimit: (tenant, limit, event) => store.limits.set(tenant, limit, event),
  purge: (tenant, event) => store.devices.purgeTokens(tenant, event),
  checkIn: ({ tenant, id: device }, at) => store.devices.checkIn([{ tenant, device, at }]),
  find: ({ tenant, id }) => store.devices.find(tenant, id),
  state: async (tenant, events) => {
    const { devices } = await store.devices.list(tenant, {}, { limit: 500, skip: 0 });
    const counts = await Promise.all(STATUSES.map((status) => store.devices.count(tenant, { statuses: [status] })));
    const found = await Promise.all(
      devices.map(async ({ tokens, identity }) => [
        (await store.devices.findByIdentity(tenant, identity.key))?.id,
        ...(await Promise.all(tokens.map(async ({ jti }) => (await store.devices.findByToken(tenant, jti))?.id))),
      ]),
    );
    return {
      devices,
      counts,
      found,
      room: await store.limits.get(tenant),
      events: perDevice(await eventsOf(store, tenant, events)),
    };
  },
});

/** The port in its simplest form. */
class Model implements Asked {
  readonly devices: Device[] = [];
  readonly limits = new Map<TenantId, number>();
  readonly events: Event[] = [];
  readonly #written = new Set<string>();

  commit(tenant: TenantId, change: Change): CommitAnswer {
    if (this.#written.has(change.id)) return 'done';
    const answer = change.kind === 'create' ? this.#create(change.device) : this.#change(tenant, change);
    if (answer === 'done') {
      this.#written.add(change.id);
      const { limit, used } = this.#room(tenant);
      const isLast = change.kind !== 'create' && change.slot === 'take' && used === limit;
      this.events.push(...(isLast ? withLimitReached(change.events, limit) : change.events));
    }
    return answer;
  }

  setLimit(tenant: TenantId, limit: number, event: Event): void {
    this.limits.set(tenant, limit);
    this.events.push(event);
  }

  purge(tenant: TenantId, event: Event): void {
    for (const device of this.devices.filter((of) => of.tenant === tenant && of.tokens.length > 0)) {
      this.#put({ ...device, tokens: [], revision: device.revision + 1 });
    }
    this.events.push(event);
  }

  checkIn({ id }: Device, at: Date): void {
    const device = this.devices.find((of) => of.id === id);
    if (device !== undefined) this.#put({ ...device, checkInAt: later(device.checkInAt, at) });
  }

  find({ id }: Pick<Device, 'id'>): Device | undefined {
    return this.devices.find((of) => of.id === id);
  }

  state(tenant: TenantId): unknown {
    const devices = this.devices.filter((of) => of.tenant === tenant).toSorted(byCreation);
    const counts = STATUSES.map((status) => devices.filter((of) => of.status === status).length);
    const found = devices.map(({ id, tokens }) => [id, ...tokens.map(() => id)]);
    return {
      devices,
      counts,
      found,
      room: this.#room(tenant),
      events: perDevice(this.events.filter((of) => of.tenant === tenant)),
    };
  }

  #create(device: Device): CommitAnswer {
    const same = ({ tenant, identity }: Device) => tenant === device.tenant && identity.key === device.identity.key;
    if (this.devices.some(same)) return 'identity-taken';
    this.devices.push(device);
    return 'done';
  }

  #change(tenant: TenantId, change: Exclude<Change, { kind: 'create' }>): CommitAnswer {
    const device = this.devices.find((of) => of.id === change.device);
    if (device?.tenant !== tenant || device.revision !== change.revision) return 'stale';
    if (change.slot === 'take' && !hasRoom(this.#room(tenant))) return 'full';
    if (change.kind === 'remove') this.devices.splice(this.devices.indexOf(device), 1);
    else {
      const checkInAt = change.checkIn ? later(device.checkInAt, change.checkIn) : device.checkInAt;
      this.#put({ ...device, ...change.set, checkInAt, revision: device.revision + 1 });
    }
    return 'done';
  }

  #room(tenant: TenantId) {
    const used = this.devices.filter((of) => of.tenant === tenant && of.status === 'accepted').length;
    return { limit: this.limits.get(tenant) ?? 2, used };
  }

  #put(device: Device): void {
    this.devices[this.devices.findIndex(({ id }) => id === device.id)] = device;
  }
}

/** One run: the steps, sent to all. */
class Played {
  readonly #tenants: readonly [TenantId, TenantId];
  readonly #all: readonly Asked[];
  readonly #model: Model;
  readonly #identities = given.devices(4, {}).map(({ identity }) => identity);
  readonly #known: Device[] = [];
  #last: readonly [TenantId, Change] | undefined;

  constructor(tenants: readonly [TenantId, TenantId], all: readonly [Model, ...Asked[]]) {
    this.#tenants = tenants;
    this.#all = all;
    this.#model = all[0];
  }

  async step(one: Step): Promise<void> {
    if (one.do === 'limit' || one.do === 'purge') return this.#onTenant(one);
    if (one.do === 'create') {
      const identity = this.#identities[one.identity] ?? given.device().identity;
      const device = given.device({ tenant: this.#tenants[one.tenant === 0 ? 0 : 1], identity });
      this.#known.push(device);
      return this.#commit(device.tenant, given.create(device));
    }
    if (one.do === 'again') {
      return this.#last === undefined ? undefined : this.#commit(...this.#last);
    }
    const known = this.#known.at(-1 - one.device);
    if (known === undefined) return undefined;
    if (one.do === 'check in') return this.#check(known, (asked) => asked.checkIn(known, given.time(one.minute)));
    const device = this.#model.find(known) ?? known;
    await this.#commit(device.tenant, changeOf(one, device));
    return this.#check(device, (asked) => asked.find(device));
  }

  async expectAlike(tenant: TenantId): Promise<void> {
    const count = this.#model.events.filter((event) => event.tenant === tenant).length;
    const [model, ...states] = await Promise.all(this.#all.map((asked) => asked.state(tenant, count)));
    for (const state of states) expect(state).toEqual(model);
  }

  async #onTenant(one: Extract<Step, { do: 'limit' | 'purge' }>): Promise<void> {
    const tenant = this.#tenants[one.tenant === 0 ? 0 : 1];
    const event = given.event({ tenant });
    for (const asked of this.#all)
      await (one.do === 'limit' ? asked.setLimit(tenant, one.limit, event) : asked.purge(tenant, event));
  }

  async #commit(tenant: TenantId, change: Change): Promise<void> {
    this.#last = [tenant, change];
    const answers: CommitAnswer[] = [];
    for (const asked of this.#all) answers.push(await asked.commit(tenant, change));
    expect(answers).toEqual(answers.map(() => answers[0]));
  }

  async #check(device: Device, ask: (asked: Asked) => unknown): Promise<void> {
    const [model, ...others] = await Promise.all(this.#all.map(ask));
    for (const other of others) expect([device.id, other]).toEqual([device.id, model]);
  }
}

function changeOf(one: Extract<Step, { do: 'change' | 'remove' }>, device: Device): Change {
  const seen = { ...device, revision: device.revision + one.lag };
  if (one.do === 'remove') return given.remove(seen, slotOf(device.status, undefined));
  const tokens = Array.from({ length: one.tokens }, () => given.token());
  const set = { status: one.to, tokens, updatedAt: given.time(one.checkIn) };
  const checkIn = one.checkIn === 0 ? {} : { checkIn: given.time(one.checkIn) };
  return given.update(seen, { set, slot: slotOf(device.status, one.to), ...checkIn });
}

function slotOf(from: DeviceStatus, to: DeviceStatus | undefined) {
  if (from === to || (from !== 'accepted' && to !== 'accepted')) return 'keep';
  return to === 'accepted' ? 'take' : 'give';
}

const later = (one: Date | undefined, other: Date): Date => (one !== undefined && one > other ? one : other);

const byCreation = (one: Device, other: Device): number =>
  one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1);

/** The order that a feed keeps: that of each device, and that of the tenant's own events (D11). */
const perDevice = (events: readonly Event[]): readonly Event[] =>
  events.toSorted((one, other) =>
    (one.device ?? '') < (other.device ?? '') ? -1 : one.device === other.device ? 0 : 1,
  );
