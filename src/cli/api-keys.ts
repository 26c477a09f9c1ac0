// `devauth api-keys`: API keys of machines, over the internal API (D12, D16).
import { Command, Option } from 'commander';
import { MACHINE_SCOPES } from '../domain/scopes.ts';
import { clientOf, type Client } from './client.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { isJson, list, say, tenantOf, type Shape } from './output.ts';
import { segmentOf } from './path-segment.ts';

interface KeyView {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly description: string;
  readonly created_at: string;
  readonly expires_at?: string;
  readonly last_used_at?: string;
}

interface CreateOptions {
  readonly scope: readonly string[];
  readonly description?: string;
  readonly expires?: string;
}

export function apiKeysCommand(io: Io): Command {
  const apiKeys = new Command('api-keys')
    .description('API keys of scripts, gateways and tenant apps (internal API)')
    .option('--tenant <id>', 'tenant of the keys; without it, the installation’s own', '');
  apiKeys
    .command('create')
    .description('create a key and print it; it is not shown again')
    .addOption(new Option('--scope <scope...>', 'what the key may do').choices(MACHINE_SCOPES).makeOptionMandatory())
    .option('--description <text>', 'the purpose of the key')
    .option('--expires <time>', 'when the key expires (RFC 3339); without it, never')
    .action((options: CreateOptions, command: Command) => create(options, command, io));
  apiKeys
    .command('list')
    .alias('ls')
    .description('list the keys, without their secrets')
    .action(async (_options: unknown, command: Command) =>
      list(io, command, await allKeys(clientOf(command), tenantOf(command)), SHAPE),
    );
  apiKeys
    .command('revoke <id>')
    .description('revoke a key at once; the id is the part between the underscores')
    .action(async (id: string, _options: unknown, command: Command) => {
      await clientOf(command).internal(`DELETE /api-keys/${segmentOf(id, 'an API key')}`);
      say(io, command, { id, revoked: true }, `${id} is revoked`);
    });
  return apiKeys;
}

async function create({ scope, description, expires }: CreateOptions, command: Command, io: Io): Promise<void> {
  if (expires !== undefined && Number.isNaN(Date.parse(expires)))
    throw new CommandFailed(EXIT.usage, '--expires must be a time', { next: 'such as --expires 2027-01-01T00:00:00Z' });
  const { body } = await clientOf(command).internal('POST /api-keys', {
    once: true,
    body: {
      tenant_id: tenantOf(command),
      scopes: scope,
      ...(description !== undefined && { description }),
      ...(expires !== undefined && { expires_at: new Date(expires).toISOString() }),
    },
  });
  const key = typeof body === 'object' && body !== null && 'key' in body ? String(body.key) : '';
  say(io, command, { ...(typeof body === 'object' && body) }, key);
  if (!isJson(command)) io.err('Store it now: it is not shown again.\n');
}

const COLUMNS: Shape<KeyView>['whole'] = [
  { name: 'id', of: ({ id }) => id },
  { name: 'scopes', of: ({ scopes }) => scopes.join(' '), isText: true },
  { name: 'created', of: (key) => new Date(key.created_at) },
  { name: 'expires', of: (key) => timeOf(key.expires_at) },
  { name: 'last used', of: (key) => timeOf(key.last_used_at) },
  { name: 'description', of: ({ description }) => description, isText: true },
];

const SHAPE: Shape<KeyView> = { short: COLUMNS, whole: COLUMNS, name: ({ id }) => id };

const timeOf = (text: string | undefined): Date | string => (text === undefined ? 'never' : new Date(text));

/** Follows the `next` links to the end. */
async function allKeys(client: Client, tenant: string): Promise<readonly KeyView[]> {
  const keys: KeyView[] = [];
  let next: string | undefined = `/api-keys?limit=500&tenant_id=${encodeURIComponent(tenant)}`;
  while (next !== undefined) {
    const { body, headers } = await client.internal(`GET ${next}`);
    if (isKeys(body)) keys.push(...body);
    next = /<[^>]*?(\/api-keys\?[^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  return keys;
}

const isKeys = (body: unknown): body is readonly KeyView[] => Array.isArray(body);
