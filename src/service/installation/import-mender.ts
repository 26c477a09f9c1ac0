// Imports the devices, limits and tokens of Mender's deviceauth. A second run writes only what changed in Mender since the first.
import type { Device, LiveToken } from '../../domain/device.ts';
import { Refused } from '../../domain/errors.ts';
import { deviceId, tenantId } from '../../domain/ids.ts';
import { UNLIMITED } from '../../domain/limits.ts';
import { mapDevice, type AdmitKey, type LeftOut, type Mapped } from '../../domain/mender-device.ts';
import { mapTokens } from '../../domain/mender-token.ts';
import { tenantFault } from '../../domain/tenant.ts';
import { isExpired } from '../../domain/token.ts';
import type { ImportAnswer, Imports } from '../../store/imports.ts';
import type { MenderDevice, MenderSource } from '../../store/mender.ts';
import type { Devices } from '../../store/store.ts';

export interface ImportDeps {
  readonly source: MenderSource;
  readonly devices: Pick<Devices, 'list'>;
  readonly imports: Imports;
  readonly admit: AdmitKey;
  readonly now: () => Date;
  /** The `iss` of device tokens here. Absent: no token is imported, and those of an earlier import end. */
  readonly tokenIssuer?: string | undefined;
  /** Reads and decides, but writes nothing. */
  readonly isDry: boolean;
  /** Called for everything that is not imported unchanged. */
  readonly tell: (finding: Finding) => void;
  /** Called with the number of devices that were read, and the number of all devices. */
  readonly progress: (devices: number, total: number) => void;
}

export interface Finding {
  readonly what: 'device' | 'auth set' | 'token' | 'limit';
  readonly id: string;
  readonly tenant: string;
  readonly reason: string;
}

export interface ImportCounts {
  /** The sum of the next five. */
  readonly devices: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Devices that changed here after an earlier import. They are not touched. */
  readonly changedHere: number;
  readonly refused: number;
  /** The sum of the next three. */
  readonly authSets: number;
  readonly authSetsKept: number;
  readonly authSetsLeftOut: number;
  /** Auth sets of a refused or missing device. */
  readonly authSetsWithoutDevice: number;
  /** The sum of the next three; absent if tokens were not asked for. */
  readonly tokens?: number;
  readonly tokensKept?: number;
  readonly tokensLeftOut?: number;
  /** Tokens of a refused device or a missing auth set. */
  readonly tokensWithoutDevice?: number;
  /** The sum of the next two. */
  readonly limits: number;
  readonly limitsSet: number;
  readonly limitsLeftOut: number;
}

export async function importMender(deps: ImportDeps): Promise<ImportCounts> {
  const { source, imports, isDry, progress } = deps;
  const totals = await source.totals();
  const identities = new Set<string>();
  const devices = { created: 0, updated: 0, unchanged: 0, changedHere: 0, refused: 0 };
  const sets = { kept: 0, leftOut: 0 };
  const tokens = { kept: 0, leftOut: 0 };
  let read = 0;
  for await (const page of source.devices()) {
    for (const { result, mapped } of await importPage(deps, page, identities)) {
      devices[result] += 1;
      if (mapped === undefined || result === 'refused') continue;
      sets.kept += mapped.device.authSets.length;
      sets.leftOut += mapped.leftOut.length;
      const ofDevice = mapped.device.tokens.length;
      tokens.kept += result === 'changedHere' ? 0 : ofDevice;
      tokens.leftOut += mapped.tokensLeftOut.length + (result === 'changedHere' ? ofDevice : 0);
    }
    read += page.length;
    progress(read, totals.devices);
  }
  const limits = await importLimits(deps);
  if (!isDry) await imports.countSlots();
  return {
    ...{ devices: read, ...devices },
    ...{ authSets: totals.authSets, authSetsKept: sets.kept, authSetsLeftOut: sets.leftOut },
    authSetsWithoutDevice: totals.authSets - sets.kept - sets.leftOut,
    ...(deps.tokenIssuer !== undefined && tokenCounts(totals.tokens, tokens)),
    ...limits,
  };
}

const tokenCounts = (tokens: number, { kept, leftOut }: { readonly kept: number; readonly leftOut: number }) => ({
  tokens,
  tokensKept: kept,
  tokensLeftOut: leftOut,
  tokensWithoutDevice: tokens - kept - leftOut,
});

type Result = 'created' | 'updated' | 'unchanged' | 'changedHere' | 'refused';

interface Judged {
  readonly foreign: MenderDevice;
  /** Absent for a device that our rules refuse. */
  readonly mapped: (Mapped & { readonly tokensLeftOut: readonly LeftOut[] }) | undefined;
  /** The stored device. `undefined` if the device is not stored. */
  readonly here: Here | undefined;
  /** Known before the write. `undefined` if the device is to be written. */
  readonly result: Result | undefined;
}

type Here = Pick<Device, 'revision' | 'tokens'>;

interface Done extends Judged {
  readonly result: Result;
}

