// Things of another tenant are like things that do not exist: the same answer, byte for byte, and no effect; and no list, count or
// filter includes them (T51, T92 to T96).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Answer } from '../support/app/app.ts';
import { readDocuments, type DocumentedOperation } from '../support/documents/document.ts';
import type { Fleet } from '../support/app/fleet.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { dumpOf } from '../support/stores/store-dump.ts';
import { ALL_USER_SCOPES, TENANT } from '../support/app/tenant-app.ts';
import { jtiOf } from '../support/app/users.ts';
import {
  aboutUnknown,
  idsOf,
  openWorld,
  send,
  validRequest,
  type ValidRequest,
  type World,
} from '../support/documents/valid-requests.ts';

const STRANGER = 'umbrella';

/** They name no tenant: everyone who reaches the internal API may do it for all of them. */
const OF_NO_TENANT = ['revokeApiKey', 'askForEmqx', 'askForRabbitmq', 'askForMosquitto'];

const operations = await readDocuments();
const about = operations
  .filter((operation) => idsOf(operation).length > 0 && !OF_NO_TENANT.includes(operation.id))
  .map((operation) => [operation.key, operation] as const);

let world: World;
let stranger: Fleet;
beforeAll(async () => {
  world = await openWorld();
  stranger = world.tenants.fleet(world.app, STRANGER);
});
afterAll(() => world.app.close());

const dump = (): Promise<string> => dumpOf(world.app.service.store, ['', TENANT, STRANGER]);

describe('a foreign id is answered like an unknown one, and nothing changes', () => {
  test.each(about)('%s', async (_key, operation) => {
    const foreign = await asStranger(operation, await validRequest(world, operation));
    const unknown = aboutUnknown(operation, foreign);
    const before = await dump();

    const answers = [await send(world.app, operation, foreign), await send(world.app, operation, unknown)];

    expect(answers[0]?.status).toBe(operation.id === 'deleteDevice' ? 202 : 404);
    expect(essence(answers[0], foreign)).toEqual(essence(answers[1], unknown));
    expect(await dump()).toBe(before);
  });

  test.each(about.filter(([, { document }]) => document === 'tenant-devices'))(
    "%s, on the other tenant's path",
    async (_key, operation) => {
      const { credential } = await asStranger(operation, await validRequest(world, operation));
      const foreign = { ...(await validRequest(world, operation)), credential };
      const unknown = aboutUnknown(operation, foreign);
      const before = await dump();

      const answers = [await send(world.app, operation, foreign), await send(world.app, operation, unknown)];

      expect(answers[0]?.status).toBe(403);
      expect(essence(answers[0], foreign)).toEqual(essence(answers[1], unknown));
      expect(await dump()).toBe(before);
    },
  );

  test.each(['management', 'Internal'])(
    'the path of %s, which is no tenant, like that of the other tenant',
    async (name) => {
      for (const operation of operations.filter(({ document }) => document === 'tenant-devices')) {
        const request = {
          ...(await validRequest(world, operation)),
          credential: await credentialOfStranger(operation),
        };
        const nobodys = { ...request, params: { ...request.params, tenantId: name } };

        const answers = [await send(world.app, operation, nobodys), await send(world.app, operation, request)];

        expect(answers[0]?.status).toBe(403);
        expect(essence(answers[0], nobodys)).toEqual(essence(answers[1], request));
      }
    },
  );

  test.each(['getAuthSetStatus', 'setAuthSetStatus', 'dismissAuthSet'])(
    "%s, of a foreign auth set under one's own device",
    async (id) => {
      const operation = operations.find(({ key }) => key === `management-v2 ${id}`);
      if (operation === undefined) throw new TypeError('the document has it');
      const [own, { authSet }] = [await stranger.pending(), await world.fleet.pending()];
      const request = await asStranger(operation, await validRequest(world, operation));
      const before = await dump();

      const asked = [authSet, randomUUID()].map((aid) => ({ ...request, params: { id: own.id, aid } }));
      const [foreign, unknown] = await Promise.all(asked.map((one) => send(world.app, operation, one)));

      expect(foreign?.status).toBe(404);
      expect(essence(foreign, asked[0])).toEqual(essence(unknown, asked[1]));
      expect(await dump()).toBe(before);
    },
  );

  test('tokens revoked in bulk: the device of another tenant keeps its own', async () => {
    const { id, token } = await world.fleet.accepted();
    const revoke = (device: string) => world.app.internal(`DELETE /tokens?tenant_id=${STRANGER}&device_id=${device}`);

    const [foreign, unknown] = [await revoke(id), await revoke(randomUUID())];

    expect([foreign.status, foreign.text]).toEqual([unknown.status, unknown.text]);
    expect((await world.app.verify(token)).status).toBe(200);
  });

  test('a token revoked by its jti, and all tokens of a tenant purged: the other tenant keeps its own', async () => {
    const [{ token }, other] = [await world.fleet.accepted(), await stranger.accepted()];

    await world.app.internal(`DELETE /tokens/${jtiOf(token)}?tenant_id=${STRANGER}`);
    await world.app.internal(`DELETE /tokens?tenant_id=${STRANGER}`);

    expect((await world.app.verify(token)).status).toBe(200);
    expect((await world.app.verify(other.token)).status).toBe(401);
  });
});

