import { describe, expect, test } from '@jest/globals';
import { retentionOf } from '../../src/readers/retention.ts';

const DAY = 86_400;

describe('retentionOf', () => {
  test('keeps the feed for a week, and for as long as a token lives', () => {
    const kept = (tokenTtlSeconds: number) => retentionOf({ tokenTtlSeconds, auditDays: 365 }, { isAudit: false });

    expect(kept(60).feedSeconds).toBe(7 * DAY);
    expect(kept(30 * DAY).feedSeconds).toBe(30 * DAY);
  });

  test('keeps it as long as the audit where the feed is the audit', () => {
    const config = { tokenTtlSeconds: 60, auditDays: 365 };

    expect(retentionOf(config, { isAudit: true })).toMatchObject({ feedSeconds: 365 * DAY, auditSeconds: 365 * DAY });
    expect(retentionOf({ ...config, auditDays: 1 }, { isAudit: true }).feedSeconds).toBe(7 * DAY);
  });

  test('keeps unread entries for a week longer', () => {
    const { feedSeconds, unreadSeconds } = retentionOf({ tokenTtlSeconds: 60, auditDays: 1 }, { isAudit: false });

    expect(unreadSeconds - feedSeconds).toBe(7 * DAY);
  });
});
