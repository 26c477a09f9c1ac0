// The list of commands. `serve`, `migrate`, `keys`, `mender` and `doctor --offline` work on the installation itself; the others
// call a server with HTTP (D16). The code of a command is loaded when it runs, so that help and mistakes answer at once.
import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { WrongSettings } from '../config/wrong-settings.ts';
import { Refused } from '../domain/errors.ts';
import { apiKeysCommand } from './api-keys.ts';
import { backupCommand } from './backup.ts';
import { CLIENT_OPTIONS } from './client.ts';
import { completeDevicesCommand, completionCommand } from './completion.ts';
import { CONFIG_OPTION } from './config-file.ts';
import { devicesCommand } from './devices.ts';
import { undoCommand } from './decisions.ts';
import { doctorCommand } from './doctor.ts';
import { eventsCommand, historyCommand } from './events.ts';
import { CommandFailed, EXIT, EXIT_CODES_HELP, type Io } from './io.ts';
import { importMenderCommand } from './import-mender.ts';
import { keysCommand } from './keys.ts';
import { limitsCommand } from './limits.ts';
import { contextCommand, loginCommand, logoutCommand, whoamiCommand } from './login.ts';
import { menderCommand, propagateIdData, propagateStatuses } from './mender.ts';
import { migrateCommand } from './migrate.ts';
import { outputOption } from './output.ts';
import { PROCESS_IO, watchPipes } from './process-io.ts';
import { serveCommand } from './serve.ts';
import { tokensCommand } from './tokens.ts';
import { verifyProxyCommand } from './verify-proxy.ts';
import { webhooksCommand } from './webhooks.ts';

/** Returns the exit code, one of `EXIT`. The reason of a failure was written to standard error before. */
export async function runCli(words: readonly string[], io: Io = PROCESS_IO): Promise<number> {
  if (io === PROCESS_IO) watchPipes();
  try {
    await program(io, await settingsFor(words), words).parseAsync([...words], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    return exitCodeFor(error, io);
  }
}

/** Loads the table of settings only for the help of `serve`. */
async function settingsFor(words: readonly string[]): Promise<string> {
  if (!words.includes('serve') && !words.includes('server')) return '';
  const { settingsText } = await import('../config/help.ts');
  return settingsText();
}

export function program(io: Io, settings = '', words: readonly string[] = []): Command {
  const devauth = new Command('devauth')
    .description('Device authentication for fleets. Without a command: serve.')
    .version(versionOf(), '--version', 'show the version of this program')
    .addOption(outputOption())
    .option('--json', 'the same as -o ndjson: one object on each line')
    .option('--no-color', 'no colours; NO_COLOR in the environment means the same')
    .option('--quiet', 'show no progress');
  for (const [flags, says] of [...CLIENT_OPTIONS, CONFIG_OPTION]) devauth.option(flags, says);
  devauth.addHelpText('after', EXIT_CODES_HELP);
  for (const [group, make] of FOR_OPERATORS) devauth.addCommand(make(io).helpGroup(group));
  devauth.addCommand(serveCommand(settings).helpGroup(MAINTAIN), { isDefault: true });
  for (const [group, make] of FOR_THE_SERVICE) devauth.addCommand(make(io).helpGroup(group));
  devauth.addCommand(completeDevicesCommand(io), { hidden: true });
  devauth.addHelpCommand(
    new Command('help').argument('[command]').description('show the help of a command').helpGroup(SHELL),
  );
  for (const command of withChildren(devauth)) {
    command
      .exitOverride()
      .helpOption('-h, --help', 'show this help')
      .showHelpAfterError(`  next: ${nextAfterError(devauth, command, words)}`)
      .configureOutput({ writeOut: io.out, writeErr: io.err });
  }
  return devauth;
}

const OPERATE = 'Find and decide:';
const SIGN_IN = 'Sign in:';
const MAINTAIN = 'Run the service:';
const MENDER = 'With a Mender server:';
const SHELL = 'Shell:';

const FOR_OPERATORS = [
  [OPERATE, devicesCommand],
  [OPERATE, undoCommand],
  [OPERATE, historyCommand],
  [OPERATE, eventsCommand],
  [OPERATE, tokensCommand],
  [OPERATE, webhooksCommand],
  [SIGN_IN, loginCommand],
  [SIGN_IN, logoutCommand],
  [SIGN_IN, whoamiCommand],
  [SIGN_IN, contextCommand],
] as const;

const FOR_THE_SERVICE = [
  [MAINTAIN, migrateCommand],
  [MAINTAIN, keysCommand],
  [MAINTAIN, doctorCommand],
  [MAINTAIN, backupCommand],
  [MAINTAIN, limitsCommand],
  [MAINTAIN, apiKeysCommand],
  [MAINTAIN, verifyProxyCommand],
  [MENDER, importMenderCommand],
  [MENDER, menderCommand],
  [MENDER, propagateStatuses],
  [MENDER, propagateIdData],
  [SHELL, completionCommand(() => program(PROCESS_IO))],
  [SHELL, versionCommand],
] as const;

/** Mender's spelling of `--version`. */
function versionCommand(io: Io): Command {
  return new Command('version')
    .description('show the version of this program')
    .action(() => io.out(`${versionOf()}\n`));
}

const withChildren = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(withChildren)];

/** Names the commands that have an unknown word as their name: `devauth why` is `devauth devices why`. */
function nextAfterError(devauth: Command, command: Command, words: readonly string[]): string {
  const isDefault = command.name() === SERVE && !words.includes(SERVE);
  const path = pathOf(isDefault ? devauth : command);
  const unknown = isDefault ? words[0] : words[words.indexOf(command.name()) + 1];
  const isGroup = isDefault || command.commands.length > 0;
  const elsewhere = withChildren(devauth).filter((other) => isGroup && other.name() === unknown);
  return elsewhere.length > 0 ? elsewhere.map(pathOf).join(', or ') : `${path} --help shows what it takes`;
}

const SERVE = 'serve';

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function exitCodeFor(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage; // commander has written it
  if (error instanceof WrongSettings) {
    error.problems.forEach((problem) => io.err(`devauth: ${problem}\n`));
    io.err('  next: `devauth serve --help` lists the settings\n');
    return EXIT.usage;
  }
  if (isOtherAnswer(error)) return exitCodeFor(otherAnswer(), io);
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'failed';
  io.err(`devauth: ${message}\n`);
  if (error instanceof CommandFailed) {
    io.err(`  next: ${error.advice.next}\n`);
    if (error.advice.requestId !== undefined) io.err(`  request ${error.advice.requestId}\n`);
    return error.exitCode;
  }
  return error instanceof Refused && error.code === 'store_unavailable' ? EXIT.unavailable : EXIT.refused;
}

/** True if an answer does not have the members of this API. The name is enough: the library is loaded with the commands that use it. */
const isOtherAnswer = (error: unknown): boolean => error instanceof Error && error.name === 'ZodError';

const otherAnswer = (): CommandFailed =>
  new CommandFailed(EXIT.refused, 'the server does not answer as devauth does', {
    next: 'are --server and --internal the addresses of the service, and is it as new as this program?',
  });

function versionOf(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '';
}
