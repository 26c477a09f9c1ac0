// `devauth tokens`: revokes device tokens.
import { Command } from 'commander';
import { clientOf, type Client } from './client.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { list, say, type Shape } from './output.ts';
import { segmentOf, tenantSegmentOf } from './path-segment.ts';

interface Revoke {
  readonly device?: string;
  readonly tenant?: string;
}

export function tokensCommand(io: Io): Command {
  const tokens = new Command('tokens').description('device tokens');
  tokens
    .command('list <device>')
    .alias('ls')
    .description('list the live tokens of a device; by its id, a serial or a MAC address')
    .action(async (text: string, _options: unknown, command: Command) => {
      const { findDevice } = await import('./device-search.ts');
      const client = clientOf(command);
      const { id } = await findDevice(client, text);
      const { body } = await client.management(`GET /devices/${encodeURIComponent(id)}/tokens`);
      list(io, command, isTokens(body) ? body : [], TOKEN_SHAPE);
    });
  tokens
    .command('revoke [jti]')
    .description(
      'revoke one token by its jti, or with --device all tokens of a device; every node refuses them afterwards',
    )
    .option('--device <device>', 'revoke all tokens of this device: its id, a serial or a MAC address')
    .option('--tenant <id>', 'tenant of the token or device, over the internal API')
    .action(async (jti: string | undefined, _options: unknown, command: Command) => {
      const { device, tenant } = command.optsWithGlobals<Revoke>();
      if (jti !== undefined && device === undefined) {
        await revokeToken(clientOf(command), jti, tenant);
        say(io, command, { revoked: jti }, `revoked: ${jti}`);
      } else if (jti === undefined && device !== undefined) {
        const id = await revokeTokensOf(clientOf(command), device, tenant);
        say(io, command, { revoked: id }, `revoked: the tokens of device ${id}`);
      } else
        throw new CommandFailed(EXIT.usage, 'name a jti, or a device with --device', {
          next: '`devauth tokens list <device>` lists the tokens of a device',
        });
    });
  return tokens;
}

interface Token {
  readonly jti: string;
  readonly auth_set: string;
  readonly expires_ts: string;
}

const isTokens = (body: unknown): body is readonly Token[] => Array.isArray(body);

const COLUMNS: Shape<Token>['whole'] = [
  { name: 'jti', of: ({ jti }) => jti },
  { name: 'auth set', of: ({ auth_set: set }) => set },
  { name: 'expires', of: ({ expires_ts: expires }) => new Date(expires) },
];

const TOKEN_SHAPE: Shape<Token> = { short: COLUMNS, whole: COLUMNS, name: ({ jti }) => jti };

async function revokeToken(client: Client, jti: string, tenant: string | undefined): Promise<void> {
  const path = `/tokens/${segmentOf(jti, 'a token')}`;
  if (tenant === undefined) await client.management(`DELETE ${path}`);
  else await client.internal(`DELETE ${path}?tenant_id=${encodeURIComponent(tenant)}`);
}

const NOT_FOUND = 404;

/** Returns the id of the device. */
async function revokeTokensOf(client: Client, device: string, tenant: string | undefined): Promise<string> {
  if (tenant !== undefined) return revokeInTenant(client, device, tenant);
  const { findDevice } = await import('./device-search.ts');
  const { id } = await findDevice(client, device);
  await client.management(`DELETE /devices/${encodeURIComponent(id)}/tokens`);
  return id;
}

/**
 * The internal API gives the same answer for an unknown device as for one without tokens, so the CLI looks for the device first.
 */
async function revokeInTenant(client: Client, device: string, tenant: string): Promise<string> {
  const [t, d] = [encodeURIComponent(tenant), segmentOf(device, 'a device')];
  const { status } = await client.internal(`GET /tenants/${tenantSegmentOf(tenant)}/devices/${d}/status`, {
    also: [NOT_FOUND],
  });
  if (status === NOT_FOUND)
    throw new CommandFailed(EXIT.refused, `there is no device ${device}`, {
      next: '`devauth devices ls -q <words>` finds devices',
    });
  await client.internal(`DELETE /tokens?tenant_id=${t}&device_id=${d}`);
  return device;
}
