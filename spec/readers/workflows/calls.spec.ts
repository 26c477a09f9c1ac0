// The bodies are those of Mender's own service: every member is present, one device in each call.
import { describe, expect, test } from '@jest/globals';
import type { Device } from '../../../src/domain/device.ts';
import type { Event, EventBody } from '../../../src/domain/event.ts';
import { identityFromText } from '../../../src/domain/identity.ts';
import { OWN_TENANT, tenantId } from '../../../src/domain/ids.ts';
import { callOfCheckIn, callsOfDevice, callsOfEvent, concernsWorkflows } from '../../../src/readers/workflows/calls.ts';
import { given } from '../../support/stores/given.ts';

const set = given.authSet({ status: 'accepted', createdAt: given.time(3) });
const old = given.authSet({ status: 'rejected' });
const device = given.device({
  identity: identityFromText('{"mac":"a","slots":4,"status":"spoofed","tags":["x",{"b":1}]}'),
  status: 'accepted',
  authSets: [old, set],
  revision: 9,
  createdAt: given.time(2),
});

const eventOf = (body: EventBody, of: Partial<Event> = {}): Event =>
  given.event({ tenant: OWN_TENANT, device: device.id, revision: 4, ...of }, body);

const changed = (from: 'noauth' | 'pending', to: Device['status']): Event =>
  eventOf({ type: 'device.changed', from, to });

const bodyOfSet = {
  id: set.id,
  device_id: device.id,
  identity_data: { mac: 'a', slots: 4, status: 'spoofed', tags: ['x', { b: 1 }] },
  pubkey: set.pubkey,
  status: 'accepted',
  ts: '2024-01-01T00:03:00.000Z',
};

const common = { request_id: 'request-1', tenant_id: '' };

describe('a device that is new', () => {
  test('has its identity sent as texts before its status, and the name status left out', () => {
    const calls = callsOfEvent(changed('noauth', 'pending'), { ...device, status: 'pending' });

    expect(calls.map(({ workflow }) => workflow)).toEqual(['update_device_inventory', 'update_device_status']);
    expect(calls[0]?.body).toEqual({
      ...common,
      device_id: device.id,
      scope: 'identity',
      attributes: JSON.stringify([
        { name: 'mac', value: 'a', scope: 'identity' },
        { name: 'slots', value: '4', scope: 'identity' },
        { name: 'tags', value: '["x",{"b":1}]', scope: 'identity' },
      ]),
    });
  });
});

describe('a device that is accepted', () => {
  test('is provisioned, at the revision of the event and with the auth set of the change', () => {
    expect(callsOfEvent(changed('pending', 'accepted'), device, set.id)).toEqual([
      {
        workflow: 'provision_device',
        body: {
          ...common,
          device_id: device.id,
          status: 'accepted',
          device: {
            id: device.id,
            status: 'accepted',
            created_ts: '2024-01-01T00:02:00.000Z',
            revision: 4,
            auth_sets: [bodyOfSet],
          },
        },
      },
    ]);
  });

  test('is only updated once it was provisioned', () => {
    const calls = callsOfEvent(changed('pending', 'accepted'), { ...device, provisioned: true });

    expect(calls).toEqual([
      {
        workflow: 'update_device_status',
        body: {
          ...common,
          device_status: 'accepted',
          devices: [expect.objectContaining({ id: device.id, status: 'accepted', revision: 4 })],
        },
      },
    ]);
  });
});

describe('a change of status', () => {
  test.each(['pending', 'rejected', 'preauthorized', 'noauth'] as const)('to %s is one update of one device', (to) => {
    const calls = callsOfEvent(changed('pending', to), device);

    expect(calls).toMatchObject([
      { workflow: 'update_device_status', body: { device_status: to, devices: [{ id: device.id, revision: 4 }] } },
    ]);
  });

  test('has the auth set of the change, and otherwise the newest that has the status', () => {
    const event = changed('pending', 'rejected');

    expect(callsOfEvent(event, device, set.id)).toMatchObject([
      { body: { devices: [{ auth_sets: [{ id: set.id }] }] } },
    ]);
    expect(callsOfEvent(event, device)).toMatchObject([{ body: { devices: [{ auth_sets: [{ id: old.id }] }] } }]);
    expect(callsOfEvent(changed('pending', 'noauth'), { ...device, authSets: [] })).toMatchObject([
      { body: { devices: [{ auth_sets: [] }] } },
    ]);
  });

  test('of a device that is being decommissioned, or removed, is not sent', () => {
    const event = changed('pending', 'rejected');

    expect(callsOfEvent(event, { ...device, decommissioningSince: given.time(5) })).toEqual([]);
    expect(callsOfEvent(event, undefined)).toEqual([]);
  });

  test('has the tenant of the device', () => {
    const [call] = callsOfEvent({ ...changed('pending', 'rejected'), tenant: tenantId('acme') }, device);

    expect(call?.body.tenant_id).toBe('acme');
  });
});

describe('the end of a device', () => {
  test('begins with decommission_device, also when it has ended since', () => {
    const event = eventOf({ type: 'device.decommissioning' });

    expect(callsOfEvent(event, undefined)).toEqual([
      { workflow: 'decommission_device', body: { ...common, device_id: device.id } },
    ]);
  });

  test('makes inventory forget it', () => {
    expect(callsOfEvent(eventOf({ type: 'device.removed' }), undefined)).toEqual([
      {
        workflow: 'update_device_status',
        body: { ...common, device_status: 'decommissioned', devices: [{ id: device.id, revision: 0 }] },
      },
    ]);
  });
});

describe('the state of a device', () => {
  test('is its identity and its status at its own revision', () => {
    expect(callsOfDevice({ ...device, provisioned: true }, 'run-1')).toMatchObject([
      { workflow: 'update_device_inventory', body: { request_id: 'run-1', scope: 'identity' } },
      { workflow: 'update_device_status', body: { device_status: 'accepted', devices: [{ revision: 9 }] } },
    ]);
  });

  test('of one that is leaving is that it leaves', () => {
    expect(callsOfDevice({ ...device, decommissioningSince: given.time(5) }, 'run-1')).toMatchObject([
      { workflow: 'decommission_device', body: { device_id: device.id } },
    ]);
  });
});

test('a check-in is one attribute of the scope system', () => {
  const call = callOfCheckIn({ tenant: OWN_TENANT, device: device.id, at: given.time(1) }, 'r');

  expect(call).toEqual({
    workflow: 'update_device_inventory',
    body: {
      request_id: 'r',
      tenant_id: '',
      device_id: device.id,
      scope: 'system',
      attributes: '[{"name":"check_in_time","value":"2024-01-01T00:01:00.000Z","scope":"system"}]',
    },
  });
});

test.each([
  [eventOf({ type: 'device.provisioned', provisioned: true })],
  [eventOf({ type: 'tokens.purged' })],
  [eventOf({ type: 'auth_set.added', authSet: set.id, to: 'pending' })],
])('$type starts no workflow', (event) => {
  expect(concernsWorkflows(event)).toBe(false);
  expect(callsOfEvent(event, device)).toEqual([]);
});
