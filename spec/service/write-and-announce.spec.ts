import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../src/domain/event.ts';
import { writeAndAnnounce } from '../../src/service/write-and-announce.ts';
import { openTenantApp } from '../support/tenant-device-deps.ts';
import { OF } from './tenant-devices/tools.ts';

const BODY = { type: 'tokens.purged' } as const;

describe('writeAndAnnounce', () => {
  test('announces the event that was written, after the write', async () => {
    const { deps, announced, clock } = await openTenantApp();
    const written: Event[] = [];

    const isDone = await writeAndAnnounce(deps, OF, BODY, async (event) => {
      await Promise.resolve();
      expect(announced).toEqual([]);
      written.push(event);
    });

    expect(isDone).toBe(true);
    expect(announced).toEqual(written);
    expect(announced).toMatchObject([{ type: 'tokens.purged', at: clock.now(), tenant: OF.tenant, origin: OF.origin }]);
  });

  test.each([
    ['says that it wrote nothing', () => Promise.resolve(false)],
    ['fails', () => Promise.reject(new Error('away'))],
  ])('announces nothing where the write %s', async (_, write) => {
    const { deps, announced } = await openTenantApp();

    const isDone = await writeAndAnnounce(deps, OF, BODY, write).catch(() => false);

    expect(isDone).toBe(false);
    expect(announced).toEqual([]);
  });
});
