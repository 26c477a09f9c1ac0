// The contract of imports: devices are written unchanged, without events. `used` is counted afterwards.
import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import { identityFromText } from '../../../src/domain/identity.ts';
import { deviceId, OWN_TENANT } from '../../../src/domain/ids.ts';
import type { ImportingStore } from '../../../src/store/imports.ts';
import { given } from '../../support/stores/given.ts';
import type { OpenStore } from './store.ts';

export function describeImports(open: OpenStore): void {
  const withStore = async (use: (store: ImportingStore) => Promise<void>): Promise<void> => {
    const opened = await open({ defaultLimit: 5 });
    await use(opened.store);
    await opened.destroy();
  };
  const foreign = (of: Partial<Device> = {}): Device =>
    given.device({
      status: 'accepted',
      authSets: [given.authSet({ status: 'accepted' })],
      revision: 1_000_000,
      provisioned: true,
      tokens: [importedToken()],
      checkInAt: given.time(3),
      ...of,
    });
  const importedToken = () => ({ ...given.token(), issuedAt: given.time(1), imported: true as const });
  const put = ({ imports }: ImportingStore, device: Device, replaces?: number) => imports.put([{ device, replaces }]);

  describe('imports', () => {
    test('write devices of several tenants as they are, without an event', () =>
      withStore(async (store) => {
        const devices = [
          foreign(),
          foreign({ tenant: given.tenant() }),
          foreign({ decommissioningSince: given.time(1) }),
        ];

        const answers = await store.imports.put(devices.map((device) => ({ device, replaces: undefined })));

        expect(answers).toEqual(['done', 'done', 'done']);
        for (const device of devices) expect(await store.devices.find(device.tenant, device.id)).toEqual(device);
        expect(await store.feed.head()).toBe(0);
      }));

    test('are found by search and by identity as if they had asked here', () =>
      withStore(async (store) => {
        const device = foreign({ identity: identityFromText('{"mac":"aa:bb"}') });
        await put(store, device);

        const found = await store.search.find(
          OWN_TENANT,
          { identity: [{ op: 'in', name: 'mac', values: ['aa:bb'] }] },
          { limit: 5, order: 'created', after: undefined },
        );

        expect(found.devices).toEqual([device]);
        expect(await store.devices.findByIdentity(OWN_TENANT, device.identity.key)).toEqual(device);
      }));

    test('refuse a device of which another one has the id or the identity', () =>
      withStore(async (store) => {
        const device = foreign();
        await put(store, device);

        const sameId = await put(store, foreign({ id: device.id }));
        const sameIdentity = await put(store, foreign({ identity: device.identity }));
        const both = await store.imports.put([
          { device: foreign({ identity: device.identity }), replaces: undefined },
          { device: foreign(), replaces: undefined },
        ]);

        expect([sameId, sameIdentity, both]).toEqual([['taken'], ['taken'], ['taken', 'done']]);
      }));

    test('replace a device that an import has written', () =>
      withStore(async (store) => {
        const device = foreign({ decommissioningSince: given.time(1) });
        await put(store, device);
        const next = { ...device, status: 'pending' as const, revision: 1_000_007, decommissioningSince: undefined };

        expect(await put(store, next, device.revision)).toEqual(['done']);

        expect(await store.devices.find(OWN_TENANT, device.id)).toEqual(next);
        expect((await store.devices.list(OWN_TENANT, {}, { limit: 5, skip: 0 })).devices).toEqual([next]);
      }));

    test('leave a device that a command has changed since, and a removed one', () =>
      withStore(async (store) => {
        const device = foreign({ status: 'pending' });
        await put(store, device);
        await store.devices.commit(OWN_TENANT, given.update(device, { set: { provisioned: false } }));

        const answers = [
          await put(store, { ...device, revision: 2_000_000 }, 1_000_001),
          await put(store, foreign({ id: deviceId('nobody') }), 1_000_000),
        ];

        expect(answers).toEqual([['changed'], ['changed']]);
        expect((await store.devices.find(OWN_TENANT, device.id))?.revision).toBe(1_000_001);
      }));

    test('keep the tokens, which a purge ends and no later import brings back', () =>
      withStore(async (store) => {
        const device = foreign();
        await put(store, device);
        expect(await store.devices.tokenState(OWN_TENANT, device.id)).toMatchObject({ tokens: device.tokens });
        await store.devices.purgeTokens(OWN_TENANT, given.event({ tenant: OWN_TENANT }, { type: 'tokens.purged' }));

        const answers = [
          await put(store, { ...device, revision: 2_000_000 }, device.revision),
          await put(store, { ...device, revision: 2_000_000 }, device.revision + 1),
        ];

        expect(answers).toEqual([['changed'], ['changed']]);
        expect(await store.devices.tokenState(OWN_TENANT, device.id)).toMatchObject({ tokens: [] });
      }));

    test('count the accepted devices of each tenant, also above its limit, and again when it has fewer', () =>
      withStore(async (store) => {
        const device = foreign();
        const others = Array.from({ length: 6 }, () => ({ device: foreign(), replaces: undefined }));
        await store.imports.put([{ device, replaces: undefined }, ...others]);
        await store.imports.setLimit(OWN_TENANT, 3);
        await store.imports.countSlots();
        expect(await store.limits.get(OWN_TENANT)).toEqual({ limit: 3, used: 7 });

        await put(store, { ...device, status: 'rejected' }, device.revision);
        await store.imports.countSlots();

        expect(await store.limits.get(OWN_TENANT)).toEqual({ limit: 3, used: 6 });
        expect(await store.stats.recount()).toEqual([{ tenant: OWN_TENANT, used: 6, accepted: 6, openOperations: 0 }]);
        expect(await store.feed.head()).toBe(0);
      }));

    test('count none for a tenant that has no accepted device left', () =>
      withStore(async (store) => {
        const device = foreign();
        await put(store, device);
        await store.imports.countSlots();
        await put(store, { ...device, status: 'pending' }, device.revision);

        await store.imports.countSlots();

        expect((await store.limits.get(OWN_TENANT)).used).toBe(0);
      }));
  });
}

export function everyImportCall({ imports }: ImportingStore): readonly (() => Promise<unknown>)[] {
  return [
    () => imports.put([{ device: given.device(), replaces: undefined }]),
    () => imports.setLimit(OWN_TENANT, 1),
    () => imports.countSlots(),
  ];
}
