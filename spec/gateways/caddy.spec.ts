import { describeGateway } from './contract.ts';

describeGateway('caddy');
