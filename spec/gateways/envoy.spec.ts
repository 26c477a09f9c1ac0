import { describeGateway } from './contract.ts';

describeGateway('envoy');
