// Runs the device's life in README.md, unchanged, in a shell against the service.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openApp, type TestApp } from '../support/app/app.ts';
import { describeIf, isInstalled } from '../support/optional.ts';

const run = promisify(execFile);

describeIf(isInstalled('curl') && isInstalled('openssl'), 'curl or openssl', "the README's device life", () => {
  let app: TestApp;
  let folder: string;
  beforeAll(async () => {
    app = await openApp();
    folder = mkdtempSync(join(tmpdir(), 'devauth-readme-'));
    writeFileSync(join(folder, 'operator.token'), app.users.token());
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  test('works when pasted, and does not change the shell: refused, accepted, refused after a rejection', async () => {
    const script = lifeInReadme()
      .replaceAll('http://127.0.0.1:8080', app.publicUrl)
      .replaceAll('http://127.0.0.1:8081', app.internalUrl);

    const inShell = `${script}\nfalse\necho "the shell goes on: [$-]"`;
    const { stdout } = await run('sh', ['-c', inShell], { env: { ...process.env, DEVICEAUTH_DATA: folder } });

    const lines = stdout.trim().split('\n');
    expect(lines[0]).toContain('"error":"dev auth: unauthorized"');
    expect(lines.slice(1, -1)).toEqual(['verify: 200', 'verify: 401']);
    expect(lines.at(-1)).toMatch(/^the shell goes on: \[[^eu]*\]$/);
  });
});

function lifeInReadme(): string {
  const readme = readFileSync('README.md', 'utf8');
  const [, section = ''] = readme.split(/<!-- \/?device life -->/);
  const [, script = ''] = section.split(/```(?:sh)?\n/);
  return script;
}
