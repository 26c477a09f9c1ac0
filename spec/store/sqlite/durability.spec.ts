// Acknowledged writes are on the disk (D6): kills, the order of syncs and answers, and disks that fail.
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceId, OWN_TENANT } from '../../../src/domain/ids.ts';
import { SqliteStore } from '../../../src/store/sqlite/store.ts';
import { describeIf, works } from '../../support/optional.ts';
import { times } from '../../support/times.ts';
import { startSqliteProcess } from './process.ts';

const KILLS = times({ inCi: 20, here: 5 });
const LINE = 40;

let folder = '';
const file = (): string => join(folder, 'devauth.db');

describe('a SqliteStore keeps what it acknowledged', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devauth-durability-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  describeKills();
  describeThread();
  describeIf(works('strace -f -e trace=fdatasync true'), 'strace', 'seen by strace', () => {
    describeSyncs();
    describeFaults();
  });
});

function describeKills(): void {
  test(`${KILLS} kills in the middle of parallel writes lose no acknowledged write and leave none half done`, async () => {
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const writer = startSqliteProcess(['race', file()]);
      await writer.saidLines(kill * 13);
      writer.process.kill('SIGKILL');
      await writer.end();

      expect(writer.said.length).toBeGreaterThan(0);
      expect(await lost(writer.said)).toEqual([]);
      expect(halves()).toEqual([]);
    }
  }, 120_000);
}

/** Ends the thread that writes. */
function describeThread(): void {
  test('when the thread that writes ends, every caller is refused, reads are still answered, and no acknowledged write is lost', async () => {
    const child = startSqliteProcess(['race', file()]);
    await child.saidLines(50);
    child.process.kill('SIGUSR2');
    const { code, stderr } = await child.end();

    const at = child.said.findIndex((line) => line.startsWith('refused'));
    const [acknowledged, rest] = [child.said.slice(0, at), child.said.slice(at)];
    expect([code, stderr]).toEqual([0, '']);
    expect(rest).toEqual([
      `refused ${Array.from({ length: 8 }, () => 'store_unavailable').join(' ')}`,
      'died 1',
      'ping store_unavailable',
      expect.stringMatching(/^counts [1-9]/),
    ]);
    expect(await lost(acknowledged)).toEqual([]);
    expect(halves()).toEqual([]);
  }, 60_000);
}

/** The acknowledged writes, `<device> <revision>`, that are missing. */
async function lost(said: readonly string[]): Promise<readonly string[]> {
  const store = await SqliteStore.open({ file: file(), defaultLimit: -1 });
  const missing: string[] = [];
  for (const line of said) {
    const [id = '', revision] = line.split(' ');
    const device = await store.devices.find(OWN_TENANT, deviceId(id));
    if (device === undefined || device.revision < Number(revision)) missing.push(line);
  }
  await store.close();
  return missing;
}

/** Inconsistencies in the file. */
function halves(): readonly unknown[] {
  const db = new DatabaseSync(file());
  const wrong = [
    `SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`,
    `SELECT 'used', used FROM room WHERE used <> (SELECT count(*) FROM device WHERE status = 'accepted')`,
    `SELECT 'tally', status FROM tally WHERE devices <> (SELECT count(*) FROM device WHERE status = tally.status)`,
    `SELECT 'feed', count(*) FROM feed HAVING count(*) <> (SELECT sum(revision) FROM device)`,
    `SELECT 'hole', max(position) FROM feed HAVING max(position) <> count(*)`,
  ].flatMap((sql): unknown[] => db.prepare(sql).all());
  db.close();
  return wrong;
}

function describeSyncs(): void {
  test('each answer is given after a sync of its write', async () => {
    expect(await answersWithoutSync('FULL')).toBe(0);
  }, 60_000);

  test('the same count finds answers without one where synchronous is NORMAL', async () => {
    expect(await answersWithoutSync('NORMAL')).toBeGreaterThan(LINE / 2);
  }, 60_000);
}

async function answersWithoutSync(synchronous: 'FULL' | 'NORMAL'): Promise<number> {
  const trace = join(folder, 'trace');
  const calls = ['-f', '-qq', '-e', 'trace=fdatasync,fsync,write', '-o', trace];
  const child = startSqliteProcess(['line', file(), String(LINE), synchronous], ['strace', ...calls]);
  expect((await child.end()).stderr).toBe('');
  expect(child.said).toHaveLength(LINE + 2);

  let [synced, without] = [false, 0];
  for (const call of readFileSync(trace, 'utf8').split('\n')) {
    if (/ (f(data)?sync\(|<\.\.\. f(data)?sync resumed).* = 0$/.test(call)) synced = true;
    if (!/ write\(1, "done /.test(call)) continue;
    if (!synced) without += 1;
    synced = false;
  }
  return without;
}

/** Fails those system calls on the -wal. */
const failing = (fault: string): readonly string[] => {
  const [call = ''] = fault.split(':');
  return [
    'strace',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '-P',
    `${file()}-wal`,
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${fault}`,
  ];
};

function describeFaults(): void {
  const answers = (said: readonly string[]): readonly string[] =>
    said.slice(0, LINE).map((line) => line.split(' ')[0] ?? '');
  const acknowledged = (said: readonly string[]): readonly string[] =>
    said.filter((line) => line.startsWith('done')).map((line) => `${line.slice('done '.length)} 1`);

  test('after a failed sync nothing is written, and reads are still answered', async () => {
    const child = startSqliteProcess(['line', file(), String(LINE)], failing('fdatasync,fsync:error=EIO:when=20'));
    await child.end();

    expect(child.said.at(-2)).toBe('ping store_unavailable');
    const first = answers(child.said).indexOf('store_unavailable');
    expect(first).toBeGreaterThan(5);
    expect(new Set(answers(child.said).slice(first))).toEqual(new Set(['store_unavailable']));
    expect(child.said.at(-1)).toBe(`counts ${first}`);
    expect(await lost(acknowledged(child.said))).toEqual([]);
  }, 60_000);

  test('a full disk refuses writes until there is room again', async () => {
    const child = startSqliteProcess(['line', file(), String(LINE)], failing('pwrite64:error=ENOSPC:when=200..215'));
    await child.end();

    expect(answers(child.said)).toContain('store_unavailable');
    expect(answers(child.said).at(-1)).toBe('done');
    expect(await lost(acknowledged(child.said))).toEqual([]);
    expect(halves()).toEqual([]);
  }, 60_000);
}
