// `devauth migrate`: brings the store to the schema of this program, with every server stopped.
import { Command } from 'commander';
import { readConfig } from '../config/settings.ts';
import type { Io } from './io.ts';

export const migrateCommand = (io: Io): Command =>
  new Command('migrate')
    .description('bring the store to the schema of this program; the servers are stopped')
    .action(async (_options: unknown, command: Command) => {
      const { config } = readConfig(undefined, { purpose: 'maintain' });
      const { openStoreAlone } = await import('../maintain.ts');
      const store = await openStoreAlone(config);
      try {
        const settings = await store.figures.settings();
        const kind = config.mongo.isSet ? 'mongo' : 'sqlite';
        const { json } = command.optsWithGlobals<{ json?: true }>();
        io.out(
          json
            ? `${JSON.stringify({ store: kind, settings })}\n`
            : `the ${kind} store has the schema of this program\n`,
        );
      } finally {
        await store.close();
      }
    });
