// The frame around the screens: the sections and the limit.
import { count } from '../../format.ts';

export const nav = {
  label: 'Sections',
  pending: 'Pending',
  devices: 'All devices',
  missing: 'Missing device',
  preauthorize: 'Preauthorize',
  audit: 'Audit',
  'api-keys': 'API keys',
  webhooks: 'Webhooks',
  settings: 'Settings',
  help: 'Help',
  'signing-keys': 'Signing keys',
  tenants: 'Tenants',
  doctor: 'Doctor',
  installation: 'Installation',
  signOut: 'Sign out',
  ownTenant: 'own tenant',
  signedInAs: (subject: string): string => `Signed in as ${subject}`,
};

export const limit = {
  title: 'Accepted',
  free: (n: number): string => `${count(n)} free`,
  full: 'Full',
  over: (n: number): string => `${count(n)} over the limit: nobody is thrown out, nobody new is accepted`,
  none: 'No limit',
  meter: (used: number, limit: number): string => `${count(used)} of ${count(limit)} devices accepted`,
};
