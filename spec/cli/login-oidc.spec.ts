// `devauth login --oidc`: a person signs in at an issuer, in a browser of this machine or by a code.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app/app.ts';
import { CLIENT, openOidcIssuer, USER_CODE, type OidcIssuer } from '../support/app/oidc-issuer.ts';
import { openProgram, type Ended, type Program } from '../support/app/program.ts';

const AUDIENCE = 'devauth-management';

let issuer: OidcIssuer;
let app: TestApp;
let program: Program;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  program = openProgram();
  issuer = await openOidcIssuer();
  app = await openApp({
    DEVICEAUTH_USER_KEYS: '',
    DEVICEAUTH_USER_JWKS_URL: `${issuer.url}/keys`,
    DEVICEAUTH_USER_ISSUER: issuer.url,
    DEVICEAUTH_USER_AUDIENCE: AUDIENCE,
  });
}, 60_000);
afterAll(async () => {
  await program.close();
  await app.close();
  await issuer.close();
});
beforeEach(() => {
  issuer.claims = { access: { 'mender.user': true }, id: {} };
  issuer.refusal = undefined;
  issuer.exchanges.length = 0;
  env = { XDG_CONFIG_HOME: mkdtempSync(join(program.folder, 'home-')), BROWSER: browser() };
});

/** A browser in which another page guesses first. It follows the page to its end, and keeps what it was shown. */
function browser(): string {
  const file = join(program.folder, 'browser.mjs');
  const shown = join(program.folder, 'shown');
  const script = `#!${process.execPath}
import { writeFileSync } from 'node:fs';
const callback = new URL(process.argv[2]).searchParams.get('redirect_uri');
await fetch(callback + '?code=stolen&state=guessed'); // any page on this machine can ask this
writeFileSync(${JSON.stringify(shown)}, await (await fetch(process.argv[2])).text());
`;
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}

const login = (...words: readonly string[]): Promise<Ended> =>
  program.run(['login', '--server', app.publicUrl, '--issuer', issuer.url, '--client-id', CLIENT, ...words], env);

const config = (): string => readFileSync(join(env['XDG_CONFIG_HOME'] ?? '', 'devauth', 'config.json'), 'utf8');

describe('devauth login --oidc', () => {
  test('signs in with the browser of this machine, and later commands use the token', async () => {
    const { code, stdout } = await login('--oidc');

    expect([code, stdout]).toEqual([0, expect.stringContaining(`signed in to ${app.publicUrl} as user anna`)]);
    expect((await program.run(['devices', 'ls'], env)).code).toBe(0);
    expect(issuer.exchanges[0]?.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect(readFileSync(join(program.folder, 'shown'), 'utf8')).toContain('You are signed in');
  }, 30_000);

  test('remembers the issuer and the client with the context', async () => {
    await login('--oidc');

    const again = await program.run(['login', '--oidc'], env);

    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('as user anna')]);
    expect(JSON.parse(config()).contexts).toHaveLength(1);
  }, 30_000);

  test('signs in by a code that is entered in any browser', async () => {
    const { code, stdout, stderr } = await login('--oidc', '--device-code');

    expect([code, stdout]).toEqual([0, expect.stringContaining('as user anna')]);
    expect(stderr).toContain(`open ${issuer.url}/activate in any browser and enter the code ${USER_CODE}\n`);
  }, 30_000);

  test('sends the ID token where that is asked for', async () => {
    issuer.claims.id = { 'mender.user': true, aud: [CLIENT, AUDIENCE], azp: CLIENT };
    issuer.claims.access = {};

    expect((await login('--oidc', '--id-token')).code).toBe(0);
  }, 30_000);
});

describe('devauth login --oidc refuses', () => {
  test.each([
    ['in a browser', []],
    ['by a code', ['--device-code']],
  ])(
    'a sign-in that is denied %s',
    async (_name, words) => {
      issuer.refusal = 'access_denied';

      const { code, stderr } = await login('--oidc', ...words);

      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/devauth: the sign-in was denied\n {2}next: run it again and allow it/),
      ]);
    },
    30_000,
  );

  test('a code that nobody entered in time', async () => {
    issuer.refusal = 'expired_token';

    const { code, stderr } = await login('--oidc', '--device-code');

    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/devauth: nobody signed in before the code expired\n {2}next: run it again\n/),
    ]);
  }, 30_000);

  test.each([
    ['without a screen', ''],
    ['whose browser is missing', '/nowhere/browser'],
  ])(
    'a machine %s, and names the way with a code',
    async (_name, BROWSER) => {
      env = { ...env, BROWSER };

      const { code, stderr } = await login('--oidc');

      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^devauth: no browser can be opened here\n {2}next: .*--device-code/),
      ]);
    },
    30_000,
  );

  test('a token for another audience, with the claims to compare, and keeps no context', async () => {
    issuer.claims.access = { 'mender.user': true, aud: 'elsewhere' };

    const { code, stderr } = await login('--oidc');

    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/devauth: 401 [^]*its aud is "elsewhere": compare them with .*DEVICEAUTH_USER_AUDIENCE/),
    ]);
    expect(config).toThrow('ENOENT');
  }, 30_000);

  test('an issuer that does not answer, and one without TLS', async () => {
    const silent = await login('--oidc', '--issuer', 'http://127.0.0.1:1');
    const open = await login('--oidc', '--issuer', 'http://login.example');

    expect([silent.code, silent.stderr]).toEqual([
      3,
      expect.stringContaining('the issuer does not answer at http://127'),
    ]);
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('--issuer must be an https address')]);
  }, 30_000);

  test('an address that is not the issuer, with the document to compare', async () => {
    const { code, stderr } = await login('--oidc', '--issuer', `${app.publicUrl}/`);

    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/no issuer at \S+ \(\w+\)\n {2}next: is --issuer right\? http\S+[^/]\/\.well-known\//),
    ]);
  }, 30_000);

  test('an issuer that was not named', async () => {
    const { code, stderr } = await program.run(['login', '--server', app.publicUrl, '--oidc'], env);

    expect([code, stderr]).toEqual([2, expect.stringContaining('next: name them: --issuer')]);
  }, 30_000);
});
