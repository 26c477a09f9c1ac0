// Records in the audit that the service started with other settings than before.
import { eventOf, type ChangedSetting } from '../../domain/event.ts';
import { OWN_TENANT } from '../../domain/ids.ts';
import type { Audit } from '../../store/audit.ts';
import type { Feed } from '../../store/store.ts';
import type { Deps } from '../deps.ts';

export interface NoteSettingsDeps extends Pick<Deps, 'announce' | 'ids' | 'now'> {
  readonly audit: Audit;
  readonly feed: Pick<Feed, 'append'>;
}

/**
 * Appends the differences from the last start that had any. `set` has the settings without their default, by name, and no value of
 * a secret.
 */
export async function noteSettings(deps: NoteSettingsDeps, set: Readonly<Record<string, string>>): Promise<void> {
  const before = await lastSettings(deps.audit);
  const names = [...new Set([...Object.keys(before), ...Object.keys(set)])].sort();
  const settings = names.filter((name) => before[name] !== set[name]).map((name) => changed(name, before, set));
  if (settings.length === 0) return;
  const origin = { actor: 'system', requestId: 'start' };
  const context = { change: deps.ids.change(), tenant: OWN_TENANT, at: deps.now(), origin };
  const event = eventOf({ type: 'settings.changed', settings, set }, context);
  await deps.feed.append([event]);
  deps.announce([event]);
}

async function lastSettings(audit: Audit): Promise<Readonly<Record<string, string>>> {
  for (let below: number | undefined; ;) {
    const { entries, next } = await audit.list(OWN_TENANT, { type: 'settings.changed' }, { limit: 1, below });
    const event = entries[0]?.event;
    if (event?.type === 'settings.changed') return event.set;
    if (next === undefined) return {};
    below = next;
  }
}

function changed(
  name: string,
  { [name]: from }: Readonly<Record<string, string>>,
  { [name]: to }: Readonly<Record<string, string>>,
): ChangedSetting {
  return { name, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
