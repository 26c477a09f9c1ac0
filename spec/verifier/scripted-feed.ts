// A feed whose answers a spec writes, and the tokens of golden/verifier.json.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { z } from 'zod';

const Verdict = z.enum(['ok', 'invalid', 'expired', 'revoked', 'stale']);
const Golden = z.strictObject({
  jwks: z.object({ keys: z.tuple([z.looseObject({ x: z.string() })]) }),
  issuer: z.string(),
  audience: z.string(),
  maxAgeMs: z.number(),
  tokens: z.record(
    z.string(),
    z.strictObject({
      claims: z.record(z.string(), z.unknown()),
      header: z.record(z.string(), z.string()).optional(),
      jwt: z.string(),
    }),
  ),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      answers: z.array(z.strictObject({ status: z.number(), body: z.record(z.string(), z.unknown()) })),
      verdicts: z.record(z.string(), Verdict),
    }),
  ),
});
export const golden = Golden.parse(JSON.parse(readFileSync(new URL('golden/verifier.json', import.meta.url), 'utf8')));

export interface ScriptedFeed {
  readonly jwksUrl: string;
  readonly feedUrl: string;
  /** The queries of the requests for the feed. */
  readonly asked: readonly URLSearchParams[];
  close(): void;
}

/** `answer` gets the number of the request, from 0, and its query. A response that it leaves alone stays open. */
export async function openScriptedFeed(
  answer: (response: ServerResponse, number: number, query: URLSearchParams) => unknown,
): Promise<ScriptedFeed> {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/jwks') return response.end(JSON.stringify(golden.jwks));
    const query = new URL(request.url ?? '', 'http://feed').searchParams;
    return answer(response, asked.push(query) - 1, query);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    jwksUrl: `${url}/jwks`,
    feedUrl: url,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
