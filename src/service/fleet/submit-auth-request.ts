// Handles the auth request of a device. The signature is checked over the bytes that were sent, before the store is read (D7). The
// stored state decides what the request costs: an accepted pair gets its token again, or one new token, and is never refused for
// its rate; a pending pair costs no write; a stranger has to find a place (D23).
import { admit, classify, type Asked } from '../../domain/auth-request.ts';
import { giveBackPlace } from '../../domain/auth-sets.ts';
import type { AuthSet, Device, Identity } from '../../domain/device.ts';
import { Refused, type RefusalDetails } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import { lastAskedOf } from '../../domain/places.ts';
import { issueToken, type TokenClaims } from '../../domain/token.ts';
import type { DeviceKey } from '../../device-keys/keys.ts';
import { changeDevice, decided, firstThen } from './change-device.ts';
import { noteRefusal, notingNoRoom, type RefusedKey } from './note-refusal.ts';
import { putOnRecord, type PutOnRecord, type RecordDeps } from './put-on-record.ts';
import type { Deps } from '../deps.ts';

export interface AuthRequest {
  /** The bytes of the body. */
  readonly bytes: Uint8Array;
  readonly signature: Uint8Array;
  readonly key: DeviceKey;
  readonly identity: Identity;
  readonly tenantToken: string | undefined;
  /** The source of the request (domain/source.ts). */
  readonly from: string;
  readonly requestId: string;
}

type SubmitDeps = RecordDeps &
  Pick<Deps, 'tokens' | 'tenantTokens' | 'purges' | 'checkIns' | 'lastAsked' | 'asks' | 'turns' | 'rates'>;

/** An auth request with its tenant. */
interface Asking extends AuthRequest {
  readonly tenant: TenantId;
  /** Tokens that were issued up to this time are not given again. */
  readonly purgedUntil?: Date | undefined;
}

/**
 * Returns a token if the device is accepted. Refuses with `signature_wrong`, and with `not_admitted` or `limit_reached` if the
 * device has to wait; it is stored as pending then. Refuses a stranger that may not be stored now with `too_many_requests`.
 */
export async function submitAuthRequest(deps: SubmitDeps, request: AuthRequest): Promise<string> {
  const { key, bytes, signature } = request;
  if (!(await key.verify(bytes, signature))) {
    throw new Refused('signature_wrong', 'signature verification failed', { why: key.faultOf(bytes, signature) });
  }
  const asking = { ...request, tenant: await deps.tenantTokens.tenantOf(request.tenantToken) };
  const device = await load(deps, asking);
  const purgedUntil = await readPurge(deps, asking.tenant, device);
  const { token, subject } = await answer(deps, { ...asking, purgedUntil }, device);
  if (token === undefined) throw new Refused('not_admitted', 'unauthorized', { ...(subject && { subject }) });
  return deps.tokens.sign(token);
}

/** Reads the purge only if a token could be given again. */
async function readPurge(
  { purges, rules }: Pick<Deps, 'purges' | 'rules'>,
  tenant: TenantId,
  device: Device | undefined,
): Promise<Date | undefined> {
  return rules.reusePercent === 0 || !device?.tokens.length ? undefined : purges.until(tenant);
}

/** A token, or the device and the auth set that have to wait. */
interface Answer {
  readonly token?: TokenClaims | undefined;
  readonly subject?: RefusalDetails['subject'];
}

async function answer(deps: SubmitDeps, asking: Asking, device: Device | undefined): Promise<Answer> {
  const asked = ask(deps, asking, device);
  switch (asked.kind) {
    case 'leaving':
      noteRefusal(deps, refusedKey(asking, asked.device), 'decommissioning');
      return { subject: { device: asked.device.id } };
    case 'reuse':
      deps.checkIns.note({ tenant: asking.tenant, device: asked.token.device, at: deps.now() });
      return { token: asked.token };
    case 'waits':
      noteRefusal(deps, refusedKey(asking, asked.device), asked.set.status === 'rejected' ? 'rejected' : 'pending');
      spendRate(deps, asking, asked.device);
      noteAsked(deps, asking, asked.device, asked.set);
      await returnToPlace(deps, asking, asked.set);
      return { subject: { device: asked.device.id, authSet: asked.set.id } };
    case 'admit':
      // Without reuse every request is a write. With reuse there is one write in each half of a token's life, so no rate is needed.
      if (asked.set.status === 'accepted' && deps.rules.reusePercent === 0) spendRate(deps, asking, asked.device);
      return {
        token: await notingNoRoom(deps, refusedKey(asking, asked.device), () =>
          deps.turns.known(`${identityOf(asking)} ${asking.key.fingerprint}`, (turn) => {
            const again = (): Promise<Device | undefined> => load(deps, asking);
            return issue(deps, asking, turn === 'at once' ? firstThen(device, again) : again);
          }),
        ),
        subject: { device: asked.device.id, authSet: asked.set.id },
      };
    case 'stranger': {
      const record = recordOf(deps, asking);
      await deps.turns.strangers(identityOf(asking), () => putOnRecord(deps, record));
      return { subject: { device: device?.id ?? record.contact.newDevice, authSet: record.contact.newAuthSet } };
    }
  }
}

