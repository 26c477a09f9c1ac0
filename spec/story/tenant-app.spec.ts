// The README's life of a tenant app, run as it stands in a shell against the service.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { openApp, type TestApp } from '../support/app/app.ts';
import { describeIf, isInstalled } from '../support/optional.ts';

const run = promisify(execFile);

describeIf(isInstalled('curl'), 'curl', "the README's tenant app", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp();
  });
  afterAll(() => app.close());

  test('works when pasted: connected, disabled, reset, deleted, and the app itself out', async () => {
    const script = appInReadme()
      .replaceAll('http://127.0.0.1:8080', app.publicUrl)
      .replaceAll('http://127.0.0.1:8081', app.internalUrl);

    const { stdout } = await run('sh', ['-eu', '-c', script]);

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

function appInReadme(): string {
  const [, section = ''] = readFileSync('README.md', 'utf8').split(/<!-- \/?tenant app -->/);
  const [, script = ''] = section.split(/```(?:sh)?\n/);
  return script;
}
