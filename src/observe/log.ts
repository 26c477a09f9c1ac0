// The log: one line for each event, on standard error; JSON for programs, text for a terminal. Members are allowed by name, and
// everything that looks like a secret is masked (D15), so that a careless line says too little, never too much.
import winston, { type Logform, type Logger } from 'winston';
import { LOG_LEVELS, type LogLevel } from '../domain/names.ts';
import { printable } from './printable.ts';

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: 'json' | 'text';
}

export function openLog({ level, format }: LogOptions): Logger {
  return winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.combine(
      upTo(level),
      winston.format.timestamp(),
      redact(),
      format === 'text' ? text() : json(),
    ),
    transports: [new winston.transports.Console({ stderrLevels: [...LOG_LEVELS] })],
  });
}

/** Drops lines that no transport writes, before they are masked and written as text: bulk calls announce thousands of events. */
const upTo = (level: LogLevel): Logform.Format => winston.format((line) => isWritten(line.level, level) && line)();

const isWritten = (level: string, most: LogLevel): boolean => LEVELS.indexOf(level) <= LEVELS.indexOf(most);
const LEVELS = Object.keys(winston.config.npm.levels);

/** Members of a line, in the order in which they are written. */
// prettier-ignore
const MEMBERS = [
  'timestamp', 'level', 'message',
  'request_id', 'method', 'route', 'status', 'complete', 'ms', 'refused', 'reason', 'why', 'requests',   // a request
  'event', 'type', 'actor', 'tenant', 'device', 'revision', 'authSet', 'from', 'to', 'jtis', 'limit',  // an event
  'provisioned', 'tenantDevice', 'isEnabled', 'deviceType', 'apiKey', 'scopes', 'kid', 'alg',
  'reader', 'after', 'entries', 'after_failures', 'workflow', 'answer',                                // a reader of the feed
  'public', 'internal', 'signal', 'warning', 'problem', 'cause', 'error',                              // the process
  'omitted',
] as const;

const ALLOWED: ReadonlySet<string> = new Set(MEMBERS);

/** Exported for its spec. */
export const redact = winston.format((line) => {
  const omitted: string[] = [];
  for (const [name, value] of Object.entries(line)) {
    if (ALLOWED.has(name)) line[name] = masked(value);
    else {
      Reflect.deleteProperty(line, name);
      omitted.push(name);
    }
  }
  return omitted.length > 0 ? Object.assign(line, { omitted }) : line;
});

const MASK = '***';
const MAX_TEXT = 4000;

/** A JWT, a PEM block, one of our API keys, and the user part of an address. */
const SECRETS = [
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /-----BEGIN [A-Z ]+-----[\s\S]*?(-----END [A-Z ]+-----|$)/g,
  /\bd[ad]k_[\w-]+/g,
  /(?<=:\/\/)[^\s/@]+(?=@)/g,
];

/** Every secret has one of these: most texts have none, and need no other search. */
const MAY_BE_SECRET = /eyJ|-----BEGIN|[ad]k_|@/;

function masked(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = MAY_BE_SECRET.test(value)
      ? SECRETS.reduce((masking, secret) => masking.replace(secret, MASK), value)
      : value;
    return text.slice(0, MAX_TEXT);
  }
  if (Array.isArray(value)) return value.map(masked);
  return typeof value === 'object' && value !== null ? MASK : value;
}

const LINE = Symbol.for('message'); // winston's name for what it writes

/** Exported for its spec. */
export const json = winston.format((line) => {
  line[LINE] = printable(JSON.stringify(Object.fromEntries(membersOf(line))));
  return line;
});

/** Writes `21:03:12 info listening public=http://127.0.0.1:8080`. Exported for its spec. */
export const text = winston.format((line) => {
  const { timestamp, level, message, error, ...members } = Object.fromEntries(membersOf(line));
  const time = new Date(String(timestamp)).toTimeString().slice(0, 'hh:mm:ss'.length);
  const rest = Object.entries(members)
    .filter(([name, value]) => name !== 'type' || value !== message) // an event has its type as message
    .map(([name, value]) => ` ${name}=${wordOf(value)}`);
  const stack = typeof error !== 'string' ? '' : `\n${error}`.replaceAll('\n', '\n    ');
  line[LINE] = printable(`${time} ${String(level).padEnd('error'.length)} ${String(message)}${rest.join('')}${stack}`);
  return line;
});

const membersOf = (line: Logform.TransformableInfo): readonly (readonly [string, unknown])[] =>
  MEMBERS.filter((name) => line[name] !== undefined).map((name) => [name, line[name]] as const);

/** Writes a text without white space and quotes as it is, everything else as JSON. */
const wordOf = (value: unknown): string =>
  typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
