// The webhooks of a tenant. Only the answer that creates a secret has it.
import { deliveryId, webhookId } from '../../domain/ids.ts';
import type { Webhook } from '../../domain/webhook.ts';
import type { Deps } from '../../service/deps.ts';
import { changeWebhook } from '../../service/webhooks/change.ts';
import { createWebhook } from '../../service/webhooks/create.ts';
import { getWebhook } from '../../service/webhooks/stored.ts';
import { pingWebhook } from '../../service/webhooks/ping.ts';
import { redeliver, redeliverSince } from '../../service/webhooks/redeliver.ts';
import { removeWebhook } from '../../service/webhooks/remove.ts';
import { rotateWebhookSecret } from '../../service/webhooks/rotate-secret.ts';
import { callerOrigin } from './caller-origin.ts';
import type { operations } from './gen/management-v2.gen.d.ts';
import type { Context, Handlers } from './operation.ts';
import { deliveryView, webhookView } from './webhook-view.ts';

type Ids =
  | 'listWebhooks'
  | 'createWebhook'
  | 'getWebhook'
  | 'changeWebhook'
  | 'removeWebhook'
  | 'rotateWebhookSecret'
  | 'listWebhookDeliveries'
  | 'redeliverWebhookDelivery'
  | 'redeliverWebhookEvents'
  | 'pingWebhook';

/** Long enough to give the new secret to a receiver by hand. */
const OVERLAP_SECONDS = 24 * 3600;

export const webhooks = (deps: Deps): Pick<Handlers<operations>, Ids> => ({
  listWebhooks: async ({ caller }) => ({
    status: 200,
    body: (await deps.webhooks.list(caller.tenant)).map(webhookView),
  }),

  createWebhook: async ({ body, ...context }) => {
    const { url, events = [], description = '', enabled: isEnabled = true } = body;
    const { tenant } = context.caller;
    const origin = callerOrigin(context);
    const webhook = await createWebhook(deps, { tenant, url, types: events, description, isEnabled, origin });
    return { status: 201, body: { ...webhookView(webhook), secret: newestSecret(webhook) } };
  },

  getWebhook: async ({ caller, params }) => ({
    status: 200,
    body: webhookView(await getWebhook(deps, caller.tenant, webhookId(params.id))),
  }),

  changeWebhook: async ({ body, params, ...context }) => {
    const { url, events, description, enabled } = body;
    const webhook = await changeWebhook(deps, {
      ...of(context, params.id),
      ...(url !== undefined && { url }),
      ...(events !== undefined && { types: events }),
      ...(description !== undefined && { description }),
      ...(enabled !== undefined && { isEnabled: enabled }),
    });
    return { status: 200, body: webhookView(webhook) };
  },

  removeWebhook: async ({ params, ...context }) => {
    await removeWebhook(deps, of(context, params.id));
    return { status: 204 };
  },

  rotateWebhookSecret: async ({ body, params, ...context }) => {
    const overlapSeconds = body.overlap_seconds ?? OVERLAP_SECONDS;
    const webhook = await rotateWebhookSecret(deps, { ...of(context, params.id), overlapSeconds });
    const endsAt = webhook.secrets[1]?.endsAt;
    return {
      status: 200,
      body: { secret: newestSecret(webhook), ...(endsAt && { previous_ends_at: endsAt.toISOString() }) },
    };
  },

  listWebhookDeliveries: async ({ caller, params }) => {
    const { id } = await getWebhook(deps, caller.tenant, webhookId(params.id));
    return { status: 200, body: (await deps.webhooks.listDeliveries(caller.tenant, id)).map(deliveryView) };
  },

  redeliverWebhookDelivery: async ({ params, ...context }) => {
    const which = { ...of(context, params.id), delivery: deliveryId(params.delivery) };
    return { status: 200, body: deliveryView(await redeliver(deps, which)) };
  },

  redeliverWebhookEvents: async ({ body, params, ...context }) => {
    const webhook = await redeliverSince(deps, { ...of(context, params.id), since: new Date(body.since) });
    return { status: 202, body: webhookView(webhook) };
  },

  pingWebhook: async ({ params, ...context }) => ({
    status: 200,
    body: deliveryView(await pingWebhook(deps, of(context, params.id))),
  }),
});

const of = (context: Pick<Context, 'caller' | 'requestId'>, id: string) => ({
  tenant: context.caller.tenant,
  id: webhookId(id),
  origin: callerOrigin(context),
});

function newestSecret({ secrets }: Webhook): string {
  const [newest] = secrets;
  if (newest === undefined) throw new TypeError('a webhook has a secret');
  return newest.text;
}
