// A small OpenID Connect issuer for specs: discovery, keys, a page that signs in at once, the exchange of a code with PKCE, and codes that
// a person enters in a browser (RFC 8628).
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

export interface OidcIssuer {
  readonly url: string;
  /** Claims of the tokens that it issues, beside the usual ones. */
  claims: { access: JWTPayload; id: JWTPayload };
  /** Header members of both tokens. */
  header: Record<string, unknown>;
  /** The value that the next ID token has instead of the requested nonce. */
  otherNonce: string | undefined;
  /** The error of RFC 6749 or RFC 8628 that every sign-in ends in; `undefined` for a person who allows it. */
  refusal: string | undefined;
  /** Every requested exchange of a code, with its form. */
  readonly exchanges: URLSearchParams[];
  /** The number of sessions that browsers have ended here. */
  logouts: number;
  close(): Promise<void>;
}

export const CLIENT = 'console-client';
export const USER_CODE = 'WDJB-MJHT';
/** The address that the console has for browsers. */
export const PUBLIC_URL = 'https://console.example';

/** The settings of a service whose only users are those of the issuer. */
export const settingsFor = ({ url }: Pick<OidcIssuer, 'url'>) => ({
  DEVICEAUTH_USER_KEYS: '',
  DEVICEAUTH_USER_JWKS_URL: `${url}/keys`,
  DEVICEAUTH_PUBLIC_URL: PUBLIC_URL,
  DEVICEAUTH_OIDC_ISSUER: url,
  DEVICEAUTH_OIDC_CLIENT_ID: CLIENT,
});

/** Operations that redirect, and that are 404 without an issuer; `console-login.spec.ts` tests them with one. */
export const NEED_ISSUER: readonly string[] = ['console beginLogin', 'console finishLogin', 'console endLogin'];

interface Asked {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirect: string;
}

/** All issuers of a spec file sign with it, because an RSA key takes long to make. */
const signingPair = generateKeyPair('RS256');

/** `hasEndSession`: it says in its discovery document where a session is ended. */
export async function openOidcIssuer({ hasEndSession = false } = {}): Promise<OidcIssuer> {
  const { publicKey, privateKey } = await signingPair;
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' };
  const codes = new Map<string, Asked>();
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()), // the caller went away
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const issuer: OidcIssuer = {
    url,
    claims: { access: {}, id: {} },
    header: {},
    otherNonce: undefined,
    refusal: undefined,
    exchanges: [],
    logouts: 0,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  const sign = (claims: JWTPayload): Promise<string> =>
    new SignJWT({ sub: 'anna', ...claims })
      .setProtectedHeader({ typ: 'JWT', ...issuer.header, alg: 'RS256', kid: 'key-1' })
      .setIssuer(url)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);

  /** The person enters the code after the first poll. */
  async function answerToPoll(): Promise<[status: number, body: object]> {
    if (issuer.exchanges.length === 1) return [400, { error: 'authorization_pending' }];
    if (issuer.refusal !== undefined) return [400, { error: issuer.refusal }];
    return [200, await tokens({})];
  }

  const tokens = async (id: JWTPayload): Promise<object> => ({
    token_type: 'Bearer',
    expires_in: 3600,
    access_token: await sign({ aud: 'devauth-management', ...issuer.claims.access }),
    id_token: await sign({ aud: CLIENT, ...id, ...issuer.claims.id }),
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const json = (status: number, body: object): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    if (pathname === '/.well-known/openid-configuration')
      return json(200, {
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        device_authorization_endpoint: `${url}/device`,
        jwks_uri: `${url}/keys`,
        ...(hasEndSession && { end_session_endpoint: `${url}/logout` }),
        code_challenge_methods_supported: ['S256'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (pathname === '/keys') return json(200, { keys: [jwk] });
    if (pathname === '/logout') {
      issuer.logouts += 1;
      response.writeHead(302, { Location: searchParams.get('post_logout_redirect_uri') ?? '/' }).end();
      return undefined;
    }
    if (pathname === '/authorize') {
      const code = `code-${codes.size + 1}`;
      const redirect = searchParams.get('redirect_uri') ?? '';
      const challenge = searchParams.get('code_challenge') ?? '';
      codes.set(code, { nonce: searchParams.get('nonce') ?? '', challenge, redirect });
      const back = new URL(redirect);
      if (issuer.refusal === undefined) back.searchParams.set('code', code);
      else back.searchParams.set('error', issuer.refusal);
      back.searchParams.set('state', searchParams.get('state') ?? '');
      response.writeHead(302, { Location: back.href }).end();
      return undefined;
    }
    const form = new URLSearchParams(await bodyOf(request));
    if (pathname === '/device')
      return json(200, {
        device_code: 'device-code-1',
        user_code: USER_CODE,
        verification_uri: `${url}/activate`,
        expires_in: 60,
        interval: 0.05,
      });
    issuer.exchanges.push(form);
    if (form.get('device_code') === 'device-code-1') return json(...(await answerToPoll()));
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (asked === undefined || challenge !== asked.challenge || form.get('redirect_uri') !== asked.redirect)
      return json(400, { error: 'invalid_grant' });
    return json(200, await tokens({ nonce: issuer.otherNonce ?? asked.nonce }));
  }
  return issuer;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
