// The tenant apps' API. A read goes to the store and a write to a command. The document describes requests and answers.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { tenantDeviceId, type TenantId } from '../../domain/ids.ts';
import { type ConfiguredDevice, type TenantDevice } from '../../domain/tenant-device.ts';
import { getTenantDevice } from '../../service/tenant-devices/change.ts';
import { configured } from '../../service/tenant-devices/settings-of.ts';
import { connect } from '../../service/tenant-devices/connect.ts';
import { createDevice } from '../../service/tenant-devices/create.ts';
import { deleteDevice } from '../../service/tenant-devices/delete.ts';
import type { Deps } from '../../service/deps.ts';
import { resetConnections } from '../../service/tenant-devices/reset-connections.ts';
import { updateDevice, type Expected } from '../../service/tenant-devices/update.ts';
import type { Part } from '../../store/store.ts';
import type { Context, Handlers } from './operation.ts';
import { nextLink, partOf } from './id-paging.ts';
import type { components, operations } from './gen/tenant-devices.gen.d.ts';

export const tenantDevices = (deps: Deps): Handlers<operations> => ({
  listTenantDevices: async ({ caller, query, url }) => {
    if (query.limit === undefined && query.cursor === undefined) {
      return { status: 200, body: await streamAll(deps, caller.tenant) };
    }
    const part = await deps.tenantDevices.list(caller.tenant, partOf('tenant devices', query, tenantDeviceId));
    return {
      status: 200,
      headers: nextLink('tenant devices', url, query, part),
      body: await viewsOf(deps, part.items),
    };
  },

  createDevice: async ({ caller, body, requestId, url }) => {
    const { type, name, description } = body;
    const made = await createDevice(deps, { ...by(caller, requestId), type, name, description });
    const [path = ''] = url.split('?');
    return { status: 201, headers: { Location: `${path}/${made.device.id}`, ETag: etagOf(made) }, body: viewOf(made) };
  },

  getDevice: async ({ caller, params }) => {
    const device = await getTenantDevice(deps, caller.tenant, tenantDeviceId(params.deviceId));
    return shown(await configured(deps, device));
  },

  updateDevice: async ({ caller, params, body, header, requestId }) => {
    const command = { ...by(caller, requestId), device: tenantDeviceId(params.deviceId) };
    return shown(await updateDevice(deps, { ...command, wanted: body, expected: expectedIn(header('If-Match')) }));
  },

  deleteDevice: async ({ caller, params, header, requestId }) => {
    const command = { ...by(caller, requestId), device: tenantDeviceId(params.deviceId) };
    await deleteDevice(deps, { ...command, expected: expectedIn(header('If-Match')) });
    return { status: 202 };
  },

  connect: async ({ caller, params, from }) => {
    const { tenant, key } = caller;
    const settings = await connect(deps, { tenant, device: tenantDeviceId(params.deviceId), key, from });
    return { status: 200, body: { settings } };
  },

  resetConnections: async ({ caller, params, requestId }) => {
    const device = tenantDeviceId(params.deviceId);
    const apiKey = await resetConnections(deps, { ...by(caller, requestId), device });
    const { publicUrl: environment } = deps.tenantDeviceRules;
    return { status: 200, body: { deviceId: device, tenantId: params.tenantId, apiKey, environment } };
  },
});

const by = ({ tenant, actor }: Context['caller'], requestId: string) => ({ tenant, origin: { actor, requestId } });

const viewOf = ({ device, settings }: ConfiguredDevice): components['schemas']['Device'] => ({
  deviceId: device.id,
  name: device.name,
  description: device.description,
  isEnabled: device.isEnabled,
  type: device.type,
  settings,
});

const shown = (state: ConfiguredDevice) =>
  ({ status: 200, headers: { ETag: etagOf(state) }, body: viewOf(state) }) as const;

/** Returns the device's revision and a digest of everything else that the answer shows. */
function etagOf({ device, settings }: ConfiguredDevice): string {
  const digest = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 8);
  return `"${device.revision}.${digest}"`;
}

/** Compares strongly (RFC 9110, 13.1.1), so that a weak tag matches nothing. */
function expectedIn(header: string | undefined): Expected {
  if (header === undefined) return undefined;
  const tags = header.split(',').map((tag) => tag.trim());
  return (state) => tags.includes('*') || tags.includes(etagOf(state));
}

const PART = 500;
/** The most that clocks of nodes may differ. */
const CLOCK_DIFFERENCE_MS = 60_000;

/** Streams all devices of the tenant in parts, and waits while the caller does not read. */
async function streamAll(deps: Deps, tenant: TenantId): Promise<Readable> {
  const next = (after: TenantDevice | undefined) => deps.tenantDevices.list(tenant, { limit: PART, after: after?.id });
  const first = await next(undefined); // before the answer begins, so that a store that is away is a 503
  return Readable.from(texts(deps, first, next));
}

/** Ends at the first device that was created after the list began, so that it ends even if devices are created all the time. */
async function* texts(
  deps: Deps,
  first: Part<TenantDevice>,
  next: (after: TenantDevice | undefined) => Promise<Part<TenantDevice>>,
): AsyncGenerator<string> {
  const last = deps.now().getTime() + CLOCK_DIFFERENCE_MS;
  let separator = '[';
  for (let part = first; ; part = await next(part.items.at(-1))) {
    const there = part.items.filter(({ createdAt }) => createdAt.getTime() <= last);
    const views = await viewsOf(deps, there);
    for (const view of views) {
      yield separator + JSON.stringify(view);
      separator = ',';
    }
    if (!part.more || there.length < part.items.length) break;
  }
  yield separator === '[' ? '[]' : ']';
}

/** Reads the settings once: devices of one type in one tenant have the same settings. */
async function viewsOf(deps: Deps, devices: readonly TenantDevice[]) {
  const settings = new Map<string, ConfiguredDevice['settings']>();
  const views: components['schemas']['Device'][] = [];
  for (const device of devices) {
    const known = settings.get(device.type);
    const state = known === undefined ? await configured(deps, device) : { device, settings: known };
    settings.set(device.type, state.settings);
    views.push(viewOf(state));
  }
  return views;
}
