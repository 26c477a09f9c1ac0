import { describe, expect, test } from '@jest/globals';
import type { EventBody } from '../../src/domain/event.ts';
import { authSetId, deviceId, fingerprint, tenantId, tokenId, webhookId } from '../../src/domain/ids.ts';
import { messageOf } from '../../src/domain/webhook-message.ts';
import { given } from '../support/stores/given.ts';

const OF = {
  id: '0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70.3',
  tenant: tenantId('acme'),
  device: deviceId('device-1'),
  identity: '{"mac":"00:01"}',
  revision: 7,
};
const KEY = { authSet: authSetId('set-1'), fingerprint: fingerprint('ab12') };
const message = (body: EventBody, of: object = OF) =>
  messageOf(given.event({ tenant: tenantId('acme'), ...of }, body), 'https://devauth.example.com');
const dataOf = (body: EventBody, of?: object) => JSON.parse(message(body, of)?.body ?? '{}').data;

describe('messageOf', () => {
  test('is a CloudEvent with the id of the message, which has no dot', () => {
    const { id = '', body = '' } = message({ type: 'device.removed' }) ?? {};

    expect(id).toBe('0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70_3');
    expect(JSON.parse(body)).toEqual({
      specversion: '1.0',
      id,
      source: 'https://devauth.example.com',
      type: 'device.removed',
      time: given.time(0).toISOString(),
      subject: 'device-1',
      datacontenttype: 'application/json',
      data: {
        tenant: 'acme',
        actor: 'user:spec',
        request_id: 'request-1',
        device: 'device-1',
        identity_data: { mac: '00:01' },
        revision: 7,
      },
    });
  });

  test.each([
    ['device.pending', { type: 'device.changed', from: 'noauth', to: 'pending', ...KEY }],
    ['device.accepted', { type: 'device.changed', from: 'pending', to: 'accepted', ...KEY }],
    ['device.rejected', { type: 'device.changed', from: 'accepted', to: 'rejected', ...KEY }],
    ['device.key_changed', { type: 'auth_set.added', to: 'pending', deviceStatus: 'accepted', ...KEY }],
    [
      'device.key_changed',
      { type: 'auth_set.changed', from: 'pending', to: 'accepted', deviceStatus: 'accepted', ...KEY },
    ],
    ['device.removed', { type: 'device.removed' }],
    ['tokens.revoked', { type: 'tokens.revoked', jtis: [tokenId('jti-1')], exp: 1 }],
    ['tokens.revoked', { type: 'tokens.purged' }],
    ['limit.reached', { type: 'limit.reached', limit: 5 }],
    ['webhook.disabled', { type: 'webhook.disabled', webhook: webhookId('w'), host: 'h', because: 'gone' }],
  ] as const)('tells %s of an event %j', (type, body) => {
    expect(message(body)?.type).toBe(type);
  });

  test.each([
    { type: 'device.changed', from: 'accepted', to: 'noauth' },
    { type: 'device.changed', from: 'noauth', to: 'preauthorized' },
    { type: 'auth_set.added', to: 'pending', ...KEY },
    { type: 'auth_set.changed', from: 'accepted', to: 'rejected', ...KEY },
    { type: 'tokens.superseded', jtis: [tokenId('jti-1')] },
    { type: 'device.decommissioning' },
    { type: 'webhook.removed', webhook: webhookId('w') },
    { type: 'settings.changed', settings: [], set: {} },
  ] as const)('tells nothing of %j', (body) => {
    expect(message(body)).toBeUndefined();
  });

  test('has what is particular to the event', () => {
    expect(dataOf({ type: 'device.changed', from: 'pending', to: 'accepted', ...KEY })).toMatchObject({
      ...{ status: 'accepted', previous_status: 'pending', auth_set: 'set-1', fingerprint: 'ab12' },
    });
    expect(dataOf({ type: 'tokens.revoked', jtis: [tokenId('jti-1')], exp: 1 })).toMatchObject({
      ...{ tokens: ['jti-1'], expires_at: '1970-01-01T00:00:01.000Z' },
    });
    expect(dataOf({ type: 'tokens.purged' }, {})).toMatchObject({ all: true, tenant: 'acme' });
    expect(dataOf({ type: 'limit.reached', limit: 5 })).toMatchObject({ limit: 5 });
  });
});
