// The service started like Mender's own: command, option, file of settings, one port.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApp } from '../support/app/app.ts';
import { openProgram, type Program } from '../support/app/program.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { freePort } from '../support/free-port.ts';

jest.setTimeout(60_000); // processes start slowly on a busy machine

let program: Program;
const users = openUserIssuer();
beforeAll(() => {
  program = openProgram();
});
afterAll(() => program.close());

describe('devauth server --automigrate', () => {
  test('serves every API on one port, by the settings of a file and of the environment', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const file = join(program.folder, 'config.yaml');
    writeFileSync(
      file,
      `listen: 127.0.0.1:1\njwt_issuer: Mender\nmiddleware: prod\nuser_keys: ${users.publicKeyFile}\n`,
    );

    const serving = await program.serve({ DEVICEAUTH_LAYOUT: 'mender', DEVICEAUTH_LISTEN: address }, [
      '--config',
      file,
      'server',
      '--automigrate',
    ]);
    const answers = await Promise.all(
      ['/api/internal/v1/devauth/health', '/api/internal/v1/devauth/alive', '/livez', '/metrics'].map((path) =>
        fetch(`http://${address}${path}`),
      ),
    );
    const list = await fetch(`http://${address}/api/management/v2/devauth/devices`, {
      headers: { Authorization: `Bearer ${users.token()}` },
    });

    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 200]);
    expect(list.status).toBe(200);
    expect(serving.log()).toContain('DEVICEAUTH_MIDDLEWARE');
    expect(await serving.stop()).toBe(0);
  });

  test('refuses a file of settings that it cannot read, with 2', async () => {
    const { code, stderr } = await program.run(['server', '--config', '/nowhere.yaml']);

    expect([code, stderr]).toEqual([2, expect.stringContaining('/nowhere.yaml cannot be read')]);
  });
});

test('devauth version prints the same as --version', async () => {
  const [word, option] = [await program.run(['version']), await program.run(['--version'])];

  expect(word).toEqual(option);
  expect(word.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a query of 500 ids, 20 KB, is answered on both APIs', async () => {
  const app = await openApp();
  const seen = await app.pending();
  const ids = Array.from({ length: 500 }, (_, at) => (at === 499 ? seen.id : crypto.randomUUID()));
  const query = ids.map((id) => `id=${id}`).join('&');
  expect(query.length).toBeGreaterThan(19_000);

  const answers = [
    await app.management(`GET /devices?${query}`),
    await app.internal(`GET /tenants//devices?${query}&page=1&per_page=500`),
  ];
  await app.close();

  expect(answers.map(({ headers }) => headers.get('link'))).toEqual([null, null]);
  expect(answers.map(({ body }) => body.map(({ id }: { id: string }) => id))).toEqual([[seen.id], [seen.id]]);
});
