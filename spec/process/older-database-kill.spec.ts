// The process is killed several times while it indexes the devices of an older version: it ends all the same, and no search is answered in part.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { generateSigningKey } from '../../src/tokens/own/key-rotation.ts';
import { buildService, type BuiltService, type ServiceProcess, type Settings } from '../support/app/service-process.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { describeMongo, testMongo } from '../support/stores/mongo.ts';
import { indexedInFile, makeOlderFile, makeOlderMongo, olderId } from '../support/stores/older-database.ts';
import { until } from '../support/until.ts';

const MINUTES = 60_000;
const KILLS = 3;

const users = openUserIssuer();
let service: BuiltService;
let running: ServiceProcess | undefined;
beforeAll(() => {
  service = buildService();
}, MINUTES);
afterEach(kill);
afterAll(() => service.remove());

interface Older {
  readonly devices: number;
  readonly settings: Settings;
  readonly indexed: () => Promise<number> | number;
}

async function kill(): Promise<void> {
  running?.child.kill('SIGKILL');
  await running?.ended;
}

const start = async (settings: Settings): Promise<string> => {
  running = service.start({ DEVICEAUTH_USER_KEYS: users.publicKeyFile, DEVICEAUTH_LOG_LEVEL: 'error', ...settings });
  return `${(await running.listening()).publicUrl}/api/management/v2/devauth`;
};

/** The devices of one model, counted and exported. */
const FILTER = { identity: [{ name: 'model', op: 'eq', value: 'edge-3' }] };
const QUESTIONS = [
  { path: '/devices/count', method: 'POST', body: JSON.stringify(FILTER), Accept: 'application/json' },
  { path: '/devices/export?identity.model=edge-3', method: 'GET', body: null, Accept: 'application/x-ndjson' },
] as const;

interface Answer {
  readonly status: number;
  readonly found: number | undefined;
  readonly retryAfter: string | null;
}

async function ask(management: string, { path, method, body, Accept }: (typeof QUESTIONS)[number]): Promise<Answer> {
  const headers = { Authorization: `Bearer ${users.token()}`, 'Content-Type': 'application/json', Accept };
  const answer = await fetch(management + path, { method, body, headers });
  const text = await answer.text();
  const { status } = answer;
  if (status !== 200 && status !== 503) throw new Error(`${path} is answered with ${status} ${text}`);
  const found = method === 'POST' ? Number(JSON.parse(text).count) : text.split('\n').length - 1;
  return { status, found: status === 200 ? found : undefined, retryAfter: answer.headers.get('retry-after') };
}

/** Asks until the process is gone or until everything is answered. Returns every answer. */
async function askAll(management: string): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (;;) {
    const round = await Promise.all(QUESTIONS.map((question) => ask(management, question))).catch(whenGone);
    if (round === undefined) return answers;
    answers.push(...round);
    if (round.every(({ status }) => status === 200)) return answers;
  }
}

const whenGone = (error: unknown): undefined => {
  if (running?.child.killed !== true) throw error;
};

/** Kills the process each time that more is indexed, and lets the last one end. Returns what was indexed at each kill. */
async function killRepeatedly({ devices, settings, indexed }: Older) {
  const atKill: number[] = [];
  const answers: Answer[] = [];
  for (let killed = 0; killed < KILLS; killed += 1) {
    const management = await start(settings);
    const asking = askAll(management);
    await until('more devices are indexed', async () => (await indexed()) > (atKill.at(-1) ?? 0), MINUTES);
    await kill();
    answers.push(...(await asking));
    atKill.push(await indexed());
  }
  const management = await start(settings);
  answers.push(...(await askAll(management)));
  return { atKill, answers, management, all: devices };
}

const found = async (management: string, query: string): Promise<readonly string[]> => {
  const headers = { Authorization: `Bearer ${users.token()}` };
  const answer = await fetch(`${management}/devices?${query}`, { headers });
  const list: readonly { readonly id: string }[] = JSON.parse(await answer.text());
  return list.map(({ id }) => id);
};

function describeOlder(older: () => Older): void {
  test(
    'the index of searches is continued after each kill; a search is refused or complete',
    async () => {
      const { atKill, answers, management, all } = await killRepeatedly(older());

      expect(atKill.at(-1)).toBeLessThan(all);
      expect(atKill).toEqual([...new Set(atKill)].sort((one, other) => one - other));
      const refusals = answers.filter(({ status }) => status !== 200);
      expect(refusals.length).toBeGreaterThan(KILLS);
      for (const refusal of refusals) expect(refusal).toEqual({ status: 503, found: undefined, retryAfter: '10' });
      const complete = answers.filter(({ status }) => status === 200);
      expect(new Set(complete.map((answer) => answer.found))).toEqual(new Set([all / 10]));
      expect(await older().indexed()).toBe(all);
      for (const index of [0, ...atKill, all - 1])
        expect(await found(management, `identity.sn=old-${index}`)).toEqual(index < all ? [olderId(index)] : []);
      expect(await found(management, `key=${(all - 1).toString(16).padStart(8, '0')}`)).toEqual([olderId(all - 1)]);
    },
    3 * MINUTES,
  );
}

describe('an older file', () => {
  const devices = 30_000;
  let data: string;
  beforeAll(() => {
    data = join(mkdtempSync(join(service.folder, 'older-')), 'data');
    mkdirSync(data, { mode: 0o700 });
    makeOlderFile(join(data, 'devauth.db'), devices);
  }, MINUTES);

  describeOlder(() => ({
    devices,
    settings: { DEVICEAUTH_DATA: data },
    indexed: () => indexedInFile(join(data, 'devauth.db')),
  }));
});

describeMongo('an older database on MongoDB', () => {
  const devices = 10_000;
  let older: Awaited<ReturnType<typeof makeOlderMongo>>;
  let stop: () => Promise<void>;
  let settings: Settings;
  beforeAll(async () => {
    const server = await testMongo();
    older = await makeOlderMongo(server.uri, devices);
    stop = () => server.stop();
    const keys = mkdtempSync(join(service.folder, 'keys-'));
    await generateSigningKey(keys, { alg: 'ES256', at: new Date() });
    settings = {
      DEVICEAUTH_MONGO: server.uri,
      DEVICEAUTH_MONGO_DB: older.database,
      DEVICEAUTH_KEYS_DIR: keys,
    };
  }, MINUTES);
  afterAll(async () => {
    await older.drop();
    await stop();
  });

  describeOlder(() => ({ devices, settings, indexed: older.indexed }));
});
