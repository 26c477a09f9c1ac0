// Runs the life of a tenant app in api/README.md, unchanged, in a shell against the service.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { openApp, type TestApp } from '../support/app/app.ts';
import { describeIf, isInstalled } from '../support/optional.ts';

const run = promisify(execFile);

describeIf(isInstalled('curl'), 'curl', 'the tenant app in api/README.md', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp();
  });
  afterAll(() => app.close());

  test('works when pasted: connected, disabled, reset, deleted, and the app itself out', async () => {
    const script = lifeOfTenantApp()
      .replaceAll('http://127.0.0.1:8080', app.publicUrl)
      .replaceAll('http://127.0.0.1:8081', app.internalUrl);

    const { stdout } = await run('sh', ['-c', script]);

    expect(stdout.trim().split('\n')).toEqual([
      '{"settings":{"logoUrl":"https://example.com/crewcheck/logo.png"}}',
      'disabled: 400',
      'old key: 401',
      'fresh key: 200',
      'deleted: 202',
      'its key: 401',
      'the app: 401',
    ]);
  });
});

function lifeOfTenantApp(): string {
  const [, section = ''] = readFileSync('api/README.md', 'utf8').split(/<!-- \/?tenant app -->/);
  const [, script = ''] = section.split(/```(?:sh)?\n/);
  return script;
}
