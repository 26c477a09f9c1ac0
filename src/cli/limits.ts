// `devauth limits`: the most devices of a tenant that may be accepted at once.
import { Command } from 'commander';
import { clientOf } from './client.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { say, tenantOf } from './output.ts';
import { tenantSegmentOf } from './path-segment.ts';

export function limitsCommand(io: Io): Command {
  const limits = new Command('limits')
    .description('the limit of accepted devices (internal API)')
    .option('--tenant <id>', 'tenant of the limit; without it, the installation’s own', '');
  limits
    .command('get')
    .description('show the limit and the number of accepted devices; -1: unlimited')
    .action(async (_options: unknown, command: Command) => {
      const { body } = await clientOf(command).internal(`GET ${pathOf(command)}`);
      say(io, command, { ...(typeof body === 'object' && body) }, sentence(body));
    });
  limits
    .command('set <limit>')
    .description('set the limit; -1: unlimited, 0: no device. Devices that are accepted stay accepted')
    .allowUnknownOption()
    .action(async (text: string, _options: unknown, command: Command) => {
      if (!/^(-1|\d{1,15})$/.test(text))
        throw new CommandFailed(EXIT.usage, 'a limit must be a whole number from 0, or -1 for unlimited', {
          next: 'such as `devauth limits set 500`',
        });
      const limit = Number(text);
      await clientOf(command).internal(`PUT ${pathOf(command)}`, { body: { limit } });
      say(io, command, { limit }, `the limit is ${limit}`);
    });
  return limits;
}

const pathOf = (command: Command): string => `/tenant/${tenantSegmentOf(tenantOf(command))}/limits/max_devices`;

function sentence(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('limit' in body) || !('used' in body)) return '';
  const accepted =
    body.limit === -1
      ? `${String(body.used)} are accepted; there is no limit`
      : `${String(body.used)} of ${String(body.limit)} are accepted`;
  if (!('preauthorized' in body) || !('pending' in body)) return accepted;
  return `${accepted}; ${String(body.preauthorized)} are preauthorized, ${String(body.pending)} wait`;
}
