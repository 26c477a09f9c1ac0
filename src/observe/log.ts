// The log: one JSON object a line, on standard error. Fields are allowed by name, and what looks like a secret is masked wherever it
// stands (D15): a line that somebody adds without thinking says too little, not too much.
import winston, { type Logger } from 'winston';
import { LOG_LEVELS, type LogLevel } from '../domain/names.ts';

export function openLog(level: LogLevel): Logger {
  return winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.combine(winston.format.timestamp(), redact(), winston.format.json(), printable()),
    transports: [new winston.transports.Console({ stderrLevels: [...LOG_LEVELS] })],
  });
}

// prettier-ignore
const ALLOWED: ReadonlySet<string> = new Set([
  'level', 'message', 'timestamp',
  'request_id', 'method', 'route', 'status', 'complete', 'ms', 'refused',                              // a request
  'event', 'type', 'actor', 'tenant', 'device', 'revision', 'authSet', 'from', 'to', 'jtis', 'limit',  // an event
  'provisioned', 'tenantDevice', 'isEnabled', 'deviceType', 'apiKey', 'scopes',
  'public', 'internal', 'signal', 'warning', 'problem', 'cause', 'error',                              // the process
]);

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

function masked(value: unknown): unknown {
  if (typeof value === 'string')
    return SECRETS.reduce((text, secret) => text.replace(secret, MASK), value).slice(0, MAX_TEXT);
  if (Array.isArray(value)) return value.map(masked);
  return typeof value === 'object' && value !== null ? MASK : value;
}

const LINE = Symbol.for('message'); // winston's name for what it writes

/** JSON leaves some characters as they are that end a line or steer the terminal of whoever reads the log: they are escaped too. */
const printable = winston.format((info) => {
  const line = info[LINE];
  if (typeof line === 'string') info[LINE] = line.replace(STEERING, escaped);
  return info;
});

const STEERING = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
