import { describeBroker } from './contract.ts';
import { OTHER_VHOST, isRabbitmqInstalled, startRabbitmq } from './programs.ts';

/** RabbitMQ can send the internal key in no other way than this. */
const KEY = 'internal-key-of-the-specs-32-bytes';
const withKey = (url: string): string => url.replace('http://', `http://rabbitmq:${KEY}@`);

describeBroker({
  name: 'RabbitMQ',
  program: 'RabbitMQ (Debian: rabbitmq-server)',
  usable: isRabbitmqInstalled(),
  settings: { DEVICEAUTH_INTERNAL_API_KEY: KEY },
  start: (internalUrl, ports) => startRabbitmq(withKey(internalUrl), ports),
  kicks: 'rabbitmq',
  refusedNames: { 'the virtual host of another tenant': (device) => `${OTHER_VHOST}:${device}` },
  afterRevocation: 'closed',
});
