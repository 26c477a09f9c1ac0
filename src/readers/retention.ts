// How long what happened is kept.

export interface Retention {
  /** Entries that every reader has read. */
  readonly feedSeconds: number;
  /** Entries that a reader has not read. One that is down for longer loses its place (D19). */
  readonly unreadSeconds: number;
  readonly auditSeconds: number;
}

const DAY = 24 * 3600;
const WEEK = 7 * DAY;

/** An entry may be about a token, and a verifier that works offline asks for it as long as the token lives (D11). */
export const livesAtLeast = ({ tokenTtlSeconds }: { readonly tokenTtlSeconds: number }): number =>
  Math.max(WEEK, tokenTtlSeconds);

/** Returns how long each is kept; longer where the feed itself is the audit. */
export function retentionOf(
  config: { readonly tokenTtlSeconds: number; readonly auditDays: number },
  { isAudit }: { readonly isAudit: boolean },
): Retention {
  const auditSeconds = config.auditDays * DAY;
  const feedSeconds = Math.max(livesAtLeast(config), isAudit ? auditSeconds : 0);
  return { feedSeconds, unreadSeconds: feedSeconds + WEEK, auditSeconds };
}
