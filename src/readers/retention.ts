// The time that events are kept.

export interface Retention {
  /** For entries that every reader has read. */
  readonly feedSeconds: number;
  /** For entries that a reader has not read. A reader that is down for longer loses its place (D19). */
  readonly unreadSeconds: number;
  readonly auditSeconds: number;
}

const DAY = 24 * 3600;
const WEEK = 7 * DAY;

/** An entry may concern a token, and an offline verifier asks for it as long as the token lives (D11). */
export const livesAtLeast = ({ tokenTtlSeconds }: { readonly tokenTtlSeconds: number }): number =>
  Math.max(WEEK, tokenTtlSeconds);

/** Returns how long each kind is kept; longer if the feed itself is the audit. */
export function retentionOf(
  config: { readonly tokenTtlSeconds: number; readonly auditDays: number },
  { isAudit }: { readonly isAudit: boolean },
): Retention {
  const auditSeconds = config.auditDays * DAY;
  const feedSeconds = Math.max(livesAtLeast(config), isAudit ? auditSeconds : 0);
  return { feedSeconds, unreadSeconds: feedSeconds + WEEK, auditSeconds };
}