describe('51: an identity that another tenant has', () => {
  test('is a new one: preauthorized, used and decided like an unused one', async () => {
    const device = simulateDevice();
    const theirs = await world.fleet.accepted(device);
    const before = await world.fleet.show(theirs.id);

    const asked = await stranger.ask(device);
    const seen = await stranger.pending(device);
    await stranger.setStatus(seen, 'rejected');
    const known = await stranger.preauthorize(device);

    expect([asked.status, known.status]).toEqual([401, 409]);
    expect(known.body.id).toBe(seen.id);
    expect(seen.id).not.toBe(theirs.id);
    expect(await world.fleet.show(theirs.id)).toEqual(before);
    expect((await world.app.verify(theirs.token)).status).toBe(200);
  });

  test('can be preauthorized, with force too, and the other tenant notices nothing', async () => {
    const device = simulateDevice();
    const { id } = await world.fleet.pending(device);
    const before = await world.fleet.show(id);

    const made = await stranger.preauthorize(device);
    const forced = await stranger.preauthorize(device, { force: true });

    expect([made.status, forced.status]).toEqual([201, 201]);
    expect(made.headers.get('location')).not.toContain(id);
    expect(await world.fleet.show(id)).toEqual(before);
  });
});

/** The same request, of a user or machine of another tenant, in that tenant. */
async function asStranger(operation: DocumentedOperation, request: ValidRequest): Promise<ValidRequest> {
  const { params, query } = request;
  return {
    ...request,
    params: {
      ...params,
      ...('tid' in params && { tid: STRANGER }),
      ...('tenantId' in params && { tenantId: STRANGER }),
    },
    query: { ...query, ...('tenant_id' in query && { tenant_id: STRANGER }) },
    credential: await credentialOfStranger(operation),
  };
}

async function credentialOfStranger({ document, id }: DocumentedOperation): Promise<ValidRequest['credential']> {
  if (document === 'internal-v1') return {};
  if (id === 'connect') return (await world.acme.machine(['Device.Connect'], { tenant_id: STRANGER })).headers;
  return world.acme.user(ALL_USER_SCOPES, STRANGER);
}

const OF_THE_REQUEST = ['date', 'x-men-requestid'];

/** The whole answer except its time, its request id, and the ids in the request. */
function essence(answer: Answer | undefined, request: ValidRequest | undefined) {
  if (answer === undefined || request === undefined) throw new TypeError('there is an answer');
  const { status, headers, text } = answer;
  const requestId = headers.get('x-men-requestid') ?? 'none';
  const asked = [requestId, ...Object.values(request.params)].filter((value) => value.length > STRANGER.length);
  const without = (value: string): string => asked.reduce((rest, one) => rest.replaceAll(one, '…'), value);
  const told = [...headers].filter(([name]) => !OF_THE_REQUEST.includes(name));
  return { status, headers: told.map(([name, value]) => [name, without(value)]), text: without(text) };
}

