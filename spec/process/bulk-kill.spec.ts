// The process is killed in the middle of a bulk call: what was reported is kept, nothing is half done, and the same call again completes.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config/settings.ts';
import { tenantId } from '../../src/domain/ids.ts';
import { openStore } from '../../src/store/open.ts';
import { MAX_COMMITS } from '../../src/store/store.ts';
import { buildService, type BuiltService, type ServiceProcess, type Settings } from '../support/app/service-process.ts';
import { openUserIssuer } from '../support/app/users.ts';
import { given } from '../support/stores/given.ts';
import { storeSettings, type StoreSettings } from '../support/stores/stores.ts';
import { until } from '../support/until.ts';

const MINUTES = 60_000;
const ROWS = 5000;
const SOME = 1200;

const users = openUserIssuer();
let service: BuiltService;
let store: StoreSettings;
let settings: Settings;
let running: ServiceProcess;
let management: string;
beforeAll(() => {
  service = buildService();
}, MINUTES);
beforeEach(async () => {
  const data = join(mkdtempSync(join(service.folder, 'kill-')), 'data');
  mkdirSync(data, { mode: 0o700 });
  store = await storeSettings(data);
  settings = {
    DEVICEAUTH_DATA: data,
    DEVICEAUTH_USER_KEYS: users.publicKeyFile,
    DEVICEAUTH_LOG_LEVEL: 'error',
    DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND: '0',
    ...store.settings,
  };
});
afterEach(async () => {
  await kill();
  await store.drop();
});
afterAll(() => service.remove());

async function start(): Promise<void> {
  running = service.start(settings);
  management = `${(await running.listening()).publicUrl}/api/management/v2/devauth`;
}

async function kill(): Promise<void> {
  running.child.kill('SIGKILL');
  await running.ended;
}

interface Init {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const call = (path: string, init: Init = {}): Promise<Response> =>
  fetch(management + path, {
    ...init,
    headers: { Authorization: `Bearer ${users.token()}`, 'Content-Type': 'application/json', ...init.headers },
  });

type Json = Readonly<Record<string, unknown>>;

interface Part {
  readonly done: number;
  readonly left: number;
  readonly results: readonly { readonly device: string; readonly result: string }[];
  readonly next?: string;
}

const post = async (path: string, body: object): Promise<Part> => {
  const answer = await call(path, { method: 'POST', body: JSON.stringify(body) });
  if (answer.status !== 200) throw new TypeError(`${path} is answered with ${answer.status} ${await answer.text()}`);
  const part: Part = JSON.parse(await answer.text());
  return part;
};
const read = async (path: string): Promise<{ readonly count: number; readonly used: number }> =>
  JSON.parse(await (await call(path)).text());

const NDJSON = 'application/x-ndjson';
const parsed = (line: string): Json => JSON.parse(line);
const wholeLines = (text: string): readonly string[] => text.split('\n').slice(0, -1);

/** All of them, as the export streams them. */
const exported = async (path: string): Promise<readonly Json[]> =>
  wholeLines(await (await call(path, { headers: { Accept: NDJSON } })).text()).map(parsed);

interface Kept {
  readonly id: string;
  readonly status: string;
  readonly auth_sets: readonly { readonly id: string; readonly status: string }[];
}

const devices = async (): Promise<ReadonlyMap<string, Kept>> =>
  new Map(
    wholeLines(await (await call('/devices/export', { headers: { Accept: NDJSON } })).text()).map((line) => {
      const device: Kept = JSON.parse(line);
      return [device.id, device];
    }),
  );

/** The events of that type, once there are so many: MongoDB copies them into the audit a moment later. */
const events = (type: string, count: number): Promise<readonly Json[]> =>
  until(
    `${count} events ${type} are in the audit`,
    async () => {
      const found = await exported(`/events/export?type=${type}`);
      return found.length >= count && found;
    },
    MINUTES,
  );

const byDevice = (found: readonly Json[]): readonly string[] => found.map(({ device }) => String(device)).sort();

describe('a list of 5,000 devices that is cut by a kill', () => {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const { publicKey } = generateKeyPairSync('ed25519');
    return { identity_data: { sn: `kill-${at}` }, pubkey: publicKey.export({ type: 'spki', format: 'pem' }) };
  });
  const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const headers = { 'Content-Type': NDJSON, Accept: NDJSON };