const load = ({ devices }: Pick<Deps, 'devices'>, { tenant, identity }: Asking): Promise<Device | undefined> =>
  devices.findByIdentity(tenant, identity.key);

const ask = (deps: Pick<Deps, 'rules' | 'now'>, { key, purgedUntil }: Asking, device: Device | undefined): Asked =>
  classify(device, key.fingerprint, deps.now(), { ...deps.rules, purgedUntil });

const identityOf = ({ identity, tenant }: Asking): string => `${identity.key} ${tenant}`;

const refusedKey = ({ tenant, from, key }: Asking, device: Device): RefusedKey => ({
  tenant,
  device,
  fingerprint: key.fingerprint,
  from,
});

function spendRate({ rates }: Pick<Deps, 'rates'>, { key }: Asking, device: Device): void {
  rates.authRequest(`${device.id} ${key.fingerprint}`);
}

/** Returns a new token for the pair, or the token that an earlier request got while this one waited for its turn. */
async function issue(
  deps: SubmitDeps,
  asking: Asking,
  loadDevice: () => Promise<Device | undefined>,
): Promise<TokenClaims | undefined> {
  const jti = deps.ids.token();
  const { token, admitted, at } = await changeDevice<Issued>(deps, {
    ...commandOf(asking),
    load: loadDevice,
    decide: (device) => {
      const asked = ask(deps, asking, device);
      const now = deps.now();
      if (asked.kind === 'reuse') return { write: 'nothing', answer: { token: asked.token, at: now } };
      if (asked.kind !== 'admit') return { write: 'nothing', answer: { at: now } };
      const fresh = issueToken(jti, asked.device, now, deps.rules);
      const answer = { token: fresh, admitted: asked.device, at: now };
      return decided(admit(asked.device, asked.set, fresh, now, deps.rules), answer);
    },
  });
  if (admitted !== undefined) {
    deps.checkIns.written({ tenant: asking.tenant, device: admitted.id, at }, admitted.checkInAt);
  }
  return token;
}

interface Issued {
  readonly token?: TokenClaims;
  /** The device before the write of its token. */
  readonly admitted?: Device;
  readonly at: Date;
}

/** Gives a displaced set its place back if one is free. */
async function returnToPlace(deps: SubmitDeps, asking: Asking, set: AuthSet): Promise<void> {
  if (set.leavingAt === undefined || !(await deps.waiting.takeFreePlace(asking.tenant))) return;
  const isBack = await changeDevice(deps, {
    ...commandOf(asking),
    load: () => load(deps, asking),
    decide: (device) => {
      const decision = device && giveBackPlace(device, set.id);
      return decided(decision, decision !== undefined);
    },
  });
  if (!isBack) deps.waiting.giveBack(asking.tenant);
}

/** Notes that a pending set has asked. The stored time is at most half an hour old. */
function noteAsked(deps: SubmitDeps, { tenant, from }: Asking, device: Device, set: AuthSet): void {
  const at = deps.now();
  deps.lastAsked.note(set.id, at);
  if (at.getTime() - lastAskedOf(set).getTime() < ASKED_AGAIN_MS) return;
  deps.asks.note({ tenant, device: device.id, authSet: set.id, from, at });
}

const ASKED_AGAIN_MS = 30 * 60_000;

const commandOf = ({ tenant, key, requestId }: Asking) => ({
  tenant,
  origin: { actor: `key:${key.fingerprint}`, requestId },
});

const recordOf = (deps: SubmitDeps, asking: Asking): PutOnRecord => ({
  ...commandOf(asking),
  contact: {
    tenant: asking.tenant,
    identity: asking.identity,
    fingerprint: asking.key.fingerprint,
    pubkey: asking.key.pem,
    from: asking.from,
    newDevice: deps.ids.device(),
    newAuthSet: deps.ids.authSet(),
  },
  from: asking.from,
  load: () => load(deps, asking),
});
