// Which hosts a listener serves, and which web pages may call it. A page in a browser can make the browser call this machine: under a name
// of its own that it points here (DNS rebinding), or from its own origin.
import type { IncomingMessage } from 'node:http';
import { Refused } from '../../domain/errors.ts';

export interface HostRules {
  /** Served beside the loopback names; undefined where every host is served. */
  readonly only: readonly string[] | undefined;
  /** Hosts of which the pages may call an internal API, beside the host that is called. */
  readonly origins: readonly string[];
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Refuses a host that is not served. A request of HTTP/1.0 may name none. */
export function checkHost({ headers: { host } }: IncomingMessage, { only }: HostRules): void {
  if (only === undefined || host === undefined) return;
  const name = nameOf(host);
  if (LOOPBACK.includes(name) || only.includes(name)) return;
  throw new Refused(
    'invalid_request',
    'this listener is on loopback and does not serve the host of the request; DEVICEAUTH_ALLOWED_HOSTS names others',
  );
}

/** Refuses what a page of another site has made a browser send. */
export function checkOrigin({ headers }: IncomingMessage, { origins }: HostRules): void {
  const { origin, host = '', 'sec-fetch-site': site = '' } = headers;
  const isForeign = origin !== undefined && !isOwn(origin, host) && !isOneOf(origin, origins);
  if (!isForeign && !site.includes('cross-site')) return;
  throw new Refused('caller_forbidden', 'the internal API does not serve pages of other sites');
}

/** Without the port. */
const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, '');

const isOwn = (origin: string, host: string): boolean => hostOf(origin) === withoutUsualPort(host);

function isOneOf(origin: string, names: readonly string[]): boolean {
  const host = hostOf(origin);
  return host !== undefined && names.includes(nameOf(host));
}

/** The host with its port; `null` and everything else that is not an origin has none. */
const hostOf = (origin: string): string | undefined => {
  const host = /^https?:\/\/([^/?#@]+)$/i.exec(origin)?.[1];
  return host === undefined ? undefined : withoutUsualPort(host);
};

const withoutUsualPort = (host: string): string => host.toLowerCase().replace(/:(80|443)?$/, '');
