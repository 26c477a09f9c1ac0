// The other process in the specs of MongoStore. Its arguments are address, database, default limit and time between sweeps. It
// prints `ready` when its store is open, runs each line of its stdin (`<what> <tenant> [words]`), and answers each with one line of
// JSON.
import { createInterface } from 'node:readline';
import type { Change } from '../../../src/domain/change.ts';
import type { Device } from '../../../src/domain/device.ts';
import type { TenantId } from '../../../src/domain/ids.ts';
import { deviceId, tenantDeviceId, tenantId } from '../../../src/domain/ids.ts';
import { Refused } from '../../../src/domain/errors.ts';
import { deleteDevice } from '../../../src/service/tenant-devices/delete.ts';
import { resetConnections } from '../../../src/service/tenant-devices/reset-connections.ts';
import { MongoStore } from '../../../src/store/mongo/store.ts';
import type { CommitAnswer } from '../../../src/store/store.ts';
import { openClock } from '../../support/clock.ts';
import { given } from '../../support/stores/given.ts';
import { tenantAppDeps } from '../../support/tenant-device-deps.ts';

const [uri = '', database = '', defaultLimit, sweepEveryMs] = process.argv.slice(2);

const WORK: Readonly<Record<string, (tenant: TenantId, words: readonly string[]) => Promise<unknown>>> = {
  batch,
  takes: (tenant, ids) => Promise.all(ids.map((id) => takeUntilDecided(tenant, id))),
  one,
  named,
  events,
  mix,
};

/** Accepts that device like a client: repeats after another command was first, and after a 503. */
async function takeUntilDecided(tenant: TenantId, id: string): Promise<CommitAnswer> {
  for (;;) {
    const device = await store.devices.find(tenant, deviceId(id)).catch(isRefusal);
    if (device === undefined) continue;
    if (device.status === 'accepted') return 'done';
    const answer = await store.devices.commit(tenant, given.accept(device)).catch(isRefusal);
    if (answer === 'done' || answer === 'full') return answer;
  }
}

function isRefusal(error: unknown): undefined {
  if (!(error instanceof Refused)) throw error;
}

/** The commands as changes, each in the form that the services make. */
const COMMANDS: Readonly<Record<string, (device: Device, fresh: string) => Change>> = {
  accept: (device) => given.accept(device),
  reject: (device) => given.reject(device),
  'first-contact': ({ tenant }, fresh) => given.create(given.device({ tenant, id: deviceId(fresh) })),
  'preauthorized-first-contact': (device) => ({
    ...given.accept(device),
    set: { status: 'accepted', tokens: [given.token()] },
    checkIn: given.time(3),
  }),
  decommission: (device) => given.remove(device, 'give'),
  force: (device) =>
    given.update(device, { set: { status: 'preauthorized', authSets: [given.authSet({ status: 'preauthorized' })] } }),
};

/** `<command> <device> <id of a new one>`: one commit and its drain, counted by die-after from its first command on. */
async function one(tenant: TenantId, [name = '', id = '', fresh = '']: readonly string[]): Promise<CommitAnswer> {
  const device = await store.devices.find(tenant, deviceId(id));
  const command = COMMANDS[name];
  if (device === undefined || command === undefined) throw new Error(`no ${name} of ${id}`);
  process.emit('SIGUSR2', 'SIGUSR2');
  const answer = await store.devices.commit(tenant, command(device, fresh));
  await store.feed.head();
  return answer;
}

/** `<device>…`: accepts those that wait and rejects the accepted ones, together; counted by die-after from its first command on. */
async function batch(tenant: TenantId, ids: readonly string[]): Promise<readonly unknown[]> {
  const devices = await Promise.all(ids.map((id) => store.devices.find(tenant, deviceId(id))));
  const changes = devices.flatMap((device) =>
    device === undefined ? [] : [device.status === 'accepted' ? given.reject(device) : given.accept(device)],
  );
  process.emit('SIGUSR2', 'SIGUSR2');
  const answers = await store.devices.commitMany(tenant, changes);
  await store.feed.head();
  return answers;
}

/** `reset|delete <tenant device>`: what the service answers, at once; counted by die-after from its first command on. */
async function named(tenant: TenantId, [what = '', id = '']: readonly string[]): Promise<string> {
  const deps = tenantAppDeps(store, { clock: openClock(), announced: [], rules: {} });
  const command = { tenant, device: tenantDeviceId(id), origin: { actor: 'user:spec', requestId: 'request-1' } };
  process.emit('SIGUSR2', 'SIGUSR2');
  if (what === 'reset') return resetConnections(deps, command);
  await deleteDevice(deps, { ...command, expected: undefined });
  return 'deleted';
}

/** `<count>`: so many events, over ten devices. */
async function events(tenant: TenantId, words: readonly string[]): Promise<number> {
  const count = Number(words[0]);
  const devices = given.devices(10, { tenant });
  await Promise.all(
    devices.map(async (device) => {
      await store.devices.commit(tenant, given.create(device));
      for (let revision = 1; revision < count / 10; revision += 1) {
        await store.devices.commit(tenant, given.update({ ...device, revision }));
      }
    }),
  );
  return count;
}

/** `<milliseconds> <device>…`: random commands on random devices, eight at a time. */
async function mix(tenant: TenantId, [milliseconds, ...ids]: readonly string[]): Promise<number> {
  const end = Date.now() + Number(milliseconds);
  const workers = Array.from({ length: 8 }, async () => {
    let commits = 0;
    for (; Date.now() < end; commits += 1) await anything(tenant, ids).catch(isRefusal);
    return commits;
  });
  return (await Promise.all(workers)).reduce((sum, commits) => sum + commits, 0);
}

async function anything(tenant: TenantId, ids: readonly string[]): Promise<void> {
  const dice = Math.random();
  if (dice < 0.05) {
    const change = given.update(given.device({ tenant }));
    const limit = 5 + Math.floor(Math.random() * 6);
    await store.limits.set(tenant, limit, given.event({ tenant, id: `${change.id}.0` }));
    return;
  }
  const device = await store.devices.find(tenant, deviceId(ids[Math.floor(Math.random() * ids.length)] ?? ''));
  if (device === undefined || dice < 0.1) {
    await store.devices.commit(tenant, given.create(given.device({ tenant })));
    return;
  }
  await store.devices.commit(tenant, nextOf(device, dice));
}

/** The changes that are possible for a device with that status. */
function nextOf(device: Device, dice: number): Change {
  const accepted = device.status === 'accepted';
  if (dice < 0.12) return given.remove(device, accepted ? 'give' : 'keep');
  if (dice < 0.2) return given.update(device, { set: { provisioned: dice < 0.15 } });
  return accepted ? given.reject(device) : given.accept(device);
}

const store = await MongoStore.open({
  uri,
  database,
  defaultLimit: Number(defaultLimit),
  sweepEveryMs: Number(sweepEveryMs),
});
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const [what = '', tenant = '', ...words] = line.split(' ');
  const result = await WORK[what]?.(tenantId(tenant), words);
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
await store.close();
