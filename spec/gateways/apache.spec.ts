import { describeGateway } from './contract.ts';

describeGateway('apache');
