// `devauth serve`: the service, until a signal.
import { Command } from 'commander';
import { settingsText } from '../config/help.ts';

export const serveCommand = (): Command =>
  new Command('serve')
    .description('serve the APIs until SIGTERM or SIGINT')
    .addHelpText('after', settingsText)
    .allowExcessArguments() // whatever is no command comes here, as the default
    .action(async (_options: unknown, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'`);
      const { serve } = await import('../serve.ts');
      await serve();
    });
