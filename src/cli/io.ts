// The output of a command, and its end. Answers are written to standard output, everything else to standard error.

export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Standard output, if it is a terminal. */
  readonly terminal?: Terminal | undefined;
  /** Overwrites the last line of standard error, if it is a terminal. An empty text removes the line. */
  readonly line?: ((text: string) => void) | undefined;
  /** Asks the user, if standard input and output are terminals. */
  readonly ask?: ((question: Question) => Promise<string>) | undefined;
  /** Standard input, as a text. */
  readonly input?: () => Promise<string>;
}

export interface Terminal {
  readonly columns: number;
  readonly hasColors: boolean;
  /** Writes a text that may have colours in it. */
  readonly write: (text: string) => void;
}

export interface Question {
  readonly text: string;
  /** True if the typed text is not shown. */
  readonly isSecret?: true;
}

/** The exit codes, as `devauth --help` shows them. */
export const EXIT = {
  done: 0,
  /** The server or the installation refused. */
  refused: 1,
  /** The command line or a setting is wrong. */
  usage: 2,
  /** No server answers, or it cannot answer now. */
  unavailable: 3,
  /** `doctor` found a fault. */
  unwell: 4,
  /** Ctrl-C: the command finished what had begun, and left the rest. */
  interrupted: 130,
} as const;

export const EXIT_CODES_HELP = `
Exit codes:
  0  done
  1  the server or the installation refused; for a list of devices, at least one line was refused
  2  the command line or a setting is wrong
  3  no server answers, or it cannot do this now
  4  doctor found a problem
  130  ended by Ctrl-C; the command said what is done
`;

/** The next step where nothing has to be mended first. */
export const RUN_AGAIN = 'run it again';

/** Adds the way to go on with the rest, which says more than to run it again. */
export const goingOn = (next: string, onward: string): string => (next === RUN_AGAIN ? onward : `${next}; ${onward}`);

export interface Advice {
  /** What to do next. */
  readonly next: string;
  readonly requestId?: string | undefined;
  /** The status of the answer, if the server refused. */
  readonly status?: number | undefined;
}

/** Ends a command that could not do its work. */
export class CommandFailed extends Error {
  readonly exitCode: number;
  readonly advice: Advice;

  constructor(exitCode: number, message: string, advice: Advice) {
    super(message);
    this.name = 'CommandFailed';
    this.exitCode = exitCode;
    this.advice = advice;
  }
}

/** Writes one JSON object on each line. */
export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
