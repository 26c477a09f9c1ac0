// The verifier in front of an app, for Express and for Fastify. Only the shapes of their objects are used.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Verdict, Verifier } from './verifier.ts';

/** The value of `request.device`. */
export type VerifiedDevice = Omit<Extract<Verdict, { readonly ok: true }>, 'ok'>;

export type ExpressMiddleware = (
  request: IncomingMessage & { device?: VerifiedDevice },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

interface FastifyRequest {
  readonly headers: IncomingHttpHeaders;
  readonly raw: IncomingMessage;
  device?: VerifiedDevice;
}

interface FastifyReply {
  code(status: number): FastifyReply;
  headers(values: Readonly<Record<string, string>>): FastifyReply;
  send(body: unknown): unknown;
}

/** An `onRequest` hook. */
export type FastifyHook = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export const expressMiddleware =
  (verifier: Verifier): ExpressMiddleware =>
  (request, response, next) => {
    const answer = async (): Promise<void> => {
      const verdict = await verifier.verify(bearerOf(request));
      dropIdentity(request);
      if (verdict.ok) {
        request.device = deviceOf(verdict);
        return next();
      }
      const { status, headers, body } = refusalOf(verdict.reason);
      response.writeHead(status, headers).end(JSON.stringify(body));
    };
    answer().catch(next);
  };

export const fastifyHook =
  (verifier: Verifier): FastifyHook =>
  async (request, reply) => {
    const verdict = await verifier.verify(bearerOf(request.raw));
    dropIdentity(request.raw, request.headers);
    if (verdict.ok) {
      request.device = deviceOf(verdict);
      return undefined;
    }
    const { status, headers, body } = refusalOf(verdict.reason);
    return reply.code(status).headers(headers).send(body);
  };

/** Returns the token of the only `Authorization` header. With a second header there is no token. */
export function bearerOf({ headersDistinct }: IncomingMessage): string | undefined {
  const [header, ...others] = headersDistinct['authorization'] ?? [];
  if (header === undefined) return undefined;
  return (others.length === 0 ? /^bearer (\S+)$/i.exec(header)?.[1] : undefined) ?? '-';
}

/** Removes what a client says about its identity, in every spelling and every place that the app may read. */
function dropIdentity({ headers, headersDistinct, rawHeaders }: IncomingMessage, copied?: IncomingHttpHeaders): void {
  for (const named of [headers, headersDistinct, copied ?? {}])
    for (const name of Object.keys(named)) if (isIdentity(name)) Reflect.deleteProperty(named, name);
  const kept = rawHeaders.filter((_, index) => !isIdentity(rawHeaders[index - (index % 2)] ?? ''));
  rawHeaders.splice(0, rawHeaders.length, ...kept);
}

/** With any mark in the place of a dash: many frameworks read all of them as one variable. */
const isIdentity = (name: string): boolean => /^x[^a-z\d]men[^a-z\d]/i.test(name);

const deviceOf = ({ device, tenant, jti, expiresAt, kid }: VerifiedDevice): VerifiedDevice => ({
  device,
  tenant,
  jti,
  expiresAt,
  kid,
});

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: string };
}

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };

/** Answers 503 without a verdict, and 401 if the token is not good. */
export const refusalOf = (reason: Extract<Verdict, { readonly ok: false }>['reason']): Refusal =>
  reason === 'stale'
    ? { status: 503, headers: { ...JSON_TYPE, 'Retry-After': '1' }, body: { error: 'unavailable' } }
    : { status: 401, headers: { ...JSON_TYPE, 'WWW-Authenticate': 'Bearer' }, body: { error: 'unauthorized' } };
