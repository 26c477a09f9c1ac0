// Searches with every member of a filter, counts up to a bound, and the numbers of a tenant. Not part of Mender's API.
import type { DeviceFilter } from '../../domain/device-filter.ts';
import type { TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Deps } from '../../service/deps.ts';
import type { DeviceSearch, Feed, Position, SearchWindow } from '../../store/store.ts';
import { isPlain, readFilter } from './device-filter.ts';
import { listDevices, oneOrMany } from './device-list.ts';
import { isMenders, readFilterQuery } from './filter-query.ts';
import type { components, operations } from './gen/management-v2.gen.d.ts';
import type { Handlers } from './operation.ts';
import { readPosition, writePosition } from './paging.ts';
import { devicesText } from './device-text.ts';

export interface SearchDeps extends Pick<Deps, 'devices' | 'limits'> {
  readonly search: DeviceSearch;
  readonly feed: Pick<Feed, 'head'>;
}

type Ids = 'listDevices' | 'searchDevices' | 'countMatchingDevices' | 'getSummary';
type Query = NonNullable<operations['searchDevices']['parameters']['query']>;

const PER_PAGE = 20;
const COUNTED = 10_000;

export const search = (deps: SearchDeps): Pick<Handlers<operations>, Ids> => ({
  listDevices: ({ caller, query, url }) => {
    const filter = readFilterQuery(query, url);
    if (!isMenders(filter) || query.order !== undefined || isOrdered(query.cursor))
      return find(deps, caller.tenant, filter, { query, url });
    return listDevices(deps, caller.tenant, query, { page: query, url });
  },

  searchDevices: ({ caller, query, body, url }) => {
    if (!isPlain(body) || query.order !== undefined || isOrdered(query.cursor))
      return find(deps, caller.tenant, readFilter(body), { query, url });
    return listDevices(
      deps,
      caller.tenant,
      { status: oneOrMany(body.status), id: oneOrMany(body.id) },
      { page: query, url },
    );
  },

  countMatchingDevices: async ({ caller, query, body }) => ({
    status: 200,
    body: await deps.search.count(caller.tenant, readFilter(body), query.up_to ?? COUNTED),
  }),

  getSummary: async ({ caller: { tenant }, header }) => {
    const feed = await deps.feed.head();
    const headers = { ETag: `W/"${feed}-${encodeURIComponent(tenant)}"`, 'Cache-Control': 'no-cache' };
    if (header('if-none-match') === headers.ETag) return { status: 304, headers };
    return { status: 200, headers, body: await summaryOf(deps, tenant, feed) };
  },
});

async function summaryOf(deps: SearchDeps, tenant: TenantId, feed: number): Promise<components['schemas']['Summary']> {
  const waiting = { authSetStatuses: ['pending'] } as const;
  const [{ count, more }, { limit, used }, first] = await Promise.all([
    deps.search.count(tenant, waiting, COUNTED),
    deps.limits.get(tenant),
    deps.search.find(tenant, waiting, { limit: 1, order: 'created', after: undefined }),
  ]);
  const [oldest] = first.devices;
  return {
    pending: count,
    pending_more: more,
    accepted: used,
    limit,
    feed,
    ...(oldest && { oldest_pending_ts: oldest.createdAt.toISOString() }),
  };
}

async function find(
  deps: SearchDeps,
  tenant: TenantId,
  filter: DeviceFilter,
  { query, url }: { readonly query: Query; readonly url: string },
) {
  const window = windowOf(query);
  const page = await deps.search.find(tenant, filter, window);
  const links = page.next === undefined ? [] : [nextLink(url, window, page.next)];
  return { status: 200, headers: { Link: links }, body: devicesText(page.devices) } as const;
}

function windowOf({ page, per_page: limit = PER_PAGE, cursor = '', order }: Query): SearchWindow {
  if (page !== undefined && page !== 1)
    throw new Refused('invalid_request', 'page cannot be used with these filters; follow the next link');
  if (cursor === '') return { limit, order: order ?? 'created', after: undefined };
  const sign = cursor.slice(0, 1);
  const made = sign === SIGNS['-created'] ? '-created' : 'created';
  const after = readPosition(`search ${sign}`, cursor.slice(1));
  if (order !== undefined && order !== made)
    throw new Refused('invalid_request', 'the cursor was made for another order');
  return { limit, order: made, after };
}

const SIGNS = { created: '~', '-created': '-' } as const;

/** A cursor of a search begins with the sign of its order; a cursor of a plain list does not. */
const isOrdered = (cursor: string | undefined): boolean => /^[-~]/.test(cursor ?? '');

function nextLink(url: string, { limit, order }: SearchWindow, next: Position): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.delete('page');
  parameters.set('cursor', SIGNS[order] + writePosition(`search ${SIGNS[order]}`, next));
  parameters.set('per_page', String(limit));
  parameters.sort();
  return `<${path}?${parameters.toString()}>; rel="next"`;
}
