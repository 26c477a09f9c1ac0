// `npm start` on a fresh machine: what it prints is run in a shell, as it stands.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeIf, isInstalled } from '../support/optional.ts';
import { buildService, type BuiltService, type ServiceProcess } from '../support/app/service-process.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';

jest.setTimeout(60_000); // processes start slowly on a busy machine

const run = promisify(execFile);

describeIf(isInstalled('curl'), 'curl', 'the first run', () => {
  const device = simulateDevice();
  let built: BuiltService;
  let service: ServiceProcess;
  let publicUrl: string;
  let lines: readonly string[];
  beforeAll(async () => {
    built = buildService();
    service = built.start();
    ({ publicUrl } = await service.listening());
    lines = service
      .stdout()
      .split('\n')
      .filter((line) => line.trim().startsWith('curl'));
  });
  afterAll(() => built.remove());

  const sh = async (line: string | undefined, env: Record<string, string> = {}): Promise<string> =>
    (await run('sh', ['-c', line ?? 'false'], { cwd: built.folder, env: { PATH: process.env['PATH'], ...env } }))
      .stdout;

  const ask = (): Promise<Response> => {
    const { body, signature } = device.authRequest();
    const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
    return fetch(`${publicUrl}/api/devices/v1/authentication/auth_requests`, { method: 'POST', headers, body });
  };

  test('prints where it listens, and three lines to try it with', () => {
    expect(lines).toHaveLength(3);
    expect(service.stdout()).toContain('data/operator.token');
  });

  test('the first line lists who is waiting', async () => {
    const before = JSON.parse(await sh(lines[0]));
    await ask();
    const [waiting] = JSON.parse(await sh(lines[0]));

    expect(before).toEqual([]);
    expect(waiting).toMatchObject({ status: 'pending', identity_data: device.identity });
  });

  test('the second line accepts the first one, and with nobody waiting does nothing', async () => {
    await sh(lines[1]);

    expect((await ask()).status).toBe(200);
    expect(await sh(lines[1])).toBe('');
  });

  test('the third line asks whether its token is good, as a gateway does', async () => {
    const token = await (await ask()).text();

    const verified = await sh(lines[2], { DEVICE_TOKEN: token });
    const refused = await sh(lines[2], { DEVICE_TOKEN: 'x.y.z' });

    expect(verified).toMatch(/^HTTP\/1\.1 200 /);
    expect(verified).toContain('X-MEN-Device-Id: ');
    expect(refused).toMatch(/^HTTP\/1\.1 401 /);
  });
});
