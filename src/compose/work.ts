// The work beside requests: what this node does and how often. At the end, everything that is only in memory is written once more.
import type { Logger } from 'winston';
import type { Opened } from './opened.ts';
import type { Config } from '../config/settings.ts';
import { retentionOf } from '../readers/retention.ts';
import type { Deps } from '../service/deps.ts';
import { confirmVerdicts } from '../service/fleet/confirm-verdicts.ts';
import { endOverdue } from '../service/fleet/decommission.ts';
import { forgetDisplaced, forgetSilent } from '../service/fleet/forget-waiting.ts';
import { createKeyNotes } from '../service/installation/note-signing-keys.ts';
import type { OperatedStore } from '../store/stats.ts';
import { watchClock } from '../time/clock-difference.ts';
import { every } from '../time/every.ts';
import type { ListedSigningKey } from '../tokens/own/open.ts';
import type { SigningKeys } from '../tokens/own/signing-keys.ts';

export interface WorkParts {
  readonly config: Config;
  readonly now: () => Date;
  readonly log: Logger;
  readonly opened: Opened;
  readonly keyReloadMs?: number | undefined;
}

export interface WorkedOn {
  readonly store: OperatedStore;
  readonly signingKeys: SigningKeys;
  readonly listKeys: () => Promise<readonly ListedSigningKey[]>;
  readonly deps: Deps;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY_SECONDS = 24 * 3600;
/** Within this time every node knows a change of the signing keys (D9). */
export const KEY_RELOAD_MS = 10 * SECOND;
/** The feed keeps the events at least as long. */
const KEPT_DELIVERIES_SECONDS = 7 * DAY_SECONDS;
/** A displaced auth set is removed after an hour (D23). */
const LEAVING_SECONDS = 3600;

type Work = readonly [everyMs: number | undefined, work: () => void | Promise<void>];

/** Starts the work. Resolves when the signing keys are recorded in the audit, or when that failed; it is tried again later. */
export async function startWork(parts: WorkParts, { store, signingKeys, listKeys, deps }: WorkedOn): Promise<void> {
  const { now, log, opened, keyReloadMs = KEY_RELOAD_MS } = parts;
  const noteSigningKeys = createKeyNotes({ ...deps, feed: store.feed });
  const noteKeys = async (): Promise<void> => noteSigningKeys(await listKeys());
  const notes = [deps.checkIns, deps.asks, deps.refusals, deps.tenantDeviceUses, deps.apiKeyUses];
  notes.forEach(({ flush }) => opened.atEnd(flush));
  const works: readonly Work[] = [
    ...notes.map(({ flush }) => [MINUTE, flush] as const),
    ...housekeeping(parts, store, deps),
    [deps.verdicts.confirmEveryMs, () => void confirmVerdicts(deps)],
    [10 * SECOND, noteKeys],
    [keyReloadMs, () => reloadKeys(signingKeys, deps, log)],
  ];
  works.forEach(([everyMs, work]) => opened.atEnd(every(everyMs, log, work)));
  opened.atEnd(watchClock({ now, readOther: () => store.stats.time() }, log));
  await noteKeys().catch((error: unknown) => log.warn('signing_keys', { problem: String(error) }));
}

/** Removes what is too old. */
function housekeeping({ config, now }: WorkParts, store: OperatedStore, deps: Deps): readonly Work[] {
  const ago = (seconds: number): Date => new Date(now().getTime() - seconds * SECOND);
  const kept = retentionOf(config, { isAudit: store.audit.keep === undefined });
  const silentSeconds = config.pendingDays * DAY_SECONDS;
  return [
    [MINUTE, () => endOverdue(deps, ago(config.decommissionSeconds))],
    [MINUTE, () => forgetDisplaced(deps, ago(LEAVING_SECONDS))],
    [silentSeconds === 0 ? undefined : MINUTE, () => forgetSilent(deps, ago(silentSeconds))],
    [HOUR, () => store.feed.prune(ago(kept.feedSeconds), ago(kept.unreadSeconds))],
    [HOUR, () => store.audit.prune?.(ago(kept.auditSeconds))],
    [HOUR, () => store.webhooks.pruneDeliveries(ago(KEPT_DELIVERIES_SECONDS))],
  ];
}

/** Reads the files of the signing keys again (D9). A revoked key clears every remembered verdict. */
async function reloadKeys(signingKeys: SigningKeys, { verdicts }: Deps, log: Logger): Promise<void> {
  const { revoked, changes, problem } = await signingKeys.reload();
  if (revoked.length > 0) verdicts.clear();
  for (const { kid, from = 'absent', to = 'absent' } of changes) log.info('signing_key', { kid, from, to });
  if (problem !== undefined) log.warn('signing_keys', { problem });
}
