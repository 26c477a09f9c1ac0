// The pages of the installation.
import { count } from '../../format.ts';

export const installation = {
  tenants: 'Tenants',
  tenant: 'Tenant',
  limit: 'Limit',
  setLimit: 'Set limit…',
  limitOf: (name: string): string => `Limit of ${name}`,
  limitHint: 'accepted devices; empty: no limit. A lower limit rejects no device.',
  noNumber: 'Type digits only, or leave it empty for no limit.',
  limitSet: 'The limit is set.',
  devicesOf: (name: string): string => `Devices of ${name}`,
  readOnly: 'This list is read only. The users of the tenant decide.',
  toTenants: 'All tenants',
  noDevices: 'There are no such devices.',
  shown: (n: number, total: number): string => `${count(n)} of ${count(total)}`,
  keys: 'Signing keys',
  keysLead: 'They sign device tokens and are files on the nodes, so they are changed on the command line:',
  keysCommand: 'npx devauth keys --help',
  kid: 'Key id',
  algorithm: 'Algorithm',
  since: 'Since',
  doctor: 'Doctor',
  check: 'Check',
  result: 'Result',
  says: 'What it found',
  allGood: (n: number): string => `All ${count(n)} checks are good.`,
  bad: (n: number, total: number): string => `${count(n)} of ${count(total)} checks found a problem:`,
  doctorLead:
    'What the service finds when it looks at itself. It only reads, and counting takes longer with more devices.',
};
