// Computes from the settings where the parts of an installation are and how they are opened.
import { join, resolve } from 'node:path';
import { isatty } from 'node:tty';
import type { Config } from './settings.ts';

/** Folder of the embedded store, the signing keys and the first-run token. */
export const dataFolderOf = ({ dataDir }: Pick<Config, 'dataDir'>): string => resolve(dataDir);

/** Folder of the signing keys, if they are in a folder. */
export const keysFolderOf = ({ keysDir, dataDir }: Pick<Config, 'keysDir' | 'dataDir'>): string =>
  resolve(keysDir === '' ? join(dataDir, 'keys') : keysDir);

/** Signing keys: one file, or a folder. */
export function signingKeysOf(config: Config) {
  const dataFolder = dataFolderOf(config);
  return config.serverKeyPath === ''
    ? ({ kind: 'folder', path: keysFolderOf(config), dataFolder } as const)
    : ({ kind: 'file', path: resolve(config.serverKeyPath), dataFolder } as const);
}

/** MongoDB if its address is set, otherwise the embedded store (D5). */
export const storeOf = (config: Config) =>
  config.mongo.isSet
    ? ({
        kind: 'mongo',
        uri: config.mongo.reveal(),
        username: config.mongoUsername,
        ...(config.mongoPassword.isSet && { password: config.mongoPassword.reveal() }),
        tls: config.mongoSsl,
        tlsSkipVerify: config.mongoSkipVerify,
        database: config.mongoDatabase,
        ...tokenReadsOf(config),
      } as const)
    : ({ kind: 'sqlite', file: join(dataFolderOf(config), 'devauth.db') } as const);

/** How verify reads (D10): `majority` and `linearizable` read for each token, `bounded` uses a former read for a bounded time. */
const tokenReadsOf = ({ verifyRead, verifyBoundMs }: Pick<Config, 'verifyRead' | 'verifyBoundMs'>) =>
  verifyRead === 'bounded'
    ? ({ tokenReads: 'majority', tokenTrustMs: verifyBoundMs } as const)
    : ({ tokenReads: verifyRead, tokenTrustMs: 0 } as const);

/** The address that tenant devices should call: the configured one, or that of the public listener. */
export const publicUrlOf = ({ publicUrl, listen }: Pick<Config, 'publicUrl' | 'listen'>): string =>
  publicUrl || `http://${listen.host.includes(':') ? `[${listen.host}]` : listen.host || '127.0.0.1'}:${listen.port}`;

/** The log: `auto` is text on a terminal and JSON otherwise. */
export function logOptionsOf(
  { logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>,
  isTerminal = hasTerminal(),
) {
  const format = logFormat === 'auto' ? (isTerminal ? 'text' : 'json') : logFormat;
  return { level: logLevel, format } as const;
}

const hasTerminal = (): boolean => isatty(STANDARD_ERROR);

const STANDARD_ERROR = 2;
