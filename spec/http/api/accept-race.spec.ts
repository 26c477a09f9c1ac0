// The limit under parallel requests: never one accepted device too many, and none is counted that is not accepted (D4).
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openApp, type Answer, type Seen, type TestApp } from '../../support/app/app.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';

const FLEET = 200;
const LIMIT = 50;
const MINUTES = 60_000;
const MAX_DEVICES = '/tenant//limits/max_devices';

let app: TestApp;
beforeEach(async () => {
  app = await openApp();
});
afterEach(() => app.close());

test(
  `${FLEET} parallel accepts at limit ${LIMIT} accept exactly ${LIMIT}, and the others get the limit and its use`,
  async () => {
    await setLimit(LIMIT);
    const fleet = await seen(FLEET);

    const answers = await Promise.all(fleet.map((one) => app.setStatus(one, 'accepted')));

    const refused = answers.filter(({ status }) => status === 422);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(LIMIT);
    expect(refused).toHaveLength(FLEET - LIMIT);
    expect(refused.filter(({ body }) => body.limit !== LIMIT || body.used !== LIMIT)).toEqual([]);
    expect(await figures()).toEqual({ accepted: LIMIT, limit: LIMIT, used: LIMIT });
    expect(await accepted()).toHaveLength(LIMIT);
  },
  3 * MINUTES,
);

/** The limit that is set while the commands run; a lower one rejects no device. */
const LIMITS = [20, 60, 10, 35, 50];
const COMMANDS_A_LIMIT = 100;
const AT_ONCE = 16;
const STRIDE = 37;

interface Command {
  readonly name: string;
  readonly done: number;
  /** The statuses of refusals that may happen. */
  readonly may: readonly number[];
  readonly send: (one: Seen) => Promise<Answer>;
}

/** Nine, so that each of the 200 devices meets another command every time. */
// prettier-ignore
const COMMANDS: readonly Command[] = [
  { name: 'accept',       done: 204, may: [400, 404, 422], send: (one) => app.setStatus(one, 'accepted') },
  { name: 'force',        done: 201, may: [],              send: ({ device }) => app.preauthorize(device, { force: true }) },
  { name: 'accept',       done: 204, may: [400, 404, 422], send: (one) => app.setStatus(one, 'accepted') },
  { name: 'ask',          done: 200, may: [401],           send: ({ device }) => app.ask(device) },
  { name: 'reject',       done: 204, may: [400, 404],      send: (one) => app.setStatus(one, 'rejected') },
  { name: 'accept',       done: 204, may: [400, 404, 422], send: (one) => app.setStatus(one, 'accepted') },
  { name: 'decommission', done: 204, may: [404],           send: ({ id }) => app.management(`DELETE /devices/${id}`) },
  { name: 'accept',       done: 204, may: [400, 404, 422], send: (one) => app.setStatus(one, 'accepted') },
  { name: 'ask',          done: 200, may: [401],           send: ({ device }) => app.ask(device) },
];

test(
  'a mix of accept, reject, decommission, force, first contact and limits keeps the limit at every read, and used is the accepted at its end',
  async () => {
    await setLimit(LIMIT);
    const fleet = await seen(FLEET);
    await Promise.all(fleet.map((one) => app.setStatus(one, 'accepted')));
    const did = new Set<string>();
    let reads = 0;

    for (const [round, limit] of LIMITS.entries()) {
      const commands = runCommands(fleet, { from: round * COMMANDS_A_LIMIT, did });
      await setLimit(limit);
      const { used } = await figures();
      reads += await watchLimit(Math.max(limit, used), commands);
    }

    const { accepted: counted, used } = await figures();
    expect(used).toBe(counted);
    expect(await accepted()).toHaveLength(counted);
    expect(reads).toBeGreaterThan(LIMITS.length);
    expect([...did]).toEqual(expect.arrayContaining(WHAT_COUNTS));
  },
  5 * MINUTES,
);

const WHAT_COUNTS = ['accept 204', 'accept 422', 'ask 200', 'decommission 204', 'force 201', 'reject 204'];

/** Runs a hundred of them, sixteen at once. `did` has their names and statuses. */
async function runCommands(fleet: readonly Seen[], { from, did }: { from: number; did: Set<string> }): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < from + COMMANDS_A_LIMIT) {
      const turn = next++;
      const command = COMMANDS[turn % COMMANDS.length];
      const one = fleet[(turn * STRIDE) % fleet.length];
      if (command === undefined || one === undefined) throw new RangeError('no such command or device');
      const { status, text } = await command.send(one);
      if (status !== command.done && !command.may.includes(status))
        throw new Error(`${command.name}: ${status} ${text}`);
      did.add(`${command.name} ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Reads until the commands have ended. Returns the number of reads. */
async function watchLimit(ceiling: number, commands: Promise<void>): Promise<number> {
  const over = new AbortController();
  const ended = commands.finally(() => over.abort());
  ended.catch(() => undefined); // it is awaited below
  let reads = 0;
  for (; !over.signal.aborted; reads += 1) {
    const { accepted: counted, used } = await figures();
    expect(Math.max(counted, used)).toBeLessThanOrEqual(ceiling);
  }
  await ended;
  return reads;
}

async function setLimit(limit: number): Promise<void> {
  expect((await app.internal(`PUT ${MAX_DEVICES}`, { body: { limit } })).status).toBe(204);
}

async function figures(): Promise<{ readonly accepted: number; readonly limit: number; readonly used: number }> {
  const count = await app.management('GET /devices/count?status=accepted');
  const { body } = await app.internal(`GET ${MAX_DEVICES}`);
  return { accepted: count.body.count, limit: body.limit, used: body.used };
}

const accepted = async (): Promise<readonly unknown[]> =>
  (await app.management('GET /devices?status=accepted&per_page=500')).body;

/** Creates that many pending devices, each with its own auth request. */
async function seen(count: number): Promise<readonly Seen[]> {
  const fleet = Array.from({ length: count }, (_, number) => simulateDevice({ identity: { mac: `race-${number}` } }));
  await Promise.all(fleet.map((device) => app.ask(device)));
  const { body } = await app.management('GET /devices?status=pending&per_page=500');
  const found = new Map<string, { id: string; auth_sets: { id: string }[] }>(
    body.map((one: { identity_data: { mac: string } }) => [one.identity_data.mac, one]),
  );
  return fleet.map((device) => {
    const one = found.get(String(device.identity['mac']));
    const [authSet] = one?.auth_sets ?? [];
    if (one === undefined || authSet === undefined) throw new Error('a device that asked is not there');
    return { device, id: one.id, authSet: authSet.id };
  });
}
