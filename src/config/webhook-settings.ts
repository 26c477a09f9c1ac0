// The settings of webhooks.
import { flag, integer } from './kinds.ts';
import type { SettingTable } from './settings.ts';

// prettier-ignore
export const WEBHOOKS = {
  webhooksPerTenant: { name: 'WEBHOOKS_PER_TENANT', kind: integer(0, 1000), default: '20', says: 'About how many webhooks a tenant may have: creates that run at the same time may pass it.' },
  webhooksPrivate:   { name: 'WEBHOOKS_PRIVATE_NETWORKS', kind: flag, default: 'false', says: 'Lets webhooks have addresses in private networks, of this machine and link-local ones, with any port and without TLS (http). Otherwise a tenant could reach what is behind the firewall.' },
} as const satisfies SettingTable;
