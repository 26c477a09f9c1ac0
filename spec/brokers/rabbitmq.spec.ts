import { describeBroker } from './contract.ts';
import { isRabbitmqInstalled, startRabbitmq } from './programs.ts';

describeBroker({
  name: 'RabbitMQ',
  program: 'RabbitMQ (Debian: rabbitmq-server)',
  usable: isRabbitmqInstalled(),
  start: startRabbitmq,
  kicks: 'rabbitmq',
  afterRevocation: 'closed',
});
