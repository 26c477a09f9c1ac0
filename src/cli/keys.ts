// `devauth keys`: the signing keys in their folder (D9). Servers see a change within 10 s.
import { Command, Option } from 'commander';
import { resolve } from 'node:path';
import { systemClock } from '../time/clock.ts';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../domain/names.ts';
import { clientOf } from './client.ts';
import { environmentOf } from './config-file.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { list, say, type Shape } from './output.ts';

export function keysCommand(io: Io): Command {
  const keys = new Command('keys')
    .description('keys that sign device tokens: pending, active, retiring, revoked')
    .option('--folder <folder>', 'folder of the keys (DEVICEAUTH_KEYS_DIR)');
  keys
    .command('list')
    .alias('ls')
    .description('list every key with its state')
    .option('--from-server', 'ask a running server (internal API) instead of the folder')
    .action(async (options: { readonly fromServer?: true }, command: Command) =>
      options.fromServer ? listOfServer(io, command) : listHere(io, command),
    );
  keys
    .command('generate')
    .description('create a key: pending, or active if it is the first')
    .addOption(new Option('--alg <algorithm>', 'overrides DEVICEAUTH_NEW_KEY_ALGORITHM').choices(SIGNING_ALGORITHMS))
    .action(async (options: { readonly alg?: SigningAlgorithm }, command: Command) => {
      const { generateSigningKey } = await rotation();
      const { folder, newKeyAlgorithm } = await placeOf(command);
      const { kid, state } = await generateSigningKey(folder, {
        alg: options.alg ?? newKeyAlgorithm,
        at: systemClock(),
      });
      sayState(io, command, kid, state);
    });
  keyed(keys.command('activate <kid>'))
    .description('sign with this key from now on; the key before it retires')
    .option('--now', 'do not wait until verifiers know the key: they refuse its tokens until they read the JWKS again')
    .action(async (kid: string, options: { readonly now?: true }, command: Command) => {
      const { activateSigningKey } = await rotation();
      const wait = options.now ? 'none' : 'until-published';
      await activateSigningKey((await placeOf(command)).folder, { kid, at: systemClock(), wait });
      sayState(io, command, kid, 'active');
    });
  keyed(keys.command('revoke <kid>'))
    .description('revoke a key and every token that it signed')
    .action(async (kid: string, _options: unknown, command: Command) => {
      const { revokeSigningKey } = await rotation();
      await revokeSigningKey((await placeOf(command)).folder, { kid, at: systemClock() });
      sayState(io, command, kid, 'revoked');
    });
  return keys;
}

/** Loads the code with jose only when a command runs. */
const rotation = () => import('../tokens/own/key-rotation.ts');

/** Allows a kid that begins with `-`. */
const keyed = (command: Command): Command => command.allowUnknownOption();

async function listHere(io: Io, command: Command): Promise<void> {
  const { listSigningKeys } = await rotation();
  const entries = await listSigningKeys((await placeOf(command)).folder);
  const rows = entries.map(({ kid, state, since, held }) => ({
    kid,
    state,
    since: since.toISOString(),
    alg: held?.key.alg ?? 'the file is missing',
  }));
  list(io, command, rows, SHAPE);
}

async function listOfServer(io: Io, command: Command): Promise<void> {
  const { body } = await clientOf(command).internal('GET /keys');
  const keys = isKeys(body) ? body : [];
  list(
    io,
    command,
    keys.map((key) => ({ ...key, alg: key.alg ?? 'the file is missing' })),
    SHAPE,
  );
}

const isKeys = (body: unknown): body is readonly (Omit<KeyRow, 'alg'> & { readonly alg?: string })[] =>
  Array.isArray(body);

interface KeyRow {
  readonly kid: string;
  readonly state: string;
  readonly since: string;
  readonly alg: string;
  readonly signs_until?: string;
}

const COLUMNS: Shape<KeyRow>['whole'] = [
  { name: 'kid', of: ({ kid }) => kid },
  { name: 'state', of: ({ state }) => state, isStatus: true },
  { name: 'since', of: ({ since }) => new Date(since) },
  { name: 'alg', of: ({ alg }) => alg },
  { name: 'signed until', of: ({ signs_until: until }) => until && new Date(until) },
];

const SHAPE: Shape<KeyRow> = { short: COLUMNS, whole: COLUMNS, name: ({ kid }) => kid };

interface Place {
  readonly folder: string;
  readonly newKeyAlgorithm: SigningAlgorithm;
}

async function placeOf(command: Command): Promise<Place> {
  const { readConfig } = await import('../config/settings.ts');
  const { keysFolderOf } = await import('../config/places.ts');
  const { folder } = command.optsWithGlobals<{ folder?: string }>();
  const { config } = readConfig(environmentOf(command), { purpose: 'maintain' });
  if (folder === undefined && config.serverKeyPath !== '') {
    throw new CommandFailed(EXIT.usage, 'DEVICEAUTH_SERVER_PRIV_KEY_PATH names one key, which cannot be rotated', {
      next: 'put it into a folder, as the only .pem, and set DEVICEAUTH_KEYS_DIR to that folder',
    });
  }
  return {
    folder: folder === undefined ? keysFolderOf(config) : resolve(folder),
    newKeyAlgorithm: config.newKeyAlgorithm,
  };
}

const sayState = (io: Io, command: Command, kid: string, state: string): void =>
  say(io, command, { kid, state }, `${kid} is ${state}`);
