import { describeGateway } from './contract.ts';

describeGateway('nginx');
