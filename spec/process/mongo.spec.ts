// Two nodes on MongoDB, real processes: they share only the database and the folder of keys (D5, D9).
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeMongo, drop, freshName, testMongo, withClient, type TestMongo } from '../support/stores/mongo.ts';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openUserIssuer } from '../support/app/users.ts';

describeMongo('two nodes on MongoDB', () => {
  const users = openUserIssuer();
  const database = freshName();
  let mongo: TestMongo;
  let program: Program;
  let settings: Readonly<Record<string, string>>;
  const nodes: Serving[] = [];
  beforeAll(async () => {
    [mongo, program] = [await testMongo(), openProgram()];
    mkdirSync(join(program.folder, 'keys'), { mode: 0o700 });
    settings = {
      DEVICEAUTH_MONGO: mongo.uri,
      DEVICEAUTH_MONGO_DB: database,
      DEVICEAUTH_KEYS_DIR: join(program.folder, 'keys'),
      DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      DEVICEAUTH_LOG_LEVEL: 'warn',
    };
  }, 60_000);
  afterAll(async () => {
    await program.close();
    await drop(mongo.uri, database);
    await mongo.stop();
  });

  const node = (index: number): Serving => {
    const found = nodes[index];
    if (found === undefined) throw new TypeError('no such node');
    return found;
  };
  const internal = (index: number) => ({ ...settings, DEVAUTH_INTERNAL_SERVER: node(index).internalUrl });

  test('a start without a signing key is refused, with the way to make one', async () => {
    const { code, stderr } = await program.run(['serve'], settings);

    expect([code, stderr]).toEqual([2, expect.stringContaining('devauth keys generate')]);
  }, 30_000);

  test('a device that one node admits, every node knows; rejected at one, it is out at the other', async () => {
    await program.run(['keys', 'generate'], settings);
    nodes.push(await program.serve(settings), await program.serve(settings));
    const { body, signature } = simulateDevice().authRequest();
    const ask = (index: number) =>
      fetch(`${node(index).publicUrl}/api/devices/v1/authentication/auth_requests`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-MEN-Signature': signature },
        body,
      });
    const devauth = (...words: readonly string[]) =>
      program.run(words, { DEVAUTH_SERVER: node(0).publicUrl, DEVAUTH_TOKEN: users.token() });
    const verify = async (index: number, token: string) =>
      (
        await fetch(`${node(index).internalUrl}/api/internal/v1/devauth/tokens/verify`, {
          headers: { Authorization: `Bearer ${token}` },
        })
      ).status;

    expect((await ask(0)).status).toBe(401);
    const { id } = JSON.parse((await devauth('devices', 'list', '--json')).stdout);
    expect((await devauth('devices', 'accept', id)).code).toBe(0);
    const token = await (await ask(1)).text();
    expect([await verify(0, token), await verify(1, token)]).toEqual([200, 200]);
    expect((await devauth('devices', 'reject', id)).code).toBe(0);

    expect([await verify(0, token), await verify(1, token)]).toEqual([401, 401]);
  }, 60_000);

  test('the metrics and the doctor describe the whole installation, and name a planted wrong count', async () => {
    const text = await (await fetch(`${node(1).internalUrl}/metrics`)).text();
    const well = await program.run(['doctor', '--json'], internal(1));
    await withClient(mongo.uri, (client) =>
      client
        .db(database)
        .collection<{ _id: string }>('tenants')
        .updateOne({ _id: '' }, { $inc: { used: 5 } }),
    );
    const planted = await program.run(['doctor'], internal(0));

    expect(text).toMatch(/^devauth_devices\{status="rejected"\} 1$/m);
    expect(text).toMatch(/^devauth_limit_used 0$/m);
    const wrong = well.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ status }) => status === 'wrong');
    expect(wrong.filter(({ says }) => !/no replica set/.test(says))).toEqual([]);
    expect([planted.code, planted.stdout]).toEqual([
      4,
      expect.stringMatching(/wrong\s+slots\s+the own tenant: used is 5, and 0 devices are accepted/),
    ]);
  }, 60_000);

  test('a backup is the database’s own business', async () => {
    const { code, stderr } = await program.run(['backup', join(program.folder, 'copy.db')], internal(0));

    expect([code, stderr]).toEqual([1, expect.stringMatching(/404 the store is MongoDB/)]);
  }, 30_000);
});
