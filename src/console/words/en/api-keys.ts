// API keys.
import type { components } from '../../gen/management-v2.gen.d.ts';

type Scope = components['schemas']['MachineScope'];

/** What each scope allows. A scope of the API that is not here is an error of types. */
const SCOPES = {
  'devices:read': 'see devices, their history and the limit',
  'preauth:write': 'preauthorize devices, one or a list',
  'devices:decide': 'accept, reject, dismiss and decommission',
  'tokens:revoke': 'end tokens of devices',
  'tokens:introspect': 'ask whether a token is good',
  'revocations:read': 'read what a verifier must refuse, for gateways at the edge',
  'webhooks:read': 'read webhooks and what was delivered to them',
  'webhooks:write': 'create, change and remove webhooks, and send to them again',
  'Device.Read': 'see tenant devices and their settings',
  'Device.Create': 'make tenant devices',
  'Device.Update': 'change them',
  'Device.Delete': 'remove them',
  'Device.Connect': 'connect one and get its token',
  'Device.Connect.Reset': 'let one connect with a new key',
} satisfies Record<Scope, string>;

export const apiKeys = {
  title: 'API keys',
  caption: 'API keys of the tenant',
  lead: 'For scripts and gateways. A key may only do what its scopes say. It manages no keys.',
  prefix: 'Key',
  description: 'Name',
  scopes: 'Scopes',
  made: 'Made',
  used: 'Last used',
  expires: 'Expires',
  noExpiry: 'never',
  expired: 'expired',
  soon: (age: string): string => `in ${age}`,
  make: 'Make a key…',
  makeTitle: 'Make an API key',
  makeGo: 'Make the key',
  name: 'Name',
  nameHint: 'what it is for, such as factory line 2',
  noScope: 'Choose at least one scope.',
  scopeTexts: SCOPES,
  scopeGroups: ['Devices and tokens', 'Tenant devices'],
  until: 'Expires on',
  untilHint: 'optional',
  madeTitle: 'The key is made',
  madeText: 'This is the only time it is shown. Copy it and store it where the script finds it.',
  stored: 'I have stored it',
  revoke: 'Revoke…',
  revokeTitle: (name: string): string => `Revoke the key ${name}?`,
  revokeText: 'The key is refused on every node from now on. This is final.',
  revokeGo: 'Revoke the key',
  revoked: 'The key is revoked.',
  empty: 'There are no API keys.',
};
