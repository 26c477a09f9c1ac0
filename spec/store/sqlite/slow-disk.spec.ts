// A disk with a slow sync: writes wait for it, reads do not, and writes during a sync share the next one.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeIf, isInstalled } from '../../support/optional.ts';
import { startSqliteProcess } from './process.ts';

/** Far longer than all reads of the child together. */
const DELAY_MS = 500;

/** Preloaded into the process: every sync takes that much longer, as soon as `slow` exists in its folder. */
const SLOW_SYNC = `
  #define _GNU_SOURCE
  #include <dlfcn.h>
  #include <stdlib.h>
  #include <unistd.h>
  static int slowly(const char *name, int fd) {
    int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (access(getenv("SLOW"), F_OK) == 0) usleep(${DELAY_MS} * 1000);
    return sync(fd);
  }
  int fsync(int fd) { return slowly("fsync", fd); }
  int fdatasync(int fd) { return slowly("fdatasync", fd); }`;

describeIf(isInstalled('cc'), 'cc', 'a SqliteStore on a disk that syncs slowly', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devauth-slow-disk-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('answers reads while a write waits for its sync, and the writes that arrive during a sync share the next one', async () => {
    const [source, library] = [join(folder, 'slow.c'), join(folder, 'slow.so')];
    await writeFile(source, SLOW_SYNC);
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl']);
    const slow = ['env', `LD_PRELOAD=${library}`, `SLOW=${join(folder, 'slow')}`];

    const child = startSqliteProcess(['slow', join(folder, 'devauth.db'), '50'], slow);
    const { code, stderr } = await child.end();

    expect([code, stderr]).toEqual([0, '']);
    const [first, second, ...rest] = child.said;
    expect(rest).toEqual([]);
    expect(first).toBe('100 reads before the first write was answered');
    expect(Number(/^50 more writes took (\d+) ms$/.exec(second ?? '')?.[1])).toBeLessThan(4 * DELAY_MS);
  }, 60_000);
});
