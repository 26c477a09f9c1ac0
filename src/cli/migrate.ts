// `devauth migrate`: migrates the store to the schema of this program, while every server is stopped.
import { Command } from 'commander';
import { environmentOf } from './config-file.ts';
import type { Io } from './io.ts';
import { say } from './output.ts';

export const migrateCommand = (io: Io): Command =>
  new Command('migrate')
    .description('migrate the store to the schema of this program; stop the servers first')
    .action(async (_options: unknown, command: Command) => {
      const { readConfig } = await import('../config/settings.ts');
      const { openStoreAlone } = await import('../maintain.ts');
      const { config } = readConfig(environmentOf(command), { purpose: 'maintain' });
      const store = await openStoreAlone(config);
      try {
        const settings = await store.stats.settings();
        const kind = config.mongo.isSet ? 'mongo' : 'sqlite';
        say(io, command, { store: kind, settings }, `the ${kind} store has the schema of this program`);
      } finally {
        await store.close();
      }
    });
