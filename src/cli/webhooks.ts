// `devauth webhooks`: addresses that are told what happens, over the management API (D16).
import { Command, Option } from 'commander';
import { WEBHOOK_TYPES } from '../domain/webhook.ts';
import { clientOf } from './client.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { isJson, list, say } from './output.ts';
import { deliveriesOf, DELIVERY_SHAPE, sayDelivery, webhooksOf, WEBHOOK_SHAPE } from './webhook-view.ts';

interface WebhookOptions {
  readonly url?: string;
  readonly event?: readonly string[];
  readonly description?: string;
  readonly enable?: true;
  readonly disable?: true;
}

export function webhooksCommand(io: Io): Command {
  const webhooks = new Command('webhooks').description('addresses that are told what happens to devices');
  webhooks
    .command('list')
    .alias('ls')
    .description('list the webhooks, and how their deliveries succeed')
    .action(async (_options: unknown, command: Command) => {
      const { body } = await clientOf(command).management('GET /webhooks');
      list(io, command, webhooksOf(body), WEBHOOK_SHAPE);
    });
  webhooks
    .command('show <id>')
    .description('show one webhook')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { body } = await clientOf(command).management(`GET ${pathOf(id)}`);
      list(io, command, webhooksOf(body), WEBHOOK_SHAPE);
    });
  addWriting(webhooks, io);
  addDeliveries(webhooks, io);
  return webhooks;
}

function addWriting(webhooks: Command, io: Io): void {
  webhooks
    .command('add <url>')
    .description('create a webhook and print its secret; it is not shown again')
    .addOption(eventOption())
    .option('--description <text>', 'what the webhook is for')
    .option('--disable', 'create it disabled')
    .action((url: string, options: WebhookOptions, command: Command) => add(io, command, { ...options, url }));
  webhooks
    .command('change <id>')
    .description('change a webhook; a delivery that waits is tried at once')
    .option('--url <address>', 'its new address')
    .addOption(eventOption())
    .option('--description <text>', 'what the webhook is for')
    .option('--enable', 'tell it of what happens from now on')
    .addOption(new Option('--disable', 'tell it nothing').conflicts('enable'))
    .action(async (id: string, options: WebhookOptions, command: Command) => {
      const { body } = await clientOf(command).management(`PATCH ${pathOf(id)}`, { body: changeOf(options) });
      list(io, command, webhooksOf(body), WEBHOOK_SHAPE);
    });
  webhooks
    .command('remove <id>')
    .alias('rm')
    .description('remove a webhook, its secrets and its log')
    .action(async (id: string, _options: unknown, command: Command) => {
      await clientOf(command).management(`DELETE ${pathOf(id)}`);
      say(io, command, { id, removed: true }, `${id} is removed`);
    });
  webhooks
    .command('rotate <id>')
    .description('make a new secret and print it; the old one signs, too, for a day')
    .option('--overlap <seconds>', 'how long the old secret signs, too; 0 ends it at once')
    .action((id: string, { overlap }: { readonly overlap?: string }, command: Command) =>
      rotate(io, command, id, overlap),
    );
}

function addDeliveries(webhooks: Command, io: Io): void {
  webhooks
    .command('deliveries <id>')
    .description('list the last attempts to deliver, the newest first')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { body } = await clientOf(command).management(`GET ${pathOf(id)}/deliveries`);
      list(io, command, deliveriesOf(body), DELIVERY_SHAPE);
    });
  webhooks
    .command('redeliver <id> [delivery]')
    .description('send the message of one delivery again, or with --since all since a time')
    .option('--since <time>', 'send everything since that time again (RFC 3339)')
    .action((id: string, delivery: string | undefined, { since }: { readonly since?: string }, command: Command) =>
      redeliver(io, command, { id, delivery, since }),
    );
  webhooks
    .command('ping <id>')
    .description('send a test message and say what the receiver answered')
    .action(async (id: string, _options: unknown, command: Command) => {
      const { body } = await clientOf(command).management(`POST ${pathOf(id)}/ping`, { once: true });
      sayDelivery(io, command, body);
    });
}

const eventOption = (): Option =>
  new Option('--event <event...>', 'tell it only that; without it, everything').choices(WEBHOOK_TYPES);

const pathOf = (id: string): string => `/webhooks/${encodeURIComponent(id)}`;

async function add(io: Io, command: Command, { url, event = [], description, disable }: WebhookOptions): Promise<void> {
  const { body } = await clientOf(command).management('POST /webhooks', {
    once: true,
    body: { url, events: event, enabled: disable !== true, ...(description !== undefined && { description }) },
  });
  saySecret(io, command, body);
}

async function rotate(io: Io, command: Command, id: string, overlap: string | undefined): Promise<void> {
  if (overlap !== undefined && !/^\d{1,6}$/.test(overlap))
    throw new CommandFailed(EXIT.usage, '--overlap must be a whole number of seconds', {
      next: 'such as --overlap 3600',
    });
  const body = overlap === undefined ? {} : { overlap_seconds: Number(overlap) };
  const answer = await clientOf(command).management(`POST ${pathOf(id)}/secret`, { once: true, body });
  saySecret(io, command, answer.body);
}

/** Writes the secret alone, for a pipe into a secret store. */
function saySecret(io: Io, command: Command, body: unknown): void {
  const secret = typeof body === 'object' && body !== null && 'secret' in body ? String(body.secret) : '';
  say(io, command, { ...(typeof body === 'object' && body) }, secret);
  if (!isJson(command)) io.err('Store it now: it is not shown again.\n');
}

interface Redeliver {
  readonly id: string;
  readonly delivery: string | undefined;
  readonly since: string | undefined;
}

async function redeliver(io: Io, command: Command, { id, delivery, since }: Redeliver): Promise<void> {
  const client = clientOf(command);
  if (delivery !== undefined && since === undefined) {
    const path = `${pathOf(id)}/deliveries/${encodeURIComponent(delivery)}/redeliver`;
    sayDelivery(io, command, (await client.management(`POST ${path}`, { once: true })).body);
  } else if (delivery === undefined && since !== undefined) {
    if (Number.isNaN(Date.parse(since)))
      throw new CommandFailed(EXIT.usage, '--since must be a time', { next: 'such as --since 2026-01-31T08:00:00Z' });
    const body = { since: new Date(since).toISOString() };
    await client.management(`POST ${pathOf(id)}/redeliver`, { once: true, body });
    say(io, command, { id, ...body }, `${id} gets everything since ${body.since} again`);
  } else
    throw new CommandFailed(EXIT.usage, 'name a delivery, or a time with --since', {
      next: `\`devauth webhooks deliveries ${id}\` lists the deliveries`,
    });
}

function changeOf({ url, event, description, enable, disable }: WebhookOptions): object {
  const change = {
    ...(url !== undefined && { url }),
    ...(event !== undefined && { events: event }),
    ...(description !== undefined && { description }),
    ...(enable === true && { enabled: true }),
    ...(disable === true && { enabled: false }),
  };
  if (Object.keys(change).length === 0)
    throw new CommandFailed(EXIT.usage, 'say what is to be other', { next: '`devauth webhooks change --help`' });
  return change;
}
