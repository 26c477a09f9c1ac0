import { describeGateway } from './contract.ts';

describeGateway('haproxy');
