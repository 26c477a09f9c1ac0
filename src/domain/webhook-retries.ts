// The times at which a failed delivery is tried again: the schedule of Standard Webhooks, which takes three days.
import { HEALTHY, type WebhookHealth } from './webhook.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pauses after the first failure, the second one, and so on; the last one repeats. */
const PAUSES = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

const LONGEST = 24 * HOUR;
/** A webhook that fails for longer is disabled. */
export const GIVE_UP_MS = 72 * HOUR;
/** Pauses are longer by up to this share, so that webhooks that failed together are not tried together. */
const JITTER = 0.1;

export interface Failure {
  readonly now: Date;
  readonly problem: string;
  /** The pause that the receiver asked for (`Retry-After`). */
  readonly retryAfterMs?: number;
  /** From 0 up to 1. */
  readonly random: number;
}

export function afterFailure(
  { failures, failingSince, deliveredAt }: WebhookHealth,
  { now, problem, retryAfterMs = 0, random }: Failure,
): WebhookHealth {
  const pause = (PAUSES[failures] ?? LONGEST) * (1 + JITTER * random);
  return {
    failures: failures + 1,
    failingSince: failingSince ?? now,
    nextAt: new Date(now.getTime() + Math.max(pause, Math.min(retryAfterMs, LONGEST))),
    problem,
    ...(deliveredAt && { deliveredAt }),
  };
}

export const afterSuccess = (now: Date): WebhookHealth => ({ ...HEALTHY, deliveredAt: now });

/** True if no delivery has succeeded for so long that the webhook is disabled. */
export const isGivenUp = ({ failingSince }: WebhookHealth, now: Date): boolean =>
  failingSince !== undefined && now.getTime() - failingSince.getTime() >= GIVE_UP_MS;
