// Rows of webhooks and of their deliveries, and their mapping.
import { deliveryId, tenantId, webhookId } from '../../domain/ids.ts';
import type { Delivery, Webhook, WebhookHealth } from '../../domain/webhook.ts';
import type { WebhookTrouble } from '../stats.ts';
import { flagColumn } from './rows.ts';
import { textOf } from './texts.ts';

export interface WebhookRow {
  readonly id: string;
  readonly tenant: string;
  readonly revision: number;
  readonly is_enabled: number;
  readonly webhook: string;
  readonly health: string;
}

export interface DeliveryRow {
  readonly id: string;
  readonly delivery: string;
}

/** A value as JSON has it: its times are numbers. */
type Timeless<Thing> = Thing extends Date
  ? number
  : Thing extends readonly (infer Item)[]
    ? readonly Timeless<Item>[]
    : Thing extends object
      ? { readonly [Name in keyof Thing]: Timeless<Thing[Name]> }
      : Thing;

type WebhookJson = Timeless<Omit<Webhook, 'id' | 'tenant' | 'revision' | 'isEnabled' | 'health'>>;
type HealthJson = Timeless<WebhookHealth>;
type DeliveryJson = Timeless<Omit<Delivery, 'id'>>;

export function webhookColumns({ id, tenant, revision, isEnabled, health, ...rest }: Webhook): WebhookRow {
  const json: WebhookJson = {
    ...rest,
    createdAt: rest.createdAt.getTime(),
    updatedAt: rest.updatedAt.getTime(),
    secrets: rest.secrets.map(({ createdAt, endsAt, ...secret }) => ({
      ...secret,
      createdAt: createdAt.getTime(),
      ...(endsAt && { endsAt: endsAt.getTime() }),
    })),
  };
  return {
    id,
    tenant,
    revision,
    is_enabled: flagColumn(isEnabled),
    webhook: JSON.stringify(json),
    health: healthColumn(health),
  };
}

export function webhookOf(row: WebhookRow): Webhook {
  const { createdAt, updatedAt, secrets, ...rest }: WebhookJson = JSON.parse(textOf(row.webhook));
  return {
    ...rest,
    id: webhookId(row.id),
    tenant: tenantId(textOf(row.tenant)),
    revision: row.revision,
    isEnabled: row.is_enabled === 1,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
    secrets: secrets.map(({ createdAt: madeAt, endsAt, ...secret }) => ({
      ...secret,
      createdAt: new Date(madeAt),
      ...(endsAt !== undefined && { endsAt: new Date(endsAt) }),
    })),
    health: healthOf(row.health),
  };
}

export function healthColumn({ failingSince, nextAt, deliveredAt, ...health }: WebhookHealth): string {
  const json: HealthJson = {
    ...health,
    ...(failingSince && { failingSince: failingSince.getTime() }),
    ...(nextAt && { nextAt: nextAt.getTime() }),
    ...(deliveredAt && { deliveredAt: deliveredAt.getTime() }),
  };
  return JSON.stringify(json);
}

function healthOf(column: string): WebhookHealth {
  const { failingSince, nextAt, deliveredAt, ...health }: HealthJson = JSON.parse(textOf(column));
  return {
    ...health,
    ...(failingSince !== undefined && { failingSince: new Date(failingSince) }),
    ...(nextAt !== undefined && { nextAt: new Date(nextAt) }),
    ...(deliveredAt !== undefined && { deliveredAt: new Date(deliveredAt) }),
  };
}

export function deliveryColumn({ id: _id, at, ...delivery }: Delivery): string {
  const json: DeliveryJson = { ...delivery, at: at.getTime() };
  return JSON.stringify(json);
}

export function deliveryOf(row: DeliveryRow): Delivery {
  const { at, ...delivery }: DeliveryJson = JSON.parse(textOf(row.delivery));
  return { ...delivery, id: deliveryId(row.id), at: new Date(at) };
}

export function troubleOf(row: WebhookRow): WebhookTrouble {
  const { id, tenant, disabledBecause, health } = webhookOf(row);
  return {
    id,
    tenant,
    ...(disabledBecause && { disabledBecause }),
    ...(health.failingSince && { failingSince: health.failingSince }),
    ...(health.problem !== undefined && { problem: health.problem }),
  };
}
