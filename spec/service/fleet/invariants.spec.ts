// Rules that hold after every command, after any earlier and any parallel commands (T177).
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { AUTH_SET_STATUSES, type AuthSet, type Device, type DeviceStatus } from '../../../src/domain/device.ts';
import { identityOf } from '../../../src/domain/identity.ts';
import { decommission, endDevice, endOverdue } from '../../../src/service/fleet/decommission.ts';
import { dismiss } from '../../../src/service/fleet/dismiss.ts';
import { preauthorize } from '../../../src/service/fleet/preauthorize.ts';
import { purgeTokens, revokeDeviceTokens, revokeToken } from '../../../src/service/fleet/revoke-token.ts';
import { setLimit } from '../../../src/service/fleet/set-limit.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { verifyToken } from '../../../src/service/fleet/verify-token.ts';
import { openDeps, type TestDeps } from '../../support/deps.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { announcement, ask, OPERATOR, outcomeOf } from './tools.ts';

const RUNS = process.env['CI'] ? 300 : 60;
const MINUTE = 60_000;

/** Three devices with two keys each. */
const DEVICES = [0, 0, 1, 1, 2, 2].map((n) => simulateDevice({ identity: { serial: n } }));

interface Fleet extends TestDeps {
  /** Every issued token, and whether it was good at the last look. */
  readonly issued: Map<string, boolean>;
  readonly used: { last: number };
}

interface Action {
  readonly name: string;
  run(fleet: Fleet): Promise<void>;
}

const REFUSALS = [
  ...['done', 'not_admitted', 'limit_reached', 'device_exists', 'device_not_found'],
  ...['auth_set_not_found', 'illegal_transition', 'token_not_found'],
];

/** Accepts any refusal that a caller may get. Any other error ends the run. */
const action = (name: string, run: (fleet: Fleet) => Promise<unknown>): Action => ({
  name,
  run: async (fleet) => expect(REFUSALS).toContain(await outcomeOf(run(fleet))),
});

const which = fc.nat(DEVICES.length - 1);

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: which.map((n) => action(`ask(${n})`, (fleet) => askAs(fleet, n))) },
  { weight: 6, arbitrary: fc.tuple(which, fc.constantFrom(...AUTH_SET_STATUSES)).map(statusAction) },
  { weight: 3, arbitrary: fc.tuple(which, fc.boolean()).map(preauthorizeAction) },
  which.map((n) => onSet(`dismiss(${n})`, n, (fleet, ids) => dismiss(fleet.deps, { ...OPERATOR, ...ids }))),
  which.map((n) => onSet(`decommission(${n})`, n, (fleet, ids) => decommission(fleet.deps, { ...OPERATOR, ...ids }))),
  which.map((n) => onSet(`end(${n})`, n, (fleet, ids) => endDevice(fleet.deps, { ...OPERATOR, ...ids }))),
  which.map((n) =>
    onSet(`revoke all(${n})`, n, (fleet, ids) => revokeDeviceTokens(fleet.deps, { ...OPERATOR, ...ids })),
  ),
  fc.nat(9).map((n) => action(`revoke(${n})`, (fleet) => revokeIssued(fleet, n))),
  fc.constant(action('purge', ({ deps }) => purgeTokens(deps, OPERATOR))),
  fc.integer({ min: -1, max: 3 }).map(limitAction),
  fc.constant(action('sweep', ({ deps, clock }) => endOverdue(deps, new Date(clock.now().getTime() - 20 * MINUTE)))),
  fc.constant(action('25 minutes', ({ clock }) => Promise.resolve(clock.advance(25 * MINUTE)))),
);

const together = fc.array(anyAction, { minLength: 2, maxLength: 5 }).map((actions): Action => ({
  name: actions.map(({ name }) => name).join(' ∥ '),
  run: async (fleet) => {
    await Promise.all(actions.map((one) => one.run(fleet)));
  },
}));

const command = fc.oneof({ weight: 2, arbitrary: anyAction }, together).map((one): fc.AsyncCommand<object, Fleet> => ({
  check: () => true,
  run: async (_, fleet) => {
    await one.run(fleet);
    await expectInvariants(fleet);
  },
  toString: () => one.name,
}));

describe('rules that hold after any commands, in sequence or at once', () => {
  test.each([true, false])(
    'the invariants hold (orchestrator: %s)',
    async (orchestrated) => {
      const property = fc.asyncProperty(fc.commands([command], { maxCommands: 25 }), async (commands) => {
        const opened = await openDeps({ orchestrated });
        const fleet: Fleet = { ...opened, issued: new Map(), used: { last: 0 } };
        try {
          await fc.asyncModelRun(() => ({ model: {}, real: fleet }), commands);
        } finally {
          await opened.close();
        }
      });
      await fc.assert(property, { numRuns: RUNS / 2 });
    },
    120_000,
  );
});

async function expectInvariants(fleet: Fleet): Promise<void> {
  const { devices } = await fleet.store.devices.list(OPERATOR.tenant, {}, { limit: 100, skip: 0 });
  devices.forEach(expectSound);
  await expectRoom(fleet, devices);
  await expectCounts(fleet, devices);
  await expectStory(fleet, devices);
  await expectDeadStayDead(fleet);
}

