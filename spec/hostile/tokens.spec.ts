// Bad tokens, at tokens/verify and as user tokens at the management API. Each attack uses a live token, and the right key if
// possible, so that only the attacked part is wrong.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type TestApp } from '../support/app/app.ts';
import { exchange, head } from '../support/raw-http.ts';
import { attacksOn, deviceAttacks, userAttacks, type Attacks, type Target } from './token-attacks.ts';
import { ALGORITHMS, makePair, part, signed, type Alg, type Pair } from './token-making.ts';
import { bearerStatuses, MANAGEMENT, VERIFY, without } from './tools.ts';
import { times } from '../support/times.ts';

/** Every bit in CI; otherwise every fifth, which is another bit of each character. */
const EVERY = times({ inCi: 1, here: 5 });

const LIST = `${MANAGEMENT}/devices/count`;

/** A live token, its signing key, and the place that it is sent to. */
interface Live extends Target {
  readonly good: number;
  readonly ask: (bearers: readonly string[]) => Promise<readonly number[]>;
}

const folder = mkdtempSync(join(tmpdir(), 'devauth-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const userPairs = new Map(ALGORITHMS.map((alg) => [alg, makePair(alg)]));
const pairs = new Map(ALGORITHMS.map((alg) => [alg, makePair(alg)]));
const of = (among: ReadonlyMap<Alg, Pair>, alg: Alg): Pair => among.get(alg) ?? makePair(alg);

function write(name: string, text: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

const apps = new Map<Alg, TestApp>();
let managed: TestApp;
const lives = new Map<string, Live>();
let elsewhere: Server;
let connections = 0;

beforeAll(async () => {
  elsewhere = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  for (const alg of ALGORITHMS) {
    const pair = of(pairs, alg);
    const file = write(`${alg}.pem`, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const app = await openApp({ DEVICEAUTH_SERVER_PRIV_KEY_PATH: file });
    apps.set(alg, app);
    const { token } = await app.accepted();
    const ask = (bearers: readonly string[]) => bearerStatuses(app.internalUrl, VERIFY, bearers);
    lives.set(`device ${alg}`, { pair, token, good: 200, ask });
  }
  const files = ALGORITHMS.map((alg) =>
    write(`user-${alg}.pem`, of(userPairs, alg).publicKey.export({ type: 'spki', format: 'pem' })),
  );
  managed = await openApp({ DEVICEAUTH_USER_KEYS: files.join(',') });
  for (const alg of ALGORITHMS) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { sub: 'operator-1', iat: now, exp: now + 3600, 'mender.user': true };
    const token = signed(of(userPairs, alg), { alg, typ: 'JWT' }, claims);
    const ask = (bearers: readonly string[]) => bearerStatuses(managed.publicUrl, LIST, bearers);
    lives.set(`user ${alg}`, { pair: of(userPairs, alg), token, good: 200, ask });
  }
});
afterAll(async () => {
  for (const app of [...apps.values(), managed]) await app.close();
  elsewhere.close();
});

function live(whose: string, alg: Alg): Live {
  const found = lives.get(`${whose} ${alg}`);
  if (found === undefined) throw new TypeError(`nobody made ${whose} ${alg}`);
  return found;
}

/** The address of a key, for a service that asks there. */
function url(): string {
  const address = elsewhere.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/jwks.json`;
}

const REFUSED = [400, 401];

/** It is not part of the header's value: HTTP removes it before (RFC 9110 §5.5). */
const OPTIONAL_WHITE_SPACE = ['space behind it: 200', 'tab behind it: 200'];

async function acceptedOf({ ask }: Live, attacks: Attacks): Promise<readonly string[]> {
  const names = Object.keys(attacks);
  const statuses = await ask(names.map((name) => attacks[name] ?? ''));
  return names.flatMap((name, index) =>
    REFUSED.includes(statuses[index] ?? 0) ? [] : [`${name}: ${statuses[index]}`],
  );
}

describe.each(ALGORITHMS)('a token under %s', (alg) => {
  describe.each([
    ['device', deviceAttacks],
    ['user', userAttacks],
  ] as const)('of a %s', (whose, ownAttacks) => {
    test('is good, and so is one that the same key signs again: the attacks begin where everything is right', async () => {
      const { pair, token, good, ask } = live(whose, alg);

      expect(await ask([token, signed(pair, part(token, 0), part(token, 1)), token])).toEqual([good, good, good]);
    });

    // T53 to T60, T62 to T64, T67
    test('is refused with anything added, removed or spelled otherwise, and no address is asked for a key', async () => {
      const mine = live(whose, alg);
      const attacks = { ...attacksOn(mine, url()), ...ownAttacks(mine) };

      expect(Object.keys(attacks).length).toBeGreaterThan(180);
      expect(await acceptedOf(mine, attacks)).toEqual(OPTIONAL_WHITE_SPACE);
      expect(connections).toBe(0);
    });

    // T61
    test('is refused with any one bit turned', async () => {
      const { token, ask } = live(whose, alg);
      const flips = Array.from({ length: Math.ceil((token.length * 8) / EVERY) }, (_, index) => {
        const bit = index * EVERY;
        const at = bit >> 3;
        return token.slice(0, at) + String.fromCharCode(token.charCodeAt(at) ^ (1 << (bit & 7))) + token.slice(at + 1);
      });

      const statuses = await ask(flips);

      expect(flips.filter((_, index) => !REFUSED.includes(statuses[index] ?? 0))).toEqual([]);
      expect(await ask([token])).toEqual([200]);
    }, 120_000);
  });

  // T63
  test('of a device is no user, and of a user no device', async () => {
    const [device, user] = [live('device', alg), live('user', alg)];
    const { internalUrl, publicUrl } = apps.get(alg) ?? managed;

    expect(await user.ask([device.token])).toEqual([401]);
    expect(await device.ask([user.token])).toEqual([401]);
    expect(await bearerStatuses(publicUrl, LIST, [device.token])).toEqual([401]);
    expect(await bearerStatuses(internalUrl, VERIFY, [apps.get(alg)?.users.token() ?? ''])).toEqual([401]);
  });

  // T64
  test('of another installation is refused', async () => {
    const others = ALGORITHMS.filter((other) => other !== alg).map((other) => live('device', other).token);

    expect(await live('device', alg).ask(others)).toEqual([401, 401]);
  });
});

// T56, T67
test('a token of a megabyte is no verdict, because gateways hand 431 on, and one of 16,000 bytes is 401', async () => {
  const { token } = live('device', 'ES256');
  const { internalUrl = '' } = apps.get('ES256') ?? {};
  const ask = (bearer: string) => exchange(internalUrl, head(`GET ${VERIFY}`, `Authorization: Bearer ${bearer}`));

  const tooLarge = await ask(token + 'A'.repeat(1_000_000));
  expect([tooLarge.status, tooLarge.header('Retry-After')]).toEqual([503, ['1']]);
  expect((await ask(token.padEnd(16_000, 'A'))).status).toBe(401);
});

// T65
test.each(['json_web_signature_test.json', 'json_web_key_test.json'])(
  'no vector of %s is a token or a user',
  async (name) => {
    const file: VectorFile = JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'));
    const texts = file.testGroups
      .flatMap(({ tests }) => tests)
      .map(({ jws }) => (typeof jws === 'string' ? jws : JSON.stringify(jws)));

    expect(texts.length).toBeGreaterThan(20);
    for (const { ask } of lives.values()) {
      expect((await ask(texts)).filter((status) => !REFUSED.includes(status))).toEqual([]);
    }
  },
);

interface VectorFile {
  readonly testGroups: readonly { readonly tests: readonly { readonly jws: unknown }[] }[];
}

// T74
test('a token anywhere but in the one header is not looked at', async () => {
  const app = apps.get('ES256') ?? managed;
  const { token } = live('device', 'ES256');
  const user = app.users.token();
  const places = (good: string): readonly string[] => [
    `Authorization: ${good}`,
    `Authorization: Basic ${good}`,
    `Authorization: Bearer  ${good}`,
    `Authorization: Bearer ${good}, Bearer ${good}`,
    `Authorization: Bearer "${good}"`,
    `Authorization: Bearer token=${good}`,
    `Proxy-Authorization: Bearer ${good}`,
    `X-Authorization: Bearer ${good}`,
    `Cookie: JWT=${good}; access_token=${good}`,
    `Authorization: Bearer ${good}\r\nAuthorization: Bearer ${good}`,
    `X-API-KEY: ${good}`,
  ];

  const verify = await Promise.all(
    places(token).map((line) => exchange(app.internalUrl, head(`GET ${VERIFY}?access_token=${token}`, line))),
  );
  const manage = await without(app, () =>
    Promise.all(places(user).map((line) => exchange(app.publicUrl, head(`GET ${LIST}`, line)))),
  );

  expect(verify.map(({ status }) => status)).toEqual(verify.map(() => 401));
  expect(manage.map(({ status }) => status)).toEqual(manage.map(() => 401));
});
