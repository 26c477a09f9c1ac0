// Reads the file that DEVICEAUTH_BROKERS names: brokers that end the session of a revoked device at once, through their management
// API.
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readShortFile } from './short-file.ts';

export const BROKER_KINDS = ['rabbitmq', 'emqx', 'vernemq', 'nats'] as const;

export interface BrokerAdmin {
  /** The name of the reader of the feed. A reader with a new name begins again. */
  readonly name: string;
  readonly kind: (typeof BROKER_KINDS)[number];
  /** The address of the management API, without a slash at the end. */
  readonly url: string;
  /** Reads `user:password` each time again, so that a new file needs no restart. */
  readonly credential: () => Promise<string>;
}

const Entry = z
  .strictObject({
    name: z.string().regex(/^[a-z\d-]{1,32}$/, 'must have 1 to 32 characters of a-z, 0-9 and -'),
    kind: z.enum(BROKER_KINDS),
    url: z.string(),
    credential_file: z.string().min(1),
  })
  .refine(isPlainUrl, {
    path: ['url'],
    error: 'must be an http or https address, of nats a nats address, without user, password and query',
  });
const File = z.array(Entry).max(20);

/** Returns the brokers of the file; none for an empty path. Relative paths in the file begin at its folder. */
export async function readBrokers(path: string): Promise<readonly BrokerAdmin[]> {
  if (path === '') return [];
  const file = resolve(path);
  const parsed = File.safeParse(parse(readShortFile(file)));
  if (!parsed.success) throw new Error(problemIn(parsed.error));
  const names = parsed.data.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two brokers have the name ${twice}`);
  return Promise.all(
    parsed.data.map(async ({ name, kind, url, credential_file }) => {
      const secret = resolve(dirname(file), credential_file);
      const credential = async () => Promise.resolve(readCredential(secret));
      await credential(); // the start is refused if a file cannot be read, or never ends
      return { name, kind, url: url.replace(/\/+$/, ''), credential };
    }),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the file is not JSON');
  }
}

function problemIn({ issues: [issue] }: z.ZodError): string {
  return `[${issue?.path.map(String).join('.') ?? ''}] ${issue?.message ?? 'is wrong'}`;
}

function readCredential(file: string): string {
  const text = readShortFile(file).trim();
  if (!/^[^\s:]+:[^\n]*$/.test(text)) throw new Error(`${file} must hold user:password in one line`);
  return text;
}

function isPlainUrl({ kind, url }: Pick<BrokerAdmin, 'kind' | 'url'>): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password, search, hash } = new URL(url);
  return (
    (kind === 'nats' ? /^nats:$/ : /^https?:$/).test(protocol) &&
    [username, password, search, hash].every((part) => part === '')
  );
}
