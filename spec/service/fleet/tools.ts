// Common words of command specs: a device that asks, waits or was accepted; the operator; the result of a command.
import type { Device } from '../../../src/domain/device.ts';
import { OWN_TENANT, type AuthSetId, type DeviceId } from '../../../src/domain/ids.ts';
import { Refused } from '../../../src/domain/errors.ts';
import { identityOf } from '../../../src/domain/identity.ts';
import { preauthorize } from '../../../src/service/fleet/preauthorize.ts';
import { setStatus } from '../../../src/service/fleet/set-status.ts';
import { submitAuthRequest, type AuthRequest } from '../../../src/service/fleet/submit-auth-request.ts';
import type { TestDeps } from '../../support/deps.ts';
import { simulateDevice, type SimulatedDevice } from '../../support/app/simulated-device.ts';

/** An operator of the installation's own tenant. */
export const OPERATOR = { tenant: OWN_TENANT, origin: { actor: 'user:spec', requestId: 'request-1' } } as const;

/** A device in the field, and what the service knows about it. */
export interface Known {
  readonly simulated: SimulatedDevice;
  readonly device: DeviceId;
  readonly authSet: AuthSetId;
}

export function requestOf({ deps }: TestDeps, simulated: SimulatedDevice, from = '192.0.2.1'): AuthRequest {
  const { body, signature } = simulated.authRequest();
  return {
    bytes: body,
    signature: Buffer.from(signature, 'base64'),
    key: deps.keys.admit(simulated.pubkey),
    identity: identityOf(simulated.identity),
    tenantToken: undefined,
    from,
    requestId: 'request-2',
  };
}

/** Returns the token that it gets. */
export const ask = (opened: TestDeps, simulated: SimulatedDevice, from?: string): Promise<string> =>
  submitAuthRequest(opened.deps, requestOf(opened, simulated, from));

export async function waiting(opened: TestDeps, simulated = simulateDevice()): Promise<Known> {
  const outcome = await outcomeOf(ask(opened, simulated));
  if (outcome !== 'not_admitted') throw new TypeError(`a device that is new has to wait, not ${outcome}`);
  return known(opened, simulated);
}

export async function accepted(opened: TestDeps, simulated = simulateDevice()): Promise<Known & { token: string }> {
  const seen = await waiting(opened, simulated);
  await setStatus(opened.deps, { ...OPERATOR, ...seen, status: 'accepted' });
  return { ...seen, token: await ask(opened, simulated) };
}

export async function announcedByList(
  opened: TestDeps,
  simulated = simulateDevice(),
  more: { readonly force?: boolean } = {},
): Promise<Known> {
  await preauthorize(opened.deps, { ...announcement(opened, simulated), ...more });
  return known(opened, simulated);
}

export const announcement = ({ deps }: TestDeps, { identity, pubkey }: SimulatedDevice) => ({
  ...OPERATOR,
  identity: identityOf(identity),
  key: deps.keys.admit(pubkey),
  force: false,
});

/** Returns the stored device; throws if it does not exist. */
export async function stored({ store }: TestDeps, device: DeviceId): Promise<Device> {
  const found = await store.devices.find(OWN_TENANT, device);
  if (found === undefined) throw new TypeError(`no device ${device}`);
  return found;
}

/** Returns all events of the feed, as words. */
export async function feedOf({ store }: TestDeps): Promise<readonly string[]> {
  return (await store.feed.read(0, 10_000)).map(({ event }) => event.type);
}

/** Returns `done`, or the code of the refusal. Any other error is a failure. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

/** Returns how many of them had each result. */
export async function tally(works: readonly Promise<unknown>[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(works.map(outcomeOf))) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

export const inParallel = <Answer>(times: number, work: () => Promise<Answer>): readonly Promise<Answer>[] =>
  Array.from({ length: times }, work);

async function known({ store }: TestDeps, simulated: SimulatedDevice): Promise<Known> {
  const device = await store.devices.findByIdentity(OWN_TENANT, identityOf(simulated.identity).key);
  const authSet = device?.authSets.at(-1);
  if (device === undefined || authSet === undefined) throw new TypeError('the device is not on record');
  return { simulated, device: device.id, authSet: authSet.id };
}
