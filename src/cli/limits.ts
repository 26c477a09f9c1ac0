// `devauth limits`: how many devices of a tenant may be accepted at once.
import { Command } from 'commander';
import { clientOf } from './client.ts';
import { CommandFailed, EXIT, jsonLines, type Io } from './io.ts';

export function limitsCommand(io: Io): Command {
  const limits = new Command('limits')
    .description('how many devices may be accepted at once (internal API)')
    .option('--tenant <id>', 'of that tenant; without it, the installation’s own', '');
  limits
    .command('get')
    .description('the limit and how much of it is used; -1 is none')
    .action(async (_options: unknown, command: Command) => {
      const { body } = await clientOf(command).internal(`GET ${pathOf(command)}`);
      io.out(isJson(command) ? jsonLines([body]) : sentence(body));
    });
  limits
    .command('set <limit>')
    .description('-1 for none, 0 for nobody; throws nobody out')
    .allowUnknownOption()
    .action(async (text: string, _options: unknown, command: Command) => {
      if (!/^(-1|\d{1,15})$/.test(text))
        throw new CommandFailed(EXIT.usage, 'a limit is a whole number from 0 on, or -1 for none');
      const limit = Number(text);
      await clientOf(command).internal(`PUT ${pathOf(command)}`, { body: { limit } });
      io.out(isJson(command) ? jsonLines([{ limit }]) : `the limit is ${limit}\n`);
    });
  return limits;
}

const pathOf = (command: Command): string =>
  `/tenant/${encodeURIComponent(command.optsWithGlobals<{ tenant: string }>().tenant)}/limits/max_devices`;

const isJson = (command: Command): boolean => command.optsWithGlobals<{ json?: true }>().json === true;

function sentence(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('limit' in body) || !('used' in body)) return '';
  return `${String(body.used)} of ${body.limit === -1 ? 'any number' : String(body.limit)} are accepted\n`;
}
