// `devauth completion bash|zsh|fish`: a script for the shell, made from the list of commands and options. If a command takes a
// device, it asks the server for the ids of the newest ones.
import { Argument, Command } from 'commander';
import { CommandFailed, type Io } from './io.ts';
import { clientOf } from './client.ts';
import { bash, COMPLETE_DEVICES, fish, zsh, type Place, type ShellOption, type Values } from './completion-scripts.ts';

const SHELLS = { bash, zsh, fish } as const;
type Shell = keyof typeof SHELLS;

export const completionCommand =
  (program: () => Command) =>
  (io: Io): Command =>
    new Command('completion')
      .description('print the completion script for a shell; in bash: source <(devauth completion bash)')
      .addArgument(new Argument('<shell>').choices(Object.keys(SHELLS)))
      .addHelpText('after', INSTALL)
      .action((shell: Shell) => io.out(SHELLS[shell](placesIn(program()))));

const INSTALL = `
bash: echo 'source <(devauth completion bash)' >> ~/.bashrc
zsh:  echo 'source <(devauth completion zsh)' >> ~/.zshrc
fish: devauth completion fish > ~/.config/fish/completions/devauth.fish
`;

const NEWEST = 20;
const LIMIT_MS = 1000;

/** A shell may evaluate what it completes, so that other ids are left out. */
const PLAIN = /^[\w.-]+$/;

/** The command that the scripts call. A shell waits for it, so it stays silent if the server is slow or refuses. */
export const completeDevicesCommand = (io: Io): Command =>
  new Command(COMPLETE_DEVICES).action(async (_options: unknown, command: Command) => {
    const request = `POST /devices/search?per_page=${NEWEST}&order=-created&cursor=`;
    try {
      const { body } = await clientOf(command).management(request, { body: {}, timeout: LIMIT_MS, waits: false });
      if (!Array.isArray(body)) return;
      const ids = body.map((device: { readonly id?: unknown }) => String(device.id));
      ids.filter((id) => PLAIN.test(id)).forEach((id) => io.out(`${id}\n`));
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
    }
  });

function placesIn(root: Command): readonly Place[] {
  const visit = (command: Command, paths: readonly string[]): readonly Place[] => [
    { paths, values: argumentsOf(command), options: [HELP, ...command.options.map(optionOf)] },
    ...shown(command).flatMap((child) =>
      visit(
        child,
        paths.flatMap((path) => [child.name(), ...child.aliases()].map((name) => `${path} ${name}`.trim())),
      ),
    ),
  ];
  return visit(root, ['']);
}

const shown = ({ commands }: Command): readonly Command[] =>
  commands.filter((child) => child.name() !== COMPLETE_DEVICES);

/** An `id` of a command of `devices` is a device. */
function argumentsOf(command: Command): Values {
  const names = command.registeredArguments.map((argument) => argument.name());
  const ofDevices = command.parent?.name() === 'devices';
  return {
    words: [
      ...shown(command).map((child) => child.name()),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
    devices: names.some((name) => name === 'device' || (name === 'id' && ofDevices)),
    files: names.includes('file'),
  };
}

const HELP: ShellOption = { flags: ['--help'], description: 'show this help', values: undefined };

/** The name of an option's value says what it is. */
const optionOf = (option: Command['options'][number]): ShellOption => ({
  flags: [option.short, option.long].filter((flag) => flag !== undefined),
  description: option.description,
  values:
    option.required || option.optional
      ? {
          words: option.argChoices ?? [],
          devices: option.flags.includes('<device>'),
          files: /<(file|folder)>/.test(option.flags),
        }
      : undefined,
});
