// The answer to a good token: headers alone, the same bytes for each call but for the request's id.
import type { ServerResponse } from 'node:http';
import type { VerifiedToken } from '../../domain/token.ts';
import type { Verdict } from '../../memory/verdicts.ts';

export function allow(response: ServerResponse, requestId: string, verdict: Verdict): void {
  const head = (verdict.head ??= headOf(verdict.token));
  head[REQUEST_ID] = requestId; // it is written out before `writeHead` returns
  response.writeHead(200, head);
  response.end();
}

/** The place of the request's id in the head. */
const REQUEST_ID = 5;

/** As `writeHead` takes it: names and values in turn. */
const headOf = (token: VerifiedToken): string[] => [
  'Content-Length',
  '0',
  'Cache-Control',
  'no-store',
  'X-MEN-RequestID',
  '',
  'X-MEN-Device-Id',
  headerText(token.device),
  'X-MEN-Tenant-Id',
  headerText(token.tenant),
  'X-MEN-Token-Id',
  token.jti,
  'X-MEN-Token-Exp',
  String(token.expiresAt.getTime() / 1000),
  'X-MEN-Auth-Set-Id',
  token.authSet,
];

/** Percent-encodes what a header cannot carry as it is: tenant ids are texts of others. */
const headerText = (text: string): string => (/^[\x21-\x7e]*$/.test(text) ? text : encodeURIComponent(text));