function expectSound({ status, authSets, tokens, decommissioningSince }: Device): void {
  const accepted = authSets.filter((set) => set.status === 'accepted').map(({ id }) => id);
  const sizes = accepted.map((id) => tokens.filter(({ authSet }) => authSet === id).length);

  expect(accepted.length).toBeLessThanOrEqual(1);
  expect(status).toBe(strongest(authSets));
  expect(tokens.filter(({ authSet }) => !accepted.includes(authSet))).toEqual([]);
  expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(2);
  expect(new Set(authSets.map(({ fingerprint }) => fingerprint)).size).toBe(authSets.length);
  if (decommissioningSince !== undefined) expect(accepted).toEqual([]);
}

/** Every used slot belongs to an accepted device, and above a lowered limit no device is accepted. */
async function expectRoom({ store, used }: Fleet, devices: readonly Device[]): Promise<void> {
  const room = await store.limits.get(OPERATOR.tenant);

  expect(room.used).toBe(devices.filter(({ status }) => status === 'accepted').length);
  if (room.limit !== -1) expect(room.used).toBeLessThanOrEqual(Math.max(room.limit, used.last));
  used.last = room.used;
}

async function expectCounts({ store }: Fleet, devices: readonly Device[]): Promise<void> {
  for (const status of [...AUTH_SET_STATUSES, 'noauth'] as const) {
    const count = await store.devices.count(OPERATOR.tenant, { statuses: [status] });

    expect(count).toBe(devices.filter((device) => device.status === status).length);
  }
}

/** A reader of the feed from its beginning knows the status of every device, and saw every announcement. */
async function expectStory({ store, announced }: Fleet, devices: readonly Device[]): Promise<void> {
  const entries = await store.feed.read(0, 10_000);
  const statuses = new Map<string, DeviceStatus>();
  for (const { event } of entries) {
    if (event.device === undefined) continue;
    if (event.type === 'device.removed') statuses.delete(event.device);
    if (event.type !== 'device.changed') continue;
    expect(event.from).toBe(statuses.get(event.device) ?? 'noauth');
    statuses.set(event.device, event.to);
  }

  expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(devices.map(({ id, status }) => [id, status])));
  expect(
    announced
      .flat()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(
    entries
      .filter(({ event }) => event.type !== 'limit.reached') // the store adds it, because only the store knows the room
      .map(({ event }) => event.id)
      .toSorted(),
  );
}

async function expectDeadStayDead({ deps, issued }: Fleet): Promise<void> {
  for (const [token, wasGood] of issued) {
    const isGood = (await outcomeOf(verifyToken(deps, token))) === 'done';

    if (!wasGood) expect(isGood).toBe(false);
    issued.set(token, isGood);
  }
}

async function askAs(fleet: Fleet, n: number): Promise<void> {
  const token = await ask(fleet, DEVICES[n]!);
  fleet.issued.set(token, true);
}

async function revokeIssued({ deps, issued }: Fleet, n: number): Promise<void> {
  const token = [...issued.keys()].at(-1 - n);
  if (token !== undefined) await revokeToken(deps, { ...OPERATOR, jti: (await deps.tokens.read(token)).jti });
}

/** A device that is accepted at the same time may be first, under the former limit. */
function limitAction(limit: number): Action {
  return action(`limit(${limit})`, ({ deps, used }) => {
    used.last = Infinity;
    return setLimit(deps, { ...OPERATOR, limit });
  });
}

function statusAction([n, status]: [number, AuthSet['status']]): Action {
  return onSet(`${status}(${n})`, n, (fleet, ids) => setStatus(fleet.deps, { ...OPERATOR, ...ids, status }));
}

function preauthorizeAction([n, force]: [number, boolean]): Action {
  return action(`preauthorize(${n}${force ? ', force' : ''})`, (fleet) =>
    preauthorize(fleet.deps, { ...announcement(fleet, DEVICES[n]!), force }),
  );
}

type Ids = { readonly device: Device['id']; readonly authSet: AuthSet['id'] };

/** On the set with that key, if the device exists; without the set, on any other set of it. */
function onSet(name: string, n: number, run: (fleet: Fleet, ids: Ids) => Promise<unknown>): Action {
  return action(name, async (fleet) => {
    const { identity, pubkey } = DEVICES[n]!;
    const { fingerprint } = fleet.deps.keys.admit(pubkey);
    const device = await fleet.store.devices.findByIdentity(OPERATOR.tenant, identityOf(identity).key);
    const set = device?.authSets.find((one) => one.fingerprint === fingerprint) ?? device?.authSets[0];
    if (device !== undefined && set !== undefined) await run(fleet, { device: device.id, authSet: set.id });
  });
}

function strongest(authSets: readonly AuthSet[]): DeviceStatus {
  const statuses = authSets.map(({ status }) => status);
  if (statuses.includes('accepted')) return 'accepted';
  if (statuses.includes('preauthorized')) return 'preauthorized';
  if (statuses.includes('pending')) return 'pending';
  return statuses.length === 0 ? 'noauth' : 'rejected';
}
