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
  brokerSubscribe:   { name: 'BROKER_SUBSCRIBE', kind: topicPatterns, default: '', says: 'Topics that a device may subscribe to, in the form of DEVICEAUTH_BROKER_PUBLISH.' },
  brokerAnyClientId: { name: 'BROKER_ANY_CLIENT_ID', kind: flag, default: 'false', says: 'Allows any MQTT client id for a device. Otherwise it must begin with the device id, so that a device cannot take over the session of another device. RabbitMQ always requires it for queues.' },
  brokerVhosts:      { name: 'BROKER_VHOSTS', kind: vhostPatterns, default: '/', says: 'Virtual hosts of RabbitMQ that a device may open, separated by commas, with `{tenant}`; the installation\'s own tenant is `default`. With `{tenant}` alone, each tenant has a virtual host of its own and can open no other.' },
  brokersFile:       { name: 'BROKERS', kind: maybe, default: '', files: true, says: 'JSON file with brokers. When the tokens of a device are revoked, the service asks them to end its sessions (scripts/brokers/README.md).' },
  brokerSessionSeconds: { name: 'BROKER_SESSION_SECONDS', kind: integer(1, SECONDS_A_WEEK), default: '3600', says: 'Seconds after which a broker ends the session of a device, if it can (EMQX, NATS, AWS IoT). A session never lasts longer than its token.' },
} as const satisfies SettingTable;
