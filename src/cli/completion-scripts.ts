// The completion scripts. Each shell finds the command that the words before name, and whether an option waits for its value; then
// it completes what may stand there. A script is silent if the server does not answer.

export const COMPLETE_DEVICES = 'complete-devices';

/** What may stand at a place: words, ids of devices, names of files. */
export interface Values {
  readonly words: readonly string[];
  readonly devices: boolean;
  readonly files: boolean;
}

/** A command as a shell sees it. */
export interface Place {
  /** Its words, with aliases. */
  readonly paths: readonly string[];
  /** Its commands and arguments. */
  readonly values: Values;
  readonly options: readonly ShellOption[];
}

export interface ShellOption {
  readonly flags: readonly string[];
  readonly description: string;
  /** `undefined` if it takes no value. */
  readonly values: Values | undefined;
}

export const bash = (places: readonly Place[]): string => `_devauth() {
  local word next place='' option='' found='' current=\${COMP_WORDS[COMP_CWORD]}
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${walkOver(places)}
  done
  compopt +o default 2>/dev/null
  case "$place:$option" in
${valueCases(places, { files: 'compopt -o default 2>/dev/null', nothing: ':' })}
  esac
  COMPREPLY=($(compgen -W "$found" -- "$current"))
}
complete -o default -F _devauth devauth
`;

export const zsh = (places: readonly Place[]): string => `#compdef devauth
_devauth() {
  local word next place='' option='' found='' current=$PREFIX
  for word in "\${(@)words[2,CURRENT-1]}"; do
${walkOver(places)}
  done
  case "$place:$option" in
${valueCases(places, { files: '_files', nothing: ':' })}
  esac
  compadd -- \${=found}
}
if [ "$funcstack[1]" = _devauth ]; then
  _devauth "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
  compdef _devauth devauth
fi
`;

const IDS = `$(devauth ${COMPLETE_DEVICES} 2>/dev/null)`;

/** Bash and zsh understand both parts of their scripts. NOTE: `path` is the list of folders of programs in zsh. */
const walkOver = (places: readonly Place[]): string => `    if [ -n "$option" ]; then option=''; continue; fi
    case $word in
      ${valueFlags(places).join('|')}) option=$word ;;
      -*) ;;
      *)
        next="\${place:+$place }$word"
        case $next in ${pattern(pathsOf(places))}) place=$next ;; esac ;;
    esac`;

interface Doing {
  readonly files: string;
  readonly nothing: string;
}

/** One line for each command, and one for each of its options that takes a value. */
function valueCases(places: readonly Place[], doing: Doing): string {
  const root = places.find(({ paths }) => paths.includes(''));
  const ofOption = ({ flags, values }: ShellOption, paths: readonly string[]): readonly string[] => {
    if (values === undefined) return [];
    const at = paths.flatMap((path) => flags.map((flag) => `'${path}:${flag}'`)).join('|');
    return [`    ${at}) ${valuesLine(values, [], doing)} ;;`];
  };
  const everywhere = (root?.options ?? []).flatMap(({ flags, values }) =>
    values === undefined
      ? []
      : [`    ${flags.map((flag) => `*:${flag}`).join('|')}) ${valuesLine(values, [], doing)} ;;`],
  );
  return [
    ...places.flatMap(({ paths, values, options }) => [
      `    ${pattern(paths.map((path) => `${path}:`))}) ${valuesLine(values, lastFlags(options), doing)} ;;`,
      ...(paths.includes('') ? [] : options.flatMap((option) => ofOption(option, paths))),
    ]),
    ...everywhere,
  ].join('\n');
}

function valuesLine(
  { words, devices, files }: Values,
  flags: readonly string[],
  { files: toFiles, nothing }: Doing,
): string {
  const all = [...words, ...flags].join(' ');
  const steps = [
    all === '' ? '' : `found='${all}'`,
    devices ? `case $current in -*) ;; *) found="${IDS}" ;; esac` : '',
    files ? `case $current in -*) ;; *) ${toFiles} ;; esac` : '',
  ].filter((step) => step !== '');
  return steps.length === 0 ? nothing : steps.join('; ');
}

export function fish(places: readonly Place[]): string {
  return `function __devauth_place
  set -l place ''
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
      continue
    end
    switch $word
      case ${valueFlags(places).join(' ')}
        set skip 1
      case '-*'
      case '*'
        set -l next (string trim -- "$place $word")
        contains -- $next ${pathsOf(places)
          .map((path) => `'${path}'`)
          .join(' ')}
        and set place $next
    end
  end
  echo $place
end
complete -c devauth -f
${places.flatMap(fishPlace).join('\n')}
`;
}

function fishPlace({ paths, values, options }: Place): readonly string[] {
  const here = `-n 'contains -- (__devauth_place) ${paths.map((path) => `"${path}"`).join(' ')}'`;
  return [
    ...(values.words.length > 0 ? [`complete -c devauth ${here} -a '${values.words.join(' ')}'`] : []),
    ...(values.devices ? [`complete -c devauth ${here} -a '${FISH_IDS}'`] : []),
    ...(values.files ? [`complete -c devauth ${here} -F`] : []),
    ...options.map((option) => `complete -c devauth ${paths.includes('') ? '' : `${here} `}${fishOption(option)}`),
  ];
}

const FISH_IDS = `(devauth ${COMPLETE_DEVICES} 2>/dev/null)`;

function fishOption({ flags, description, values }: ShellOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return `${names.join(' ')}${values === undefined ? '' : fishValues(values)} -d '${description.replaceAll(/[\\']/g, '\\$&')}'`;
}

function fishValues({ words, devices, files }: Values): string {
  if (files) return ' -r -F';
  return ` -x${words.length > 0 ? ` -a '${words.join(' ')}'` : devices ? ` -a '${FISH_IDS}'` : ''}`;
}

const pattern = (words: readonly string[]): string => words.map((word) => `'${word}'`).join('|');

const pathsOf = (places: readonly Place[]): readonly string[] =>
  places.flatMap(({ paths }) => paths).filter((path) => path !== '');

const lastFlags = (options: readonly ShellOption[]): readonly string[] =>
  options.flatMap(({ flags }) => flags.at(-1) ?? []);

const valueFlags = (places: readonly Place[]): readonly string[] => [
  ...new Set(
    places
      .flatMap(({ options }) => options)
      .filter(({ values }) => values !== undefined)
      .flatMap(({ flags }) => flags),
  ),
];
