// The move of a working fleet: import, start, and a token of Mender stays good until it is revoked.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Binary, UUID } from 'mongodb';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { openMenderIssuer } from '../support/app/mender-issuer.ts';
import { openProgram, type Program } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { openMenderDatabase, type MenderDatabase } from '../support/stores/mender-database.ts';
import { describeMongo, drop, freshName, testMongo, type TestMongo } from '../support/stores/mongo.ts';

jest.setTimeout(60_000); // processes start slowly on a busy machine

const users = openUserIssuer();
const mender = openMenderIssuer();

/** Writes one accepted device with a token, as Mender's deviceauth does. Returns its ids and the token. */
async function acceptedInMender({ collection }: MenderDatabase) {
  const [device, authSet] = [randomUUID(), randomUUID()];
  const { identity, pubkey } = simulateDevice();
  const [issuedAt, expiresAt] = [new Date(Date.now() - 100_000), new Date(Date.now() + 600_000)];
  const id_data = JSON.stringify(identity);
  const identified = {
    ...{ tenant_id: '', id_data, id_data_sha256: new Binary(createHash('sha256').update(id_data).digest()) },
    status: 'accepted',
  };
  const times = { created_ts: issuedAt, updated_ts: issuedAt };
  await collection('migration_info').insertOne({ version: { major: 2, minor: 0, patch: 2 } });
  await collection('devices').insertOne({ _id: device as never, ...identified, ...times, revision: 3 });
  await collection('auth_sets').insertOne({
    ...{ _id: authSet as never, ...identified },
    ...{ device_id: device, pubkey, ts: issuedAt },
  });
  await collection('tokens').insertOne({
    ...{ _id: new UUID(authSet) as never, sub: new UUID(device), iss: 'Mender', mender: { device: true } },
    ...{ exp: { time: expiresAt }, iat: { time: issuedAt } },
  });
  return { device, authSet, token: mender.token({ jti: authSet, device, issuedAt, expiresAt }) };
}

describeMongo('a fleet that moves with its tokens', () => {
  let program: Program;
  let mongo: TestMongo;
  let source: MenderDatabase;
  beforeAll(async () => {
    program = openProgram();
    mongo = await testMongo();
    source = await openMenderDatabase(mongo.uri);
  });
  afterAll(async () => {
    await program.close();
    await source.drop();
    await mongo.stop();
  });

  test.each(['sqlite', 'mongo'])('is verified on %s, and refused after a reject', async (kind) => {
    const { device, authSet, token } = await acceptedInMender(source);
    const database = freshName();
    const settings = {
      DEVICEAUTH_DATA: mkdtempSync(join(program.folder, 'data-')),
      DEVICEAUTH_USER_KEYS: users.publicKeyFile,
      DEVICEAUTH_IMPORTED_TOKEN_KEYS: mender.publicKeyFile,
      ...(kind === 'mongo' && {
        ...{ DEVICEAUTH_MONGO: mongo.uri, DEVICEAUTH_MONGO_DB: database },
        DEVICEAUTH_SERVER_PRIV_KEY_PATH: mender.privateKeyFile, // as in the chart
      }),
    };
    const { code, stdout } = await program.run(['import-mender', '--from', source.address, '--tokens'], settings);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/tokens: \d kept, 0 left out, 0 without a device/)]);

    const serving = await program.serve(settings);
    const verify = async () => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await fetch(`${serving.internalUrl}/api/internal/v1/devauth/tokens/verify`, { headers })).status;
    };
    const before = [await verify(), await verify()];
    const path = `/api/management/v2/devauth/devices/${device}/auth/${authSet}/status`;
    const rejected = await fetch(serving.publicUrl + path, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${users.token()}`, 'Content-Type': 'application/json' },
      body: '{"status":"rejected"}',
    });
    const after = await verify();
    await serving.stop();
    if (kind === 'mongo') await drop(mongo.uri, database);

    expect([before, rejected.status, after]).toEqual([[200, 200], 204, 401]);
  });
});
