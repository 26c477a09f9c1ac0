// The hosts that a listener serves, and the web pages that may call it. A page in a browser can make the browser call this machine:
// with a name of its own that it points here (DNS rebinding), or from its own origin.
import type { IncomingMessage } from 'node:http';
import { Refused } from '../../domain/errors.ts';

export interface HostRules {
  /** Hosts that are served beside the loopback names. `undefined` if every host is served. */
  readonly only: readonly string[] | undefined;
  /** Hosts whose pages may call an internal API, beside the called host. */
  readonly origins: readonly string[];
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Refuses a host that is not served. A request in HTTP/1.0 may have none. */
export function checkHost({ headers: { host } }: IncomingMessage, { only }: HostRules): void {
  if (only === undefined || host === undefined) return;
  const name = nameOf(host);
  if (LOOPBACK.includes(name) || only.includes(name)) return;
  throw new Refused(
    'invalid_request',
    'this listener is on loopback and does not serve the host of the request; DEVICEAUTH_ALLOWED_HOSTS names others',
  );
}

/** Refuses a request that a page of another site made a browser send. */
export function checkOrigin({ headers }: IncomingMessage, { origins }: HostRules): void {
  const { origin, host = '', 'sec-fetch-site': site = '' } = headers;
  const isForeign = origin !== undefined && !isOwn(origin, host) && !isOneOf(origin, origins);
  if (!isForeign && (OWN_SITES.includes(site) || (site === 'same-site' && origin !== undefined))) return;
  throw new Refused('caller_forbidden', 'the internal API does not serve pages of other sites');
}

/** `none`: a person typed the address. A neighbour of the site must be named by its origin, which a plain GET does not have. */
const OWN_SITES: readonly string[] = ['', 'none', 'same-origin'];

/** Returns the host without the port. */
const nameOf = (host: string): string => host.toLowerCase().replace(/:\d*$/, '');

const isOwn = (origin: string, host: string): boolean => hostOf(origin) === withoutUsualPort(host);

function isOneOf(origin: string, names: readonly string[]): boolean {
  const host = hostOf(origin);
  return host !== undefined && names.includes(nameOf(host));
}

/** Returns the host with its port. `null` and everything else that is not an origin has none. */
const hostOf = (origin: string): string | undefined => {
  const host = /^https?:\/\/([^/?#@]+)$/i.exec(origin)?.[1];
  return host === undefined ? undefined : withoutUsualPort(host);
};

const withoutUsualPort = (host: string): string => host.toLowerCase().replace(/:(80|443)?$/, '');
