// Finds a device that an operator may have meant: a serial in another case, a MAC address in another spelling, one attribute wrong.
import { attributesOf, type Attribute } from '../../domain/attributes.ts';
import type { Device, Identity } from '../../domain/device.ts';
import type { AttributeCondition } from '../../domain/device-filter.ts';
import type { TenantId } from '../../domain/ids.ts';
import { differencesOf } from '../../domain/near-miss.ts';
import type { DeviceSearch } from '../../store/store.ts';

/** The attributes that are compared. Each is one search, and one condition of every other search. */
const MAX_ATTRIBUTES = 8;
/** An attribute that more devices have in common does not identify one of them. */
const FEW = 5;
/** Many other values contain a value this short. */
const MIN_UNIQUE_LENGTH = 4;

/**
 * Returns the device with the fewest differences: one that has all attributes as a search compares them, else one that has all but
 * one, else one that has the longest value under any name. Each must be one of a few.
 */
export async function findNear(
  search: DeviceSearch,
  tenant: TenantId,
  identity: Identity,
): Promise<Device | undefined> {
  const attributes = [...attributesOf(identity.text)]
    .filter(({ value }) => value !== '')
    .sort((one, other) => other.value.length - one.value.length)
    .slice(0, MAX_ATTRIBUTES);
  for (const conditions of stepsOf(attributes)) {
    const found: Device[] = [];
    for (const each of conditions) found.push(...(await findFew(search, tenant, each)));
    const near = fewestDifferences(found, identity);
    if (near !== undefined) return near;
  }
  return undefined;
}

type Conditions = readonly AttributeCondition[];

/** Each step is several searches. A step runs only if the steps before found nothing. */
function stepsOf(attributes: readonly Attribute[]): readonly (readonly Conditions[])[] {
  if (attributes.length === 0) return [];
  const all = attributes.map(({ name, value }): AttributeCondition => ({ op: 'in', name, values: [value] }));
  const allButOne = all.length === 1 ? [] : all.map((left) => all.filter((condition) => condition !== left));
  const anywhere = attributes
    .slice(0, 1)
    .filter(({ value }) => value.length >= MIN_UNIQUE_LENGTH)
    .map(({ value }): Conditions => [{ op: 'prefix', name: undefined, value }]);
  return [[all], allButOne, anywhere];
}

async function findFew(search: DeviceSearch, tenant: TenantId, identity: Conditions): Promise<readonly Device[]> {
  const window = { limit: FEW + 1, order: 'created', after: undefined } as const;
  const { devices } = await search.find(tenant, { identity }, window);
  return devices.length > FEW ? [] : devices;
}

function fewestDifferences(devices: readonly Device[], { text }: Identity): Device | undefined {
  const counted = devices.map((device) => ({ device, differences: differencesOf(device.identity.text, text).length }));
  return counted.sort((one, other) => one.differences - other.differences)[0]?.device;
}