async function importPage(
  deps: ImportDeps,
  page: readonly MenderDevice[],
  identities: Set<string>,
): Promise<readonly Done[]> {
  const here = await findHere(deps, page);
  const judged = page.map((foreign) => judge(deps, foreign, here.get(keyOf(foreign)), identities));
  const written = judged.flatMap(({ result, mapped, here: before }) =>
    result === undefined && mapped !== undefined ? [{ device: mapped.device, replaces: before?.revision }] : [],
  );
  const answers = deps.isDry || written.length === 0 ? [] : await deps.imports.put(written);
  const answerOf = new Map(written.map(({ device }, index) => [device, answers[index] ?? 'done']));
  return judged.map((one) => {
    const answer = one.mapped && answerOf.get(one.mapped.device);
    const result = one.result ?? resultOf(answer, one);
    if (answer === 'taken') tellDevice(deps, one.foreign, SAME_IDENTITY);
    if (result === 'changedHere') tellDevice(deps, one.foreign, 'it was changed here since it was imported');
    if (result !== 'refused') tellLeftOut(deps, one);
    return { ...one, result };
  });
}

const SAME_IDENTITY = 'another device has the same identity here';

const keyOf = ({ id, tenant }: { readonly id: string; readonly tenant: string }): string => `${id} ${tenant}`;

/** Returns the devices that are stored already. */
async function findHere({ devices }: ImportDeps, page: readonly MenderDevice[]): Promise<ReadonlyMap<string, Here>> {
  const found = new Map<string, Here>();
  for (const tenant of new Set(page.map((device) => device.tenant))) {
    const ids = page.filter((device) => device.tenant === tenant).map(({ id }) => deviceId(id));
    const here = await devices.list(tenantId(tenant), { ids }, { limit: ids.length, skip: 0 });
    for (const device of here.devices) found.set(keyOf(device), device);
  }
  return found;
}

function judge(deps: ImportDeps, foreign: MenderDevice, here: Here | undefined, identities: Set<string>): Judged {
  try {
    const mapped = map(deps, foreign);
    const identity = keyOf({ id: mapped.device.identity.key, tenant: foreign.tenant });
    if (identities.has(identity)) throw new Refused('invalid_request', SAME_IDENTITY);
    if (deps.isDry) identities.add(identity); // otherwise the store finds it
    return { foreign, mapped, here, result: knownResult(mapped.device, here, deps.now()) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tellDevice(deps, foreign, error.message);
    return { foreign, mapped: undefined, here, result: 'refused' };
  }
}

function map({ admit, now, tokenIssuer: issuer }: ImportDeps, foreign: MenderDevice): NonNullable<Judged['mapped']> {
  const mapped = mapDevice(foreign, admit, now());
  if (issuer === undefined) return { ...mapped, tokensLeftOut: [] };
  const { tokens, leftOut } = mapTokens(foreign, mapped.device, { issuer, now: now() });
  return { ...mapped, device: { ...mapped.device, tokens }, tokensLeftOut: leftOut };
}

/** Mender's revision grows with every change of a device, but not with every token. A higher revision here comes from a change here. */
function knownResult(device: Device, here: Here | undefined, now: Date): Result | undefined {
  if (here === undefined || here.revision < device.revision) return undefined;
  if (here.revision > device.revision) return 'changedHere';
  return printOf(here.tokens, now) === printOf(device.tokens, now) ? 'unchanged' : undefined;
}

const printOf = (tokens: readonly LiveToken[], now: Date): string =>
  tokens
    .filter((token) => !isExpired(token, now))
    .map(({ jti, issuedAt, expiresAt }) => `${jti} ${issuedAt?.getTime()} ${expiresAt.getTime()}`)
    .toSorted()
    .join();

function resultOf(answer: ImportAnswer | undefined, { here }: Judged): Result {
  if (answer === 'taken') return 'refused';
  if (answer === 'changed') return 'changedHere';
  return here === undefined ? 'created' : 'updated';
}

const tellDevice = ({ tell }: ImportDeps, { id, tenant }: MenderDevice, reason: string): void =>
  tell({ what: 'device', id, tenant, reason });

function tellLeftOut({ tell }: ImportDeps, { foreign, mapped }: Judged): void {
  for (const { authSet, reason } of mapped?.leftOut ?? [])
    tell({ what: 'auth set', id: authSet, tenant: foreign.tenant, reason: `of device ${foreign.id}: ${reason}` });
  for (const { authSet, reason } of mapped?.tokensLeftOut ?? [])
    tell({ what: 'token', id: authSet, tenant: foreign.tenant, reason: `of device ${foreign.id}: ${reason}` });
}

const MAX_DEVICES = 'max_devices';

async function importLimits({ source, imports, isDry, tell }: ImportDeps) {
  const limits = await source.limits();
  let limitsSet = 0;
  for (const { tenant, name, value } of limits) {
    const fault = tenantFault(tenant) ?? limitFault(name, value);
    if (fault === undefined && !isDry) await imports.setLimit(tenantId(tenant), value);
    if (fault === undefined) limitsSet += 1;
    else tell({ what: 'limit', id: name, tenant, reason: fault });
  }
  return { limits: limits.length, limitsSet, limitsLeftOut: limits.length - limitsSet };
}

const limitFault = (name: string, value: number): string | undefined =>
  name === MAX_DEVICES && Number.isSafeInteger(value) && value >= UNLIMITED
    ? undefined
    : `${value} is no limit of this service`;
