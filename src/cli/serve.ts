// `devauth serve`: the service, until a signal.
import { Command } from 'commander';
import { outliveReader } from './process-io.ts';

/** `settings`: the table of settings for `--help`; loaded only when somebody asks. */
export const serveCommand = (settings: string): Command =>
  new Command('serve')
    .description('serve the APIs until SIGTERM or SIGINT')
    .addHelpText('after', settings)
    .allowExcessArguments() // serve is the default: an unknown command arrives here
    .action(async (_options: unknown, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'`);
      const { serve } = await import('../serve.ts');
      outliveReader();
      await serve();
    });
