// Reads the database of Mender's own deviceauth (schema 2.0). Nothing is written. Queries use Mender's indexes: auth sets by tenant
// and device, tokens by their id, which is the id of the auth set.
import { UUID, type Binary, type Collection, type Db } from 'mongodb';
import type { ForeignAuthSet, ForeignToken } from '../../domain/mender-device.ts';
import type { MenderDevice, MenderSource } from '../mender.ts';
import { clientFor, type Address } from './connection.ts';

interface DeviceDocument {
  readonly _id: string;
  readonly tenant_id?: string;
  readonly id_data: string;
  readonly status: string;
  readonly decommissioning?: boolean;
  readonly provisioned?: boolean;
  readonly created_ts: Date;
  readonly updated_ts?: Date;
  readonly check_in_time?: Date;
  readonly revision?: number;
}

interface AuthSetDocument {
  readonly _id: string;
  readonly tenant_id?: string;
  readonly device_id: string;
  readonly pubkey: string;
  readonly status: string;
  readonly ts?: Date;
}

interface TokenDocument {
  readonly _id: Binary;
  readonly sub: Binary;
  readonly iss?: string;
  readonly mender?: { readonly device?: boolean; readonly tenant?: string };
  readonly exp: { readonly time: Date };
  readonly iat: { readonly time: Date };
}

interface LimitDocument {
  readonly tenant_id?: string;
  readonly name: string;
  readonly value: number;
}

interface MigrationDocument {
  readonly version: { readonly major: number; readonly minor: number; readonly patch: number };
}

interface MenderCollections {
  readonly devices: Collection<DeviceDocument>;
  readonly authSets: Collection<AuthSetDocument>;
  readonly tokens: Collection<TokenDocument>;
  readonly limits: Collection<LimitDocument>;
  readonly migrations: Collection<MigrationDocument>;
}

const PAGE = 500;
/** Since this version the tenant is a field. Before, each tenant had a database of its own. */
const MAJOR_VERSION = 2;

/** Opens the database that the address names. Throws when it is not Mender's, or of a version that is laid out in another way. */
export async function openMenderSource(address: Address): Promise<MenderSource> {
  const client = clientFor(address);
  try {
    await client.connect();
    const collections = collectionsOf(client.db());
    await refuseOther(collections, client.db().databaseName);
    return {
      totals: async () => ({
        devices: await collections.devices.countDocuments(),
        authSets: await collections.authSets.countDocuments(),
        tokens: await collections.tokens.countDocuments(),
      }),
      devices: () => pagesOf(collections),
      limits: async () => {
        const found = await collections.limits.find({}).toArray();
        return found.map(({ tenant_id: tenant = '', name, value }) => ({ tenant, name, value }));
      },
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

const collectionsOf = (database: Db): MenderCollections => ({
  devices: database.collection('devices'),
  authSets: database.collection('auth_sets'),
  tokens: database.collection('tokens'),
  limits: database.collection('limits'),
  migrations: database.collection('migration_info'),
});

async function refuseOther({ migrations }: MenderCollections, name: string): Promise<void> {
  const versions = (await migrations.find({}).toArray()).map(({ version }) => version.major);
  if (versions.length === 0)
    throw new Error(`the database \`${name}\` has no migration_info: it is not the one of Mender's deviceauth`);
  if (Math.max(...versions) !== MAJOR_VERSION)
    throw new Error(
      `the database \`${name}\` has version ${Math.max(...versions)} of Mender's deviceauth; ${MAJOR_VERSION} can be imported: start a newer deviceauth on it first`,
    );
}

async function* pagesOf(collections: MenderCollections): AsyncGenerator<readonly MenderDevice[]> {
  let last: string | undefined;
  for (;;) {
    const after = last === undefined ? {} : { _id: { $gt: last } };
    const page = await collections.devices.find(after).sort({ _id: 1 }).limit(PAGE).toArray();
    last = page.at(-1)?._id;
    if (last === undefined) return;
    const authSets = await authSetsOf(collections, page);
    const tokens = await tokensOf(collections, [...authSets.values()].flat());
    yield page.map((device) => deviceOf(device, authSets.get(keyOf(device)) ?? [], tokens));
  }
}

const keyOf = ({ tenant_id = '', _id }: Pick<DeviceDocument, 'tenant_id' | '_id'>): string => `${_id} ${tenant_id}`;

/** Returns the auth sets of these devices, by device. */
async function authSetsOf({ authSets }: MenderCollections, page: readonly DeviceDocument[]) {
  const found = new Map<string, AuthSetDocument[]>();
  for (const tenant of new Set(page.map(({ tenant_id }) => tenant_id))) {
    const devices = page.filter(({ tenant_id }) => tenant_id === tenant).map(({ _id }) => _id);
    const ofTenant = tenant === undefined ? {} : { tenant_id: tenant };
    for (const set of await authSets.find({ ...ofTenant, device_id: { $in: devices } }).toArray()) {
      const key = keyOf({ _id: set.device_id, ...(tenant !== undefined && { tenant_id: tenant }) });
      found.set(key, [...(found.get(key) ?? []), set]);
    }
  }
  return found;
}

async function tokensOf({ tokens }: MenderCollections, sets: readonly AuthSetDocument[]) {
  const ids = sets.flatMap(({ _id }) => (UUID.isValid(_id) ? [new UUID(_id)] : []));
  const found = ids.length === 0 ? [] : await tokens.find({ _id: { $in: ids } }).toArray();
  return new Map(found.map((token) => [token._id.toUUID().toString(), tokenOf(token)]));
}

const tokenOf = ({ sub, iss = '', mender, exp, iat }: TokenDocument): ForeignToken => ({
  device: sub.toUUID().toString(),
  tenant: mender?.tenant ?? '',
  issuer: iss,
  issuedAt: iat.time,
  expiresAt: exp.time,
});

const deviceOf = (
  device: DeviceDocument,
  authSets: readonly AuthSetDocument[],
  tokens: ReadonlyMap<string, ForeignToken>,
): MenderDevice => ({
  id: device._id,
  tenant: device.tenant_id ?? '',
  idData: device.id_data,
  status: device.status,
  isDecommissioning: device.decommissioning === true,
  isProvisioned: device.provisioned === true,
  createdAt: device.created_ts,
  updatedAt: device.updated_ts ?? device.created_ts,
  checkInAt: device.check_in_time,
  revision: device.revision ?? 0,
  authSets: authSets.map((set) => authSetOf(set, device, tokens)),
});

const authSetOf = (
  { _id: id, pubkey, status, ts }: AuthSetDocument,
  device: DeviceDocument,
  tokens: ReadonlyMap<string, ForeignToken>,
): ForeignAuthSet => ({ id, pubkey, status, createdAt: ts ?? device.created_ts, token: tokens.get(id) });
