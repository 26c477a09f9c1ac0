import { describe, expect, test } from '@jest/globals';
import { OWN_TENANT } from '../../src/domain/ids.ts';
import { diagnoseFile } from '../../src/service/diagnose-file.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import type { ExaminedFile, StoredStats } from '../../src/store/stats.ts';
import { given } from '../support/stores/given.ts';

describe('diagnoseFile', () => {
  test('finds no fault in a sound file, and checks what it holds', async () => {
    const findings = await diagnosed({});

    expect(findings.filter((finding) => finding.startsWith('wrong'))).toEqual([]);
    expect(findings.slice(0, 3)).toEqual([
      'ok store /data/devauth.db was read and not changed',
      'ok file SQLite finds no damage (quick_check)',
      'ok schema 11, that of this program',
    ]);
    expect(findings.map((finding) => finding.split(' ')[1])).toContain('slots');
  });

  test('says that a -wal was read', async () => {
    expect((await diagnosed({ walBytes: 4152 }))[0]).toBe(
      'ok store /data/devauth.db was read and not changed, with the 4152 bytes of /data/devauth.db-wal, which the next start moves into it',
    );
  });

  test('reports an older schema with the next step, and reads nothing more', async () => {
    const findings = await diagnosed({ schema: { found: 9, known: 11 }, stats: unreadable });

    expect(findings.slice(2)).toEqual([
      expect.stringMatching(/^wrong schema .* has schema 9, this program has 11.*`devauth migrate`/),
    ]);
  });

  test.each([
    ['one damage', ['page 7'], /: page 7$/],
    ['many damages', ['page 1', 'page 2', 'page 3', 'page 4'], /: page 1; page 2; page 3; and more$/],
  ])('reports %s with the next step, and reads nothing more', async (_name, damages, ending) => {
    const findings = await diagnosed({ damages: () => Promise.resolve(damages), stats: unreadable });

    expect(findings.slice(1)).toEqual([
      expect.stringMatching(/^wrong file \/data\/devauth\.db is damaged.*restore a backup/),
      'ok schema 11, that of this program',
    ]);
    expect(findings[1]).toMatch(ending);
  });

  test('names a wrong count in a sound file', async () => {
    const recount = () => Promise.resolve([{ tenant: OWN_TENANT, used: 3, accepted: 2, openOperations: 0 }]);

    expect(await diagnosed({}, { recount })).toContain(
      'wrong slots the own tenant: used is 3, and 2 devices are accepted',
    );
  });
});

const unreadable = (): StoredStats => {
  throw new TypeError('the file is not fit to be read');
};

/** Returns the findings as texts, on a real store. */
async function diagnosed(of: Partial<ExaminedFile>, stats: Partial<StoredStats> = {}): Promise<readonly string[]> {
  const store = await SqliteStore.open({ file: ':memory:', defaultLimit: -1 });
  const file: ExaminedFile = {
    file: '/data/devauth.db',
    schema: { found: 11, known: 11 },
    walBytes: 0,
    damages: () => Promise.resolve([]),
    stats: () => ({ ...store.stats, ...stats }),
    close: () => Promise.resolve(),
    ...of,
  };
  const findings = await diagnoseFile({ file, maxPending: 10_000, forwarders: () => [], now: () => given.time(0) });
  await store.close();
  return findings.map(({ status, check, says }) => `${status} ${check} ${says}`);
}
