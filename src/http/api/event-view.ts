// An event of the audit in the API: as JSON, and as a row of CSV.
import type { Event } from '../../domain/event.ts';
import { csvLine } from './csv.ts';
import type { components } from './gen/management-v2.gen.d.ts';

type EventView = components['schemas']['Event'];

export function eventView(event: Event): EventView {
  const { id, type, at, origin, device, identity, revision } = event;
  return {
    id,
    ts: at.toISOString(),
    type,
    actor: origin.actor,
    request_id: origin.requestId,
    ...(origin.reason !== undefined && { reason: origin.reason }),
    ...(origin.decision !== undefined && { decision: origin.decision }),
    ...(device !== undefined && { device }),
    ...(identity !== undefined && { identity }),
    ...(revision !== undefined && { revision }),
    ...bodyView(event),
  };
}

/** The members that only some types have. */
function bodyView(event: Event): Partial<EventView> {
  switch (event.type) {
    case 'auth_set.added':
      return { ...keyView(event), to: event.to };
    case 'auth_set.changed':
      return { ...keyView(event), from: event.from, to: event.to };
    case 'auth_set.dismissed':
      return { ...keyView(event), from: event.from, ...(event.by !== undefined && { by: event.by }) };
    case 'device.changed':
      return { from: event.from, to: event.to };
    case 'device.provisioned':
      return { provisioned: event.provisioned };
    case 'tokens.revoked':
    case 'tokens.superseded':
      return { revoked: event.jtis };
    case 'limit.reached':
    case 'limit.changed':
      return limitView(event);
    case 'tenant_device.created':
    case 'tenant_device.key_reset':
    case 'tenant_device.removed':
      return { tenant_device: event.tenantDevice };
    case 'tenant_device.changed':
      return { tenant_device: event.tenantDevice, is_enabled: event.isEnabled };
    case 'device_settings.changed':
      return { device_type: event.deviceType };
    case 'api_key.created':
      return { api_key: event.apiKey, scopes: event.scopes };
    case 'api_key.revoked':
      return { api_key: event.apiKey };
    case 'webhook.created':
    case 'webhook.changed':
    case 'webhook.disabled':
    case 'webhook.redelivery_requested':
    case 'webhook.secret_rotated':
    case 'webhook.removed':
      return aboutWebhook(event);
    case 'signing_key.changed':
      return { kid: event.kid, to: event.to };
    case 'settings.changed':
      return { settings: event.settings };
    case 'queue.pressure':
      return { taken: event.taken, places: event.places, sources: event.heaviest };
    case 'device.sets_full':
    case 'device.decommissioning':
    case 'device.removed':
    case 'tokens.purged':
      return {};
  }
}

const limitView = (event: Extract<Event, { readonly limit: number }>): Partial<EventView> => ({
  limit: event.limit,
  ...('previous' in event && { previous_limit: event.previous }),
});

const aboutWebhook = (event: Extract<Event, { readonly webhook: string }>): Partial<EventView> => ({
  webhook: event.webhook,
  ...('host' in event && { host: event.host }),
  ...('isEnabled' in event && { is_enabled: event.isEnabled }),
  ...('because' in event && { because: event.because }),
  ...('since' in event && { since: event.since }),
});

const keyView = ({ authSet, fingerprint }: { readonly authSet: string; readonly fingerprint?: string }) => ({
  auth_set: authSet,
  ...(fingerprint !== undefined && { fingerprint }),
});

const COLUMNS = [
  'ts',
  'type',
  'actor',
  'reason',
  'device',
  'identity',
  'auth_set',
  'fingerprint',
  'from',
  'to',
  'limit',
  'previous_limit',
  'request_id',
  'id',
] as const satisfies readonly (keyof EventView)[];

/** The column `other` holds the remaining members as JSON. */
export const CSV_HEADER = `${[...COLUMNS, 'other'].join(',')}\r\n`;

export function csvRow(event: Event): string {
  const view = eventView(event);
  const isColumn = (name: string): boolean => COLUMNS.some((column) => column === name);
  const other = Object.fromEntries(Object.entries(view).filter(([name]) => !isColumn(name)));
  const cells = [
    ...COLUMNS.map((column) => view[column] ?? ''),
    Object.keys(other).length > 0 ? JSON.stringify(other) : '',
  ];
  return csvLine(
    cells.map((cell) => String(cell)),
    { spreadsheet: true },
  );
}
