// The log: one JSON object a line, on standard error. Fields are allowed by name, and what looks like a secret is masked wherever it
// stands (D15): a line that somebody adds without thinking says too little, not too much.
import winston, { type Logger } from 'winston';

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number] | 'silent';

export function openLog(level: LogLevel): Logger {
  return winston.createLogger({
    level: level === 'silent' ? 'error' : level,
    silent: level === 'silent',
    format: winston.format.combine(winston.format.timestamp(), redact(), winston.format.json()),
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
