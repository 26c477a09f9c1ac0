// Requests about webhooks, for which nobody has to listen.
import type { Make } from './valid-requests.ts';

/** Room for a webhook of each request, and addresses of this machine. */
export const WEBHOOK_SETTINGS = {
  DEVICEAUTH_WEBHOOKS_PER_TENANT: '1000',
  DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true',
};

/** Nobody listens there. */
const NOBODY = 'http://127.0.0.1:9/';

const ofWebhook: Make = async ({ fleet }) => {
  const { body } = await fleet.management('POST /webhooks', { body: { url: NOBODY, enabled: false } });
  return { params: { id: body.id } };
};

export const WEBHOOK_REQUESTS: Readonly<Record<string, Make>> = {
  'management-v2 listWebhooks': () => ({}),
  'management-v2 createWebhook': (_world, example) => ({ body: { ...example, url: NOBODY, enabled: false } }),
  'management-v2 getWebhook': ofWebhook,
  'management-v2 changeWebhook': ofWebhook,
  'management-v2 removeWebhook': ofWebhook,
  'management-v2 rotateWebhookSecret': ofWebhook,
};
