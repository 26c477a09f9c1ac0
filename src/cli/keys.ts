// `devauth keys`: the signing keys in their folder (D9). Servers see a change within 10 s; none is asked.
import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { systemClock } from '../time/clock.ts';
import { keysFolderOf } from '../config/places.ts';
import { readConfig } from '../config/settings.ts';
import {
  activateSigningKey,
  generateSigningKey,
  listSigningKeys,
  revokeSigningKey,
} from '../tokens/own/key-rotation.ts';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../domain/names.ts';
import { CommandFailed, EXIT, jsonLines, table, type Io } from './io.ts';

export function keysCommand(io: Io): Command {
  const keys = new Command('keys')
    .description('the keys that sign device tokens: pending, active, retiring, revoked')
    .option('--folder <folder>', 'where they are (DEVICEAUTH_KEYS_DIR)');
  keys
    .command('list')
    .description('every key with its state')
    .action(async (_options: unknown, command: Command) => list(io, command));
  keys
    .command('generate')
    .description('a new key: pending, or active when it is the first')
    .addOption(new Option('--alg <algorithm>', 'instead of DEVICEAUTH_NEW_KEY_ALGORITHM').choices(SIGNING_ALGORITHMS))
    .action(async (options: { readonly alg?: SigningAlgorithm }, command: Command) => {
      const { folder, newKeyAlgorithm } = placeOf(command);
      const made = await generateSigningKey(folder, { alg: options.alg ?? newKeyAlgorithm, at: systemClock() });
      say(io, command, { kid: made.kid, state: made.state });
    });
  keyed(keys.command('activate <kid>'))
    .description('the key signs from now on, and the one before retires')
    .option('--now', 'before verifiers can know the key: they refuse its tokens until they have read the JWKS again')
    .action(async (kid: string, options: { readonly now?: true }, command: Command) => {
      const wait = options.now ? 'none' : 'until-published';
      await activateSigningKey(placeOf(command).folder, { kid, at: systemClock(), wait });
      say(io, command, { kid, state: 'active' });
    });
  keyed(keys.command('revoke <kid>'))
    .description('no token under the key is good any more')
    .action(async (kid: string, _options: unknown, command: Command) => {
      await revokeSigningKey(placeOf(command).folder, { kid, at: systemClock() });
      say(io, command, { kid, state: 'revoked' });
    });
  return keys;
}

/** A kid may begin with `-`, and is no option then. */
const keyed = (command: Command): Command => command.allowUnknownOption();

async function list(io: Io, command: Command): Promise<void> {
  const entries = await listSigningKeys(placeOf(command).folder);
  const rows = entries.map(({ kid, state, since, held }) => ({
    kid,
    state,
    since: since.toISOString(),
    alg: held?.key.alg ?? 'the file is gone',
  }));
  io.out(isJson(command) ? jsonLines(rows) : table(rows));
}

function placeOf(command: Command): { readonly folder: string; readonly newKeyAlgorithm: SigningAlgorithm } {
  const { folder } = command.optsWithGlobals<{ folder?: string }>();
  const { config } = readConfig(undefined, { purpose: 'maintain' });
  if (folder === undefined && config.serverKeyPath !== '') {
    throw new CommandFailed(
      EXIT.usage,
      'DEVICEAUTH_SERVER_PRIV_KEY_PATH names one key, which cannot be rotated: put it into a folder, as the only .pem, and set DEVICEAUTH_KEYS_DIR to that',
    );
  }
  return {
    folder: folder === undefined ? keysFolderOf(config) : resolve(folder),
    newKeyAlgorithm: config.newKeyAlgorithm,
  };
}

const isJson = (command: Command): boolean => command.optsWithGlobals<{ json?: true }>().json === true;

const say = (io: Io, command: Command, row: { readonly kid: string; readonly state: string }): void =>
  io.out(isJson(command) ? jsonLines([row]) : `${row.kid} is ${row.state}\n`);
