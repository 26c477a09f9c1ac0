// `--config FILE`, as in Mender's service, for the commands that work on the installation.
import type { Command } from 'commander';
import { environmentWith } from '../config/config-file.ts';
import type { Environment } from '../config/environment.ts';

export const CONFIG_OPTION = [
  '--config <file>',
  'file with settings, one “name: value” a line; the environment comes first',
] as const;

/** Returns the settings of the command. */
export const environmentOf = (command: Command): Environment =>
  environmentWith(command.optsWithGlobals<{ config?: string }>().config);
