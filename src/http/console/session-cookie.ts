// The cookie of a console session. It holds the operator's own token, and scripts cannot read it (D22). Nothing is stored here.

/** Makes and reads the cookie. `host` is the `Host` header of the request. */
export interface SessionCookie {
  /** Returns `Set-Cookie` for this token. `seconds` is its life; without it the cookie ends with the browser. */
  set(token: string, at: { readonly host: string; readonly seconds: number | undefined }): string;
  clear(host: string): string;
  /** Returns the token in a `Cookie` header. Ignores a cookie that occurs twice. */
  read(cookies: string | undefined, host: string): string | undefined;
}

export interface CookieRules {
  /** The purpose of the cookie, which is part of its name. */
  readonly name: string;
  /** True if browsers use HTTPS. On a loopback listener they do not, and the cookie has the port in its name. */
  readonly isSecure: boolean;
  /** `Lax` for a cookie that must also be sent on the way from a page of another site; `Strict` otherwise. */
  readonly sameSite?: 'Strict' | 'Lax';
}

/** Browsers drop a cookie of more than 4,096 bytes. */
export const MAX_COOKIE_BYTES = 4000;

export function createSessionCookie({ name, isSecure, sameSite = 'Strict' }: CookieRules): SessionCookie {
  const nameFor = (host: string): string => (isSecure ? `__Host-${name}` : `${name}-${portOf(host)}`);
  const rest = `${isSecure ? 'Path=/; Secure' : 'Path=/console'}; HttpOnly; SameSite=${sameSite}`;
  return {
    set: (token, { host, seconds }) =>
      `${nameFor(host)}=${encodeURIComponent(token)}; ${rest}${seconds === undefined ? '' : `; Max-Age=${Math.max(0, Math.floor(seconds))}`}`,
    clear: (host) => `${nameFor(host)}=; ${rest}; Max-Age=0`,
    read: (cookies, host) => {
      const prefix = `${nameFor(host)}=`;
      const [found, ...others] = (cookies ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(prefix));
      const token = found?.slice(prefix.length);
      return others.length === 0 && token ? decode(token) : undefined;
    },
  };
}

/** A token has no character that a cookie may not hold; the key of an installation can. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Cookies do not know ports: without it, two services of one machine would share a cookie. */
const portOf = (host: string): string => /:(\d{1,5})$/.exec(host)?.[1] ?? '80';
