// `devauth serve`: runs the service until a signal.
import { Command } from 'commander';
import { environmentOf } from './config-file.ts';
import { switchOptimizer } from './optimizer.ts';
import { outliveReader } from './process-io.ts';

/** `settings` is the table of settings for `--help`. It is loaded only for that. */
export const serveCommand = (settings: string): Command =>
  new Command('serve')
    .alias('server') // Mender's name
    .description('serve the APIs until SIGTERM or SIGINT')
    .addHelpText('after', settings)
    .option('--automigrate', 'accepted because Mender’s service has it; it changes nothing')
    .allowExcessArguments() // serve is the default, so an unknown command gets here
    .action(async (_options: unknown, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'`);
      switchOptimizer('off'); // until it listens
      const { serve } = await import('../serve.ts');
      outliveReader();
      await serve(environmentOf(command));
    });
