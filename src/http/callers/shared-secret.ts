// Authenticates callers by a secret of the installation: the gateway in front (D12) and the callers of the internal API (D18).
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { OWN_TENANT } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Secret } from '../../config/secret.ts';
import { basicPassword, type Authenticate } from './callers.ts';

export interface GatewayProof {
  readonly gatewaySecret: Secret;
  readonly gatewayPeers: { readonly isSet: boolean; has(peer: string): boolean };
}

/**
 * In gateway mode, refuses a caller that does not prove in every configured way that it is the gateway, before its token is read.
 */
export const behindGateway =
  ({ gatewaySecret, gatewayPeers }: GatewayProof, authenticate: Authenticate): Authenticate =>
  async (request, asked) => {
    const isPeer = !gatewayPeers.isSet || gatewayPeers.has(request.socket.remoteAddress ?? '');
    const knows = !gatewaySecret.isSet || isSecret(headerOf(request, 'x-devauth-gateway'), gatewaySecret);
    if (!isPeer || !knows) throw new Refused('caller_unknown', 'unauthorized');
    return authenticate(request, asked);
  };

/**
 * Reads the key from `Authorization: Bearer <key>`, `X-API-KEY: <key>`, or the password of Basic, for brokers that can send nothing
 * else.
 */
export const withInternalKey =
  (key: Secret, actor: string): Authenticate =>
  (request) => {
    const authorization = headerOf(request, 'authorization') ?? '';
    const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? basicPassword(authorization);
    const isRight = isSecret(bearer ?? headerOf(request, 'x-api-key'), key);
    return isRight
      ? Promise.resolve({ tenant: OWN_TENANT, actor })
      : Promise.reject(new Refused('caller_unknown', 'unauthorized'));
  };

/** Returns `undefined` for a header that occurs twice. */
function headerOf(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name] ?? [];
  return values.length === 1 ? values[0] : undefined;
}

/** Compares digests of one length, so that the time says nothing about the text. */
export const isSecret = (given: string | undefined, secret: Secret): boolean =>
  given !== undefined && timingSafeEqual(digest(given), digest(secret.reveal()));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
