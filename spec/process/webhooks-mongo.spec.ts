// Webhooks with two nodes on MongoDB, real processes: one node at a time delivers (D19). It is killed in the middle, and the other one
// takes over: each message comes at least once, those of one device in order.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { isSignedWith, openWebhookReceiver, type WebhookReceiver } from '../support/app/webhook-receiver.ts';
import { describeMongo, drop, freshName, testMongo, withClient, type TestMongo } from '../support/stores/mongo.ts';
import { until } from '../support/until.ts';

const DEVICES = 12;
/** The other node waits for the end of the lease of the killed one. */
const TAKE_OVER_MS = 60_000;

describeMongo('webhooks of two nodes on MongoDB', () => {
  const users = openUserIssuer();
  const database = freshName();
  let mongo: TestMongo;
  let program: Program;
  let receiver: WebhookReceiver;
  let wellReceiver: WebhookReceiver;
  let nodes: readonly [Serving, Serving];
  beforeAll(async () => {
    [mongo, program] = [await testMongo(), openProgram()];
    [receiver, wellReceiver] = [await openWebhookReceiver(), await openWebhookReceiver()];
    mkdirSync(join(program.folder, 'keys'), { mode: 0o700 });
    const settings = {
      DEVICEAUTH_MONGO: mongo.uri,
      DEVICEAUTH_MONGO_DB: database,
      DEVICEAUTH_KEYS_DIR: join(program.folder, 'keys'),
      DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      DEVICEAUTH_LOG_LEVEL: 'error',
      DEVICEAUTH_AUTH_REQUESTS_PER_MINUTE: '0',
      DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
      DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true',
    };
    await program.run(['keys', 'generate'], settings);
    nodes = [await program.serve(settings), await program.serve(settings)];
  }, 60_000);
  afterAll(async () => {
    await program.close();
    await Promise.all([receiver.stop(), wellReceiver.stop()]);
    await drop(mongo.uri, database);
    await mongo.stop();
  });

  async function manage(node: Serving, request: string, body?: unknown) {
    const [method = '', path = ''] = request.split(' ');
    const answer = await fetch(`${node.publicUrl}/api/management/v2/devauth${path}`, {
      method,
      headers: { Authorization: `Bearer ${users.token()}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    expect([request, answer.ok, text]).toEqual([request, true, text]);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Gives a new device three states. The database has them when this resolves. Returns the id of the device. */
  async function live(node: Serving): Promise<string> {
    const device = simulateDevice();
    const { body, signature } = device.authRequest();
    const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
    const url = `${node.publicUrl}/api/devices/v1/authentication/auth_requests`;
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401);
    const [name = '', value = ''] = Object.entries(device.identity)[0] ?? [];
    const identity = [{ name, op: 'eq', value }];
    const [{ id, auth_sets: sets }] = await manage(node, 'POST /devices/search', { identity });
    for (const status of ['accepted', 'rejected'])
      await manage(node, `PUT /devices/${id}/auth/${sets[0].id}/status`, { status });
    return id;
  }

  const liveMany = (node: Serving) => Promise.all(Array.from({ length: DEVICES }, async () => live(node)));

  const attemptsOf = async ({ internalUrl }: Serving): Promise<number> => {
    const metrics = await (await fetch(`${internalUrl}/metrics`)).text();
    return [...metrics.matchAll(/^devauth_webhook_deliveries_total\{.*\} (\d+)$/gm)].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    );
  };

  /** Waits until the database has the end of the feed as the place where another node would continue. */
  const cursorAtEnd = (webhook: string) =>
    until('the cursor is stored', () =>
      withClient(mongo.uri, async (client) => {
        const places = client.db(database).collection<{ _id: string; position: number }>('cursors');
        const feed = client.db(database).collection<{ _id: number }>('feed');
        const cursor = await places.findOne({ _id: `webhook:${webhook}:1` });
        const last = await feed.findOne({}, { sort: { _id: -1 } });
        return last !== null && cursor?.position === last._id;
      }),
    );

  /** Returns what came about the device, each message once, in the order of the first arrivals. */
  const storyOf = (device: string): readonly string[] => {
    const first = new Map(
      receiver.taken
        .filter(({ event }) => event.data.device === device)
        .toReversed()
        .map(({ id, event }) => [id, event.type]),
    );
    return [...first.values()].toReversed();
  };

  test('lose nothing and keep the order of each device when the delivering one is killed', async () => {
    const { secret } = await manage(nodes[0], 'POST /webhooks', { url: receiver.url });
    const early = await live(nodes[1]);
    await until('all about the first device came', () => storyOf(early).length === 3);
    const [first, second] = [await attemptsOf(nodes[0]), await attemptsOf(nodes[1])];
    const [killed, survivor] = first > 0 ? nodes : [nodes[1], nodes[0]];
    expect(Math.min(first, second)).toBe(0);

    const { id: other } = await manage(nodes[0], 'POST /webhooks', { url: wellReceiver.url });
    const work = Promise.all([liveMany(killed), liveMany(survivor)]);
    await until('some more messages came', () => receiver.taken.length > 10);
    receiver.be('held');
    const before = (await work).flat();
    await until('a message is under way', () => receiver.seen.length > receiver.taken.length);
    await cursorAtEnd(other); // so that what is under way would be lost if the cursor was moved too early
    await killed.stop('SIGKILL');
    receiver.be(204);
    const after = await liveMany(survivor);

    const devices = [early, ...before, ...after];
    await until('all messages came', () => devices.every((id) => storyOf(id).length >= 3), TAKE_OVER_MS);
    for (const id of devices) expect(storyOf(id)).toEqual(['device.pending', 'device.accepted', 'device.rejected']);
    for (const received of receiver.taken) expect(isSignedWith(secret, received)).toBe(true);
  }, 120_000);
});