  /** Reads results until there are some, kills the process, and returns every whole line that arrived. */
  async function cutList(): Promise<readonly Json[]> {
    const answer = await call('/devices/bulk', { method: 'POST', headers, body });
    const reader = answer.body?.getReader();
    if (reader === undefined) throw new TypeError('the answer has a body');
    let [text, isKilled] = ['', false];
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done) return wholeLines(text).map(parsed);
      text += decoder.decode(value, { stream: true });
      if (!isKilled && wholeLines(text).length >= SOME) isKilled = running.child.kill('SIGKILL');
    }
  }

  test(
    'keeps every row that was reported, whole, and the same list again creates the rest and nothing twice',
    async () => {
      await start();
      const reported = await cutList();
      await running.ended;
      await start();

      const kept = await devices();
      const added = await events('auth_set.added', kept.size);
      const again = await call('/devices/bulk', { method: 'POST', headers, body });
      const summary = parsed(wholeLines(await again.text()).at(-1) ?? '');

      expect(reported.length).toBeGreaterThanOrEqual(SOME);
      expect(kept.size).toBeLessThan(ROWS);
      for (const { device, auth_set: set, result } of reported) {
        expect(result).toBe('created');
        expect(kept.get(String(device))).toMatchObject({ status: 'preauthorized', auth_sets: [{ id: set }] });
      }
      expect(byDevice(added)).toEqual([...kept.keys()].sort());
      expect(summary).toMatchObject({ rows: ROWS, created: ROWS - kept.size, exists: kept.size });
      const whole = await devices();
      expect(whole.size).toBe(ROWS);
      expect(byDevice(await events('auth_set.added', ROWS))).toEqual([...whole.keys()].sort());
    },
    5 * MINUTES,
  );
});

describe('a decision about 5,000 devices that is cut by a kill', () => {
  beforeEach(async () => {
    const { config } = readConfig(settings);
    const opened = await openStore(config, { now: () => new Date(), report: () => {}, died: () => {} });
    const waiting = given.devices(ROWS, { tenant: tenantId('') });
    for (let at = 0; at < ROWS; at += MAX_COMMITS)
      await opened.devices.commitMany(tenantId(''), waiting.slice(at, at + MAX_COMMITS).map(given.create));
    await opened.close();
    await start();
  }, 2 * MINUTES);

  const decision = (count: number) => ({
    status: 'accepted',
    from: 'pending',
    filter: { status: 'pending' },
    seen_before: new Date().toISOString(),
    expected_count: count,
  });

  /** Decides part by part. Returns the devices of every part that was answered; ends with the last part or with the process. */
  async function accept(count: number): Promise<readonly string[]> {
    const members = decision(count);
    const done: string[] = [];
    for (let cursor: string | undefined; ;) {
      const part = await post('/devices/decisions', { ...members, ...(cursor && { cursor }) }).catch(whenGone);
      if (part === undefined) return done;
      for (const { device, result } of part.results) if (result === 'done') done.push(device);
      cursor = part.next;
      if (cursor === undefined) return done;
    }
  }

  const whenGone = (error: unknown): undefined => {
    if (!running.child.killed) throw error;
  };
  const acceptedNow = async (): Promise<number> => (await read('/devices/count?status=accepted')).count;
  const used = async (): Promise<number> => (await read('/limits/max_devices')).used;

  test(
    'keeps every part that was answered, whole; its last part can be undone; the same decision again completes',
    async () => {
      const accepting = accept(ROWS);
      await until('the second part is under way', async () => (await acceptedNow()) > SOME, MINUTES);
      await kill();
      const answered = await accepting;
      await start();

      const kept = [...(await devices()).values()];
      const accepted = kept.filter(({ status }) => status === 'accepted').map(({ id }) => id);
      const changed = await events('auth_set.changed', accepted.length);
      const last = changed[0]?.['decision'];
      const cut = changed.filter((event) => event['decision'] === last);
      await until('used is what is accepted', async () => (await used()) === accepted.length, MINUTES);
      const undone = await post(`/devices/decisions/${String(last)}/undo`, {});
      const left = ROWS - accepted.length + cut.length;
      await accept(left);

      expect(accepted.length).toBeLessThan(ROWS);
      for (const device of answered) expect(accepted).toContain(device);
      for (const { status, auth_sets } of kept) expect(auth_sets.map((set) => set.status)).toEqual([status]);
      expect(byDevice(changed)).toEqual(accepted.sort());
      expect(undone).toMatchObject({ done: cut.length, left: 0 });
      expect([await acceptedNow(), await used()]).toEqual([ROWS, ROWS]);
      const toAccepted = (await events('auth_set.changed', ROWS + 2 * cut.length)).filter(
        ({ to }) => to === 'accepted',
      );
      expect(toAccepted).toHaveLength(ROWS + cut.length);
    },
    5 * MINUTES,
  );
});
