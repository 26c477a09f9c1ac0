// The audit in the management API: pages, and a stream with all results of a search.
import { Readable } from 'node:stream';
import type { Event } from '../../domain/event.ts';
import { deviceId, type TenantId } from '../../domain/ids.ts';
import type { Audit, AuditFilter } from '../../store/audit.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { csvRow, CSV_HEADER, eventView } from './event-view.ts';
import type { operations } from './gen/management-v2.gen.d.ts';
import type { Handlers } from './operation.ts';

export interface EventsDeps {
  readonly audit: Audit;
}

const KIND = 'events';
const PER_PAGE = 20;
const EXPORTED_AT_ONCE = 500;

export const events = ({ audit }: EventsDeps): Pick<Handlers<operations>, 'listEvents' | 'exportEvents'> => ({
  listEvents: async ({ caller, query, url }) => {
    const { per_page: limit = PER_PAGE, cursor } = query;
    const below = cursor === undefined ? undefined : readCursor(KIND, cursor, readPlace);
    const { entries, next } = await audit.list(caller.tenant, filterOf(query), { limit, below });
    return {
      status: 200,
      headers: next === undefined ? {} : { Link: nextLink(url, next) },
      body: entries.map(({ event }) => eventView(event)),
    };
  },

  exportEvents: ({ caller, query, answerType }) => {
    const isCsv = answerType() === 'text/csv';
    const found = search(audit, caller.tenant, filterOf(query));
    return isCsv
      ? { status: 200, type: 'text/csv; charset=utf-8', body: Readable.from(csvOf(found)) }
      : { status: 200, type: 'application/x-ndjson; charset=utf-8', body: Readable.from(ndjsonOf(found)) };
  },
});

interface EventQuery {
  readonly device?: string;
  readonly type?: AuditFilter['type'];
  readonly actor?: string;
  readonly after?: string;
  readonly before?: string;
}

const filterOf = ({ device, type, actor, after, before }: EventQuery): AuditFilter => ({
  ...(device !== undefined && { device: deviceId(device) }),
  ...(type !== undefined && { type }),
  ...(actor !== undefined && { actor }),
  ...(after !== undefined && { after: new Date(after) }),
  ...(before !== undefined && { before: new Date(before) }),
});

/** Yields the events of each part together, the newest first. */
async function* search(audit: Audit, tenant: TenantId, filter: AuditFilter): AsyncGenerator<readonly Event[]> {
  for (let below: number | undefined; ;) {
    const { entries, next } = await audit.list(tenant, filter, { limit: EXPORTED_AT_ONCE, below });
    if (entries.length > 0) yield entries.map(({ event }) => event);
    if (next === undefined) return;
    below = next;
  }
}

async function* csvOf(parts: AsyncIterable<readonly Event[]>): AsyncGenerator<string> {
  yield CSV_HEADER;
  for await (const events of parts) yield events.map(csvRow).join('');
}

async function* ndjsonOf(parts: AsyncIterable<readonly Event[]>): AsyncGenerator<string> {
  for await (const events of parts) yield events.map((event) => `${JSON.stringify(eventView(event))}\n`).join('');
}

function nextLink(url: string, below: number): string {
  const [path = '', search = ''] = url.split('?');
  const parameters = new URLSearchParams(search);
  parameters.set('cursor', writeCursor(KIND, String(below)));
  parameters.sort();
  return `<${path}?${parameters.toString()}>; rel="next"`;
}

const readPlace = (text: string): number | undefined => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined);
