// Exports all devices that match a filter, while they are read.
import { Readable } from 'node:stream';
import type { AuthSet, Device } from '../../domain/device.ts';
import type { DeviceFilter } from '../../domain/device-filter.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { DeviceSearch, Position } from '../../store/store.ts';
import { csvLine, type CsvStyle } from './csv.ts';
import { readFilter } from './device-filter.ts';
import { readFilterQuery } from './filter-query.ts';
import type { operations } from './gen/management-v2.gen.d.ts';
import type { Handlers } from './operation.ts';
import { deviceText } from './device-text.ts';

export interface ExportDeps {
  readonly search: DeviceSearch;
}

const READ_AT_ONCE = 200;

export const exportDevices = ({
  search,
}: ExportDeps): Pick<Handlers<operations>, 'exportDevices' | 'exportSearch'> => ({
  exportDevices: ({ caller, query, url, answerType }) =>
    exported(devicesOf(search, caller.tenant, readFilterQuery(query, url)), query, answerType()),

  exportSearch: ({ caller, query, body, answerType }) =>
    exported(devicesOf(search, caller.tenant, readFilter(body)), query, answerType()),
});

type TableQuery = NonNullable<operations['exportSearch']['parameters']['query']>;

function exported(parts: AsyncIterable<readonly Device[]>, query: TableQuery, type: string) {
  if (type !== 'text/csv')
    return { status: 200, type: 'application/x-ndjson; charset=utf-8', body: Readable.from(ndjsonOf(parts)) } as const;
  const table = { attributes: query.attribute ?? [], spreadsheet: query.spreadsheet === true };
  return { status: 200, type: 'text/csv; charset=utf-8', body: Readable.from(csvOf(parts, table)) } as const;
}

/** Yields the devices of each part together, in the order of creation. Continues a search that stopped early. */
async function* devicesOf(
  search: DeviceSearch,
  tenant: TenantId,
  filter: DeviceFilter,
): AsyncGenerator<readonly Device[]> {
  for (let after: Position | undefined; ;) {
    const { devices, next } = await search.find(tenant, filter, { limit: READ_AT_ONCE, order: 'created', after });
    if (devices.length > 0) yield devices;
    if (next === undefined) return;
    after = next;
  }
}

async function* ndjsonOf(parts: AsyncIterable<readonly Device[]>): AsyncGenerator<string> {
  for await (const devices of parts) yield devices.map((device) => `${deviceText(device)}\n`).join('');
}

interface Table extends CsvStyle {
  /** Attributes with a column of their own. */
  readonly attributes: readonly string[];
}

const COLUMNS = ['id', 'status', 'created_ts', 'check_in_time', 'auth_set', 'auth_set_status', 'fingerprint'];

/** One line for each auth set. */
async function* csvOf(parts: AsyncIterable<readonly Device[]>, table: Table): AsyncGenerator<string> {
  const attributes = table.attributes.map((name) => `identity.${name}`);
  yield csvLine([...COLUMNS, ...attributes, 'identity_data'], table);
  for await (const devices of parts) {
    yield devices.flatMap((device) => linesOf(device, table)).join('');
  }
}

function linesOf(device: Device, table: Table): readonly string[] {
  const values = new Map(valuesOf(device).map(([name, value]) => [name, value]));
  const identity = [...table.attributes.map((name) => values.get(name) ?? ''), device.identity.text];
  const sets: readonly (AuthSet | undefined)[] = device.authSets.length > 0 ? device.authSets : [undefined];
  return sets.map((set) => csvLine([...cellsOf(device, set), ...identity], table));
}

const cellsOf = (device: Device, set: AuthSet | undefined): readonly string[] => [
  device.id,
  device.status,
  device.createdAt.toISOString(),
  device.checkInAt?.toISOString() ?? '',
  set?.id ?? '',
  set?.status ?? '',
  set?.fingerprint ?? '',
];

/** Returns the attributes at the top of the identity: texts as they are, everything else as JSON. */
function valuesOf({ identity }: Device): readonly (readonly [string, string])[] {
  const members: Readonly<Record<string, unknown>> = JSON.parse(identity.text);
  return Object.entries(members).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}
