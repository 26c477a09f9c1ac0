// The settings of brokers.
import { isPattern } from '../domain/topics.ts';
import { isVhostPattern } from '../domain/vhosts.ts';
import { flag, integer, list, maybe } from './kinds.ts';
import type { SettingTable } from './settings.ts';

const SECONDS_A_WEEK = 604_800;

const topicPatterns = list.refine(
  (patterns) => patterns.every(isPattern),
  'must be topics with {device} and {tenant}, without wildcards but one # at the end',
);

const vhostPatterns = list.refine(
  (patterns) => patterns.length > 0 && patterns.every(isVhostPattern),
  'must be names of virtual hosts, with {tenant} or without',
);

// prettier-ignore
export const BROKERS = {
  brokerPublish:     { name: 'BROKER_PUBLISH', kind: topicPatterns, default: '', says: 'Topics that a device may publish to through a broker, separated by commas, with `{device}` and `{tenant}`. Empty: `devices/{device}/#`, or `{tenant}/devices/{device}/#` where DEVICEAUTH_TENANT_TOKEN_KEYS is set.' },
  brokerSubscribe:   { name: 'BROKER_SUBSCRIBE', kind: topicPatterns, default: '', says: 'Topics that a device may subscribe to; as before.' },
  brokerAnyClientId: { name: 'BROKER_ANY_CLIENT_ID', kind: flag, default: 'false', says: 'Lets the MQTT client id of a device be any. Otherwise it begins with the device id, so that no device takes over the session of another one. RabbitMQ allows the queues of such client ids only, in any case.' },
  brokerVhosts:      { name: 'BROKER_VHOSTS', kind: vhostPatterns, default: '/', says: 'Virtual hosts of RabbitMQ that a device may open, separated by commas, with `{tenant}`; the installation\'s own tenant is `default`. With `{tenant}` alone, each tenant has a virtual host of its own and can open no other.' },
  brokersFile:       { name: 'BROKERS', kind: maybe, default: '', files: true, says: 'JSON file that names brokers, which are told to end the sessions of a device when its tokens are revoked (scripts/brokers/README.md).' },
  brokerSessionSeconds: { name: 'BROKER_SESSION_SECONDS', kind: integer(1, SECONDS_A_WEEK), default: '3600', says: 'Seconds after which a broker ends the session of a device, where it can (EMQX, NATS, AWS IoT); never later than its token expires.' },
} as const satisfies SettingTable;
