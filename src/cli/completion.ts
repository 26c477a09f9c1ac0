// `devauth completion bash|zsh|fish`: a script for the shell, made from the list of commands and options. If a command takes a
// device, it asks the server for the ids of the newest ones.
import { Argument, Command } from 'commander';
import { CommandFailed, type Io } from './io.ts';
import { clientOf } from './client.ts';

export const completionCommand =
  (program: () => Command) =>
  (io: Io): Command =>
    new Command('completion')
      .description('print the completion script for a shell; in bash: source <(devauth completion bash)')
      .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
      .addHelpText('after', '\nfish: devauth completion fish > ~/.config/fish/completions/devauth.fish\n')
      .action((shell: string) => {
        const places = placesIn(program());
        io.out(shell === 'fish' ? fish(places) : (shell === 'zsh' ? ZSH_HEAD : '') + bash(places));
      });

const NEWEST = 20;
const LIMIT_MS = 1000;

/** The command that the scripts call. A shell waits for it, so it stays silent if the server is slow or refuses. */
export const completeDevicesCommand = (io: Io): Command =>
  new Command(COMPLETE_DEVICES).action(async (_options: unknown, command: Command) => {
    const request = `POST /devices/search?per_page=${NEWEST}&order=-created&cursor=`;
    try {
      const { body } = await clientOf(command).management(request, { body: {}, timeout: LIMIT_MS, waits: false });
      if (Array.isArray(body)) body.forEach((device: { readonly id?: unknown }) => io.out(`${String(device.id)}\n`));
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
    }
  });

export const COMPLETE_DEVICES = 'complete-devices';

/** A command as a shell sees it. */
interface Place {
  /** Its words, with aliases. */
  readonly paths: readonly string[];
  readonly children: readonly string[];
  readonly options: readonly ShellOption[];
  readonly takesDevices: boolean;
}

interface ShellOption {
  readonly flags: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

function placesIn(root: Command): readonly Place[] {
  const visit = (command: Command, paths: readonly string[]): readonly Place[] => [
    {
      paths,
      children: shown(command).map((child) => child.name()),
      options: [HELP, ...command.options.map(optionOf)],
      takesDevices: takesDevices(command),
    },
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
const takesDevices = ({ registeredArguments, parent }: Command): boolean =>
  registeredArguments.some(
    (argument) => argument.name() === 'device' || (argument.name() === 'id' && parent?.name() === 'devices'),
  );

const HELP: ShellOption = { flags: ['--help'], description: 'show this help', takesValue: false, choices: [] };

const optionOf = (option: Command['options'][number]): ShellOption => ({
  flags: [option.short, option.long].filter((flag) => flag !== undefined),
  description: option.description,
  takesValue: option.required || option.optional,
  choices: option.argChoices ?? [],
});

/** Lets zsh run functions of bash. */
const ZSH_HEAD = 'autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n';

const pattern = (words: readonly string[]): string => words.map((word) => `'${word}'`).join('|');

function bash(places: readonly Place[]): string {
  const options = places.flatMap((place) => place.options);
  const choices = options.filter((option) => option.choices.length > 0);
  const words = places.map(
    ({ paths, children, options: own }) =>
      `    ${pattern(paths)}) words='${[...children, ...own.flatMap(({ flags }) => flags.at(-1) ?? [])].join(' ')}' ;;`,
  );
  const withDevices = places.filter(({ takesDevices }) => takesDevices).flatMap(({ paths }) => paths);
  return `_devauth() {
  local word next path='' option='' words='' current=\${COMP_WORDS[COMP_CWORD]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ -n "$option" ]; then option=''; continue; fi
    case $word in
      ${valueFlags(options).join('|')}) option=$word ;;
      -*) ;;
      *)
        next="\${path:+$path }$word"
        case $next in ${pattern(places.flatMap(({ paths }) => paths).filter((path) => path !== ''))}) path=$next ;; esac ;;
    esac
  done
  case $option in
    '') ;;
${[...new Map(choices.map((option) => [option.flags.join('|'), option])).values()].map(({ flags, choices: of }) => `    ${flags.join('|')}) COMPREPLY=($(compgen -W '${of.join(' ')}' -- "$current")); return ;;`).join('\n')}
    *) return ;;
  esac
  case $path in
${words.join('\n')}
  esac
  case $path in
    ${pattern(withDevices)})
      case $current in -*) ;; *) words="$words $(devauth ${COMPLETE_DEVICES} 2>/dev/null)" ;; esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _devauth devauth
`;
}

const valueFlags = (options: readonly ShellOption[]): readonly string[] => [
  ...new Set(options.filter(({ takesValue }) => takesValue).flatMap(({ flags }) => flags)),
];

function fish(places: readonly Place[]): string {
  const options = places.flatMap((place) => place.options);
  const paths = places.flatMap((place) => place.paths).filter((path) => path !== '');
  return `function __devauth_path
  set -l path ''
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
      continue
    end
    switch $word
      case ${valueFlags(options).join(' ')}
        set skip 1
      case '-*'
      case '*'
        set -l next (string trim -- "$path $word")
        contains -- $next ${paths.map((path) => `'${path}'`).join(' ')}
        and set path $next
    end
  end
  echo $path
end
complete -c devauth -f
${places.flatMap(fishPlace).join('\n')}
`;
}

function fishPlace({ paths, children, options, takesDevices }: Place): readonly string[] {
  const isRoot = paths.includes('');
  const here = `-n 'contains -- (__devauth_path) ${paths.map((path) => `"${path}"`).join(' ')}'`;
  return [
    ...(children.length > 0 ? [`complete -c devauth ${here} -a '${children.join(' ')}'`] : []),
    ...(takesDevices ? [`complete -c devauth ${here} -a '(devauth ${COMPLETE_DEVICES} 2>/dev/null)'`] : []),
    ...options.map((option) => `complete -c devauth ${isRoot ? '' : `${here} `}${fishOption(option)}`),
  ];
}

function fishOption({ flags, description, takesValue, choices }: ShellOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const value = choices.length > 0 ? ` -x -a '${choices.join(' ')}'` : takesValue ? ' -r -F' : '';
  return `${names.join(' ')}${value} -d '${description.replaceAll(/[\\']/g, '\\$&')}'`;
}