describe('of 100 devices in five tenants, each with the same identities, only the own are shown (T96)', () => {
  const NAMES = ['one', 'two', 'three', 'four', 'five'];
  const EACH = 20;
  let fleets: readonly Fleet[];
  let ids: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    fleets = NAMES.map((name) => world.tenants.fleet(world.app, name));
    for (let made = 0; made < EACH; made += 1) {
      const device = simulateDevice();
      await Promise.all(fleets.map(async (fleet, at) => WAYS[(made + at) % WAYS.length]?.(fleet, device)));
    }
    const lists = await Promise.all(fleets.map((fleet) => fleet.management('GET /devices?per_page=500')));
    ids = new Map(lists.map(({ body }, at) => [NAMES[at] ?? '', idsIn(body)]));
  }, 60_000);

  const WAYS: readonly ((fleet: Fleet, device: ReturnType<typeof simulateDevice>) => Promise<unknown>)[] = [
    (fleet, device) => fleet.preauthorize(device),
    (fleet, device) => fleet.pending(device),
    (fleet, device) => fleet.accepted(device),
  ];

  const ownOf = ({ tenant }: Fleet): readonly string[] => ids.get(tenant) ?? [];
  const everyFleet = async (check: (fleet: Fleet) => Promise<void>): Promise<void> => {
    await Promise.all(fleets.map(check));
  };

  test('no id is in two tenants, and together they are all', () => {
    expect(new Set([...ids.values()].flat()).size).toBe(NAMES.length * EACH);
  });

  test.each(['page=1&per_page=7', 'cursor=&per_page=7'])(
    'a walk from ?%s meets the own ones, once each',
    async (start) => {
      await everyFleet(async (fleet) => {
        const internal = (path: string) => world.app.on('internal', `GET ${path}`);
        const managed = await walk(
          (path) => world.app.public(`GET ${path}`, { headers: bearer(fleet) }),
          `/api/management/v2/devauth/devices?${start}`,
        );
        const looked = await walk(internal, `/api/internal/v1/devauth/tenants/${fleet.tenant}/devices?${start}`);

        expect(managed).toEqual(ownOf(fleet));
        expect(looked).toEqual(ownOf(fleet));
      });
    },
  );

  test('statuses filter and count the own ones, and sum up to all', async () => {
    await everyFleet(async (fleet) => {
      const found: string[] = [];
      for (const status of ['pending', 'accepted', 'preauthorized', 'rejected', 'noauth']) {
        const listed = idsIn((await fleet.management(`GET /devices?status=${status}&per_page=500`)).body);
        const counted = await fleet.management(`GET /devices/count?status=${status}`);
        const internal = await world.app.internal(`GET /tenants/${fleet.tenant}/devices/count?status=${status}`);
        expect([counted.body.count, internal.body.count]).toEqual([listed.length, listed.length]);
        found.push(...listed);
      }
      expect(found.sort()).toEqual([...ownOf(fleet)].sort());
      expect((await fleet.management('GET /devices/count')).body.count).toBe(EACH);
    });
  });

  test('asking for the ids of everybody answers the own ones', async () => {
    const all = [...ids.values()].flat();
    await everyFleet(async (fleet) => {
      const search = await fleet.management('POST /devices/search?per_page=500', { body: { id: all } });
      const list = await fleet.management(`GET /devices?per_page=500&${all.map((id) => `id=${id}`).join('&')}`);

      expect(idsIn(search.body)).toEqual(ownOf(fleet));
      expect(idsIn(list.body)).toEqual(ownOf(fleet));
    });
  });

  test('limits count the own accepted ones', async () => {
    await everyFleet(async (fleet) => {
      const accepted = await fleet.management('GET /devices/count?status=accepted');
      expect((await fleet.management('GET /limits/max_devices')).body.used).toBe(accepted.body.count);
    });
  });

  test('tenant devices and keys of machines are listed in their own tenant', async () => {
    await everyFleet(async ({ tenant }) => {
      const made = await world.acme.devices('POST', { tenant, body: { name: tenant } });
      const { id } = await world.acme.machine(['devices:read'], { tenant_id: tenant });

      expect((await world.acme.devices('GET', { tenant })).body).toEqual([made.body]);
      expect(idsIn((await world.app.internal(`GET /api-keys?tenant_id=${tenant}`)).body)).toEqual([id]);
    });
  });

  const bearer = ({ tenant }: Fleet) => ({ Authorization: `Bearer ${world.app.users.token(tenant)}` });
});

const idsIn = (list: readonly { readonly id: string }[]): readonly string[] => list.map(({ id }) => id);

/** All ids from there to the last `next` link. */
async function walk(get: (path: string) => Promise<Answer>, start: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let path: string | undefined = start; path !== undefined;) {
    const { headers, body }: Answer = await get(path);
    found.push(...idsIn(body));
    path = /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  return found;
}
