// `devauth tokens`: take tokens away.
import { Command } from 'commander';
import { clientOf } from './client.ts';
import { CommandFailed, EXIT, jsonLines, type Io } from './io.ts';

interface Revoke {
  readonly device?: string;
  readonly tenant?: string;
  readonly json?: true;
}

export function tokensCommand(io: Io): Command {
  const tokens = new Command('tokens').description('tokens of devices');
  tokens
    .command('revoke [jti]')
    .description(
      'one token by its jti, or with --device all of a device: they are good no more when the command has ended',
    )
    .option('--device <id>', 'all tokens of that device (internal API)')
    .option('--tenant <id>', 'of that tenant (internal API)')
    .action(async (jti: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Revoke>();
      await revoke(command, jti, options);
      const what = jti ?? `the tokens of device ${options.device ?? ''}`;
      io.out(options.json ? jsonLines([{ revoked: jti ?? options.device }]) : `revoked: ${what}\n`);
    });
  return tokens;
}

async function revoke(command: Command, jti: string | undefined, { device, tenant }: Revoke): Promise<void> {
  if ((jti === undefined) === (device === undefined))
    throw new CommandFailed(EXIT.usage, 'name a jti, or a device with --device');
  const client = clientOf(command);
  const query = `tenant_id=${encodeURIComponent(tenant ?? '')}`;
  if (device !== undefined) await client.internal(`DELETE /tokens?${query}&device_id=${encodeURIComponent(device)}`);
  else if (tenant !== undefined) await client.internal(`DELETE /tokens/${encodeURIComponent(jti ?? '')}?${query}`);
  else await client.management(`DELETE /tokens/${encodeURIComponent(jti ?? '')}`);
}
