// The message when a server refuses or does not answer: what happened, what to do next, and the id of the request.
import { CommandFailed, EXIT } from './io.ts';

/** The known facts about the request. */
export interface Asked {
  readonly headers?: Headers;
  /** What to do if the credential is not accepted. */
  readonly renewal?: string | undefined;
}

const UNAVAILABLE = [429, 502, 503, 504];

export function refusalOf(status: number, body: unknown, { headers, renewal }: Asked = {}): CommandFailed {
  const reason = memberOf(body, 'error') ?? 'no reason given';
  const detail = /error_description="([^"]*)"/.exec(headers?.get('www-authenticate') ?? '')?.[1];
  const what = `${status} ${reason}${detail === undefined ? '' : ` (${detail})`}`;
  return new CommandFailed(UNAVAILABLE.includes(status) ? EXIT.unavailable : EXIT.refused, what, {
    status,
    next: nextAfter(status, body, { ...(headers && { headers }), renewal }),
    requestId: memberOf(body, 'request_id') ?? headers?.get('x-men-requestid') ?? undefined,
  });
}

function nextAfter(status: number, body: unknown, { headers, renewal }: Asked): string {
  if (status === 401 && renewal !== undefined) return renewal;
  if (status === 422) return nextOfFull(body);
  if (status >= 300 && status < 400)
    return `the address answers for another one, ${headers?.get('location') ?? 'which it does not name'}: --server is the address of the service itself`;
  return NEXT[status] ?? SEE_HELP;
}

const SEE_HELP = 'the same command with --help shows its arguments';

const LATER = 'try again later, or wait longer: --wait 300';

const NEXT: Readonly<Record<number, string>> = {
  400: SEE_HELP,
  401: 'run `devauth login` with a new token',
  403: '`devauth whoami` shows what this credential may do; use one with the scope that is missing',
  404: '`devauth devices ls -q <words>` lists devices, `devauth events list` lists their events',
  409: 'read the present state and decide again',
  413: 'send less at once',
  429: LATER,
  500: 'the log of the server has the cause under the id of the request',
  502: LATER,
  503: LATER,
  504: LATER,
};

const nextOfFull = (body: unknown): string =>
  memberOf(body, 'limit') === undefined
    ? 'name fewer devices'
    : `${memberOf(body, 'used') ?? ''} of ${memberOf(body, 'limit') ?? ''} are accepted: reject or decommission some, or raise it with \`devauth limits set\``;

function memberOf(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const member: unknown = Object.entries(body).find(([other]) => other === name)?.[1];
  return typeof member === 'string' || typeof member === 'number' ? String(member) : undefined;
}

/** The server began to answer and did not end: nobody knows how much of the request was done. */
export const brokenOff = (base: string): CommandFailed =>
  new CommandFailed(EXIT.unavailable, `the answer of ${base} broke off`, {
    next: 'the server or the connection ended; what the command asked for may be done: look before you run it again',
  });

export function silenceOf(base: string, error: unknown): CommandFailed {
  const reason = reasonOf(error);
  return new CommandFailed(EXIT.unavailable, `no server answers at ${base}: ${reason}`, {
    next: /CERT|SIGNATURE/.test(reason)
      ? 'NODE_EXTRA_CA_CERTS names a file with the certificate of your authority'
      : 'is it running there? --server, --internal or `devauth context use` name another one',
  });
}

/** Returns the reason in the cause of the error, where `fetch` puts it. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'failed';
  if ('cause' in error && typeof error.cause === 'object' && error.cause !== null) {
    if ('code' in error.cause) return String(error.cause.code);
    if ('message' in error.cause) return String(error.cause.message);
  }
  return 'name' in error && error.name === 'TimeoutError' ? 'no answer in time' : 'failed';
}
