// `devauth completion bash|zsh`: a script for the shell, made from the list of commands and options.
import { Argument, Command } from 'commander';
import type { Io } from './io.ts';

export const completionCommand =
  (program: () => Command) =>
  (io: Io): Command =>
    new Command('completion')
      .description('print the completion script for a shell; in bash: source <(devauth completion bash)')
      .addArgument(new Argument('<shell>').choices(['bash', 'zsh']))
      .action((shell: string) => io.out((shell === 'zsh' ? ZSH_HEAD : '') + bash(program())));

/** Lets zsh run functions of bash. */
const ZSH_HEAD = 'autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n';

function bash(root: Command): string {
  const cases = wordsByPath(root, []).map(([path, words]) => `    '${path}') words='${words.join(' ')}' ;;`);
  return `_devauth() {
  local word path='' words='' current=\${COMP_WORDS[COMP_CWORD]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  case $path in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _devauth devauth
`;
}

function wordsByPath(command: Command, path: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const options = ['--help', ...command.options.map(({ long }) => long ?? '')];
  const words = [...command.commands.map((child) => child.name()), ...options];
  return [[path.join(' '), words], ...command.commands.flatMap((child) => wordsByPath(child, [...path, child.name()]))];
}
