// Authenticates callers by the `security` of the document: the tenant that a request acts on, and the caller's name in the feed.
import type { IncomingMessage } from 'node:http';
import type { ParsedKey } from '../../domain/api-key.ts';
import { OWN_TENANT, type TenantId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Rate, Rates } from '../../memory/rate-limits.ts';
import type { Users } from '../../tokens/tokens.ts';

export interface Caller {
  readonly tenant: TenantId;
  /** A session of the management API; absent for other callers. */
  readonly session?: Session;
  /** `user:<sub>`, `api-key:<id>`, `tenant-device:<id>`, `internal`, `anyone`. */
  readonly actor: string;
  /** The key that a tenant device sent. It is compared after the device was read. */
  readonly key?: ParsedKey;
  /** True if no credential was checked: the operation requires none, or checks it later. */
  readonly isUnproven?: true;
}

/** A caller of the management API as it may see itself. */
export interface Session {
  readonly kind: 'user' | 'api_key';
  readonly subject: string;
  /** Scopes of an API key. A user has none and may do everything. */
  readonly scopes: readonly string[];
  /** `undefined` for an API key that does not expire. */
  readonly expiresAt: Date | undefined;
}

/** What an operation requires of its caller, and the parameters of its path. */
export interface Asked {
  readonly scopes: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
  /** Sets a header of the answer. The answer may still become a refusal. */
  readonly setHeader: (name: string, value: string) => void;
}

export type Authenticate = (request: IncomingMessage, asked: Asked) => Promise<Caller>;

/** For operations without a credential: devices sign their body, and the listener protects the internal API. */
export const nobody = (actor: string): Authenticate => {
  const caller = { tenant: OWN_TENANT, actor, isUnproven: true } as const;
  return () => Promise.resolve(caller);
};

/** A user of the management API (D12). */
export const user =
  (users: Users): Authenticate =>
  async (request) => {
    if (request.headersDistinct['x-api-key'] !== undefined) throw new Refused('caller_unknown', 'two credentials');
    const { subject, tenant, expiresAt } = await users.read(bearerToken(request));
    return { tenant, actor: `user:${subject}`, session: { kind: 'user', subject, scopes: [], expiresAt } };
  };

/** Applies the management rate limit to the caller, after authentication, and writes the state of the rate into headers. */
export const rated =
  (rates: Pick<Rates, 'management'>, authenticate: Authenticate): Authenticate =>
  async (request, asked) => {
    const caller = await authenticate(request, asked);
    const rate = rates.management(`${caller.tenant} ${caller.actor}`);
    if (rate === undefined) return caller;
    for (const [name, value] of rateHeaders(rate)) asked.setHeader(name, value);
    if (rate.isWithin) return caller;
    throw new Refused(
      'too_many_requests',
      `too many requests: DEVICEAUTH_MANAGEMENT_REQUESTS_PER_SECOND is ${rate.perSecond}`,
      { retryAfterSeconds: rate.waitSeconds },
    );
  };

/** Header names of the IETF's draft (draft-ietf-httpapi-ratelimit-headers-07). */
const rateHeaders = ({ limit, remaining, perSecond, resetSeconds }: Rate): readonly (readonly [string, string])[] => [
  ['RateLimit-Limit', String(limit)],
  ['RateLimit-Remaining', String(remaining)],
  ['RateLimit-Reset', String(resetSeconds)],
  ['RateLimit-Policy', `${limit};w=${Math.ceil(limit / perSecond)}`],
];

/** Authenticates with the credential of the request, if the operation accepts it. Refuses a request with two credentials. */
export function anyOf(schemes: readonly string[], callers: Readonly<Record<string, Authenticate>>): Authenticate {
  const ways = schemes.map((scheme) => {
    const identify = callers[scheme];
    if (identify === undefined) throw new TypeError(`there is no caller for the security scheme ${scheme}`);
    return { scheme, identify };
  });
  const apiKey = ways.find(({ scheme }) => scheme === 'apiKey');
  const other = ways.find(({ scheme }) => scheme !== 'apiKey') ?? apiKey;
  if (other === undefined) throw new TypeError('an operation with security names no scheme');
  if (apiKey === undefined) return other.identify;
  return (request, asked) => (carriesApiKey(request) ? apiKey : other).identify(request, asked);
}

const carriesApiKey = ({ headersDistinct }: IncomingMessage): boolean =>
  headersDistinct['x-api-key'] !== undefined ||
  (headersDistinct['authorization'] ?? []).some((value) => /^bearer dak_/i.test(value));

/** Reads the only accepted form: one Authorization header with `Bearer`, one space and the token. The texts are Mender's. */
export function bearerToken(request: IncomingMessage): string {
  const [header = '', ...others] = request.headersDistinct['authorization'] ?? [];
  if (header !== '' && others.length > 0) throw malformed();
  return tokenIn(header);
}

/** Reads the token out of the only `Authorization` header. */
export function tokenIn(authorization: string): string {
  if (authorization === '') throw new Refused('caller_unknown', 'Authorization not present in header');
  const [, method, token] = /^(\S{1,32}) ([\w.~+/=-]+)$/.exec(authorization) ?? [];
  if (method === undefined || token === undefined) throw malformed();
  if (!/^bearer$/i.test(method)) throw new Refused('caller_unknown', `unknown Authorization method ${method}`);
  return token;
}

const malformed = (): Refused => new Refused('caller_unknown', 'malformed Authorization header');

/** Returns the password of Basic (RFC 7617); `undefined` for another scheme. */
export function basicPassword(authorization: string): string | undefined {
  const encoded = /^Basic ([\w+/=]{1,1024})$/i.exec(authorization)?.[1];
  return encoded === undefined ? undefined : /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString())?.[1];
}
