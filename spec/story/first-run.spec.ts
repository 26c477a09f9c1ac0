// `npm start` on a fresh machine: the printed lines run unchanged.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeIf, isInstalled } from '../support/optional.ts';
import { buildService, type BuiltService, type ServiceProcess } from '../support/app/service-process.ts';
import { ROOT } from '../support/typescript.ts';

jest.setTimeout(120_000); // processes start slowly on a busy machine

const run = promisify(execFile);

describeIf(isInstalled('npm'), 'npm', 'the first run', () => {
  let built: BuiltService;
  let service: ServiceProcess;
  let lines: readonly string[];
  beforeAll(async () => {
    built = buildService();
    symlinkSync(join(ROOT, 'scripts'), join(built.folder, 'scripts'), 'dir');
    service = built.start();
    await service.listening();
    lines = service
      .stdout()
      .split('\n')
      .filter((line) => /^ {2}\S/.test(line) && !/^ {2}(#|public|internal|console)/.test(line))
      .map((line) => line.trim());
  });
  afterAll(() => built.remove());

  const sh = async (line: string | undefined): Promise<string> =>
    (await run('sh', ['-c', line ?? 'false'], { cwd: built.folder, env: { PATH: process.env['PATH'] } })).stdout;

  test('prints four lines to try, and where the token is', () => {
    expect(lines).toEqual([
      expect.stringMatching(/npm run demo$/),
      expect.stringMatching(/npx devauth devices list$/),
      expect.stringMatching(/^http\S+\/openapi$/),
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/console\/#code=[\w-]{43}$/),
    ]);
    expect(service.stdout()).toContain('data/operator.token');
  });

  test('the demo enrols five devices', async () => {
    const said = await sh(lines[0]);

    expect(said).toContain('The operator rejects the second device');
  });

  test('the CLI lists them', async () => {
    const rows = (await sh(lines[1])).trim().split('\n');

    expect(rows.map((row) => row.split('\t')[1]).toSorted()).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'rejected',
      'rejected',
    ]);
  });

  test('the page shows the API documents', async () => {
    const page = await fetch(lines[2] ?? '');

    expect(page.status).toBe(200);
    expect(await page.text()).toContain('swagger-ui');
  });
});
