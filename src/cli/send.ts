// Sends one request, and repeats it while the server answers "later" and there is time.
import { setTimeout as sleep } from 'node:timers/promises';
import { brokenOff, refusalOf, silenceOf, type Asked } from './refusal.ts';

export interface Call {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent unchanged. */
  readonly text?: { readonly type: string; readonly body: string };
  readonly accept?: string;
  readonly also?: readonly number[];
  /** Repeats the request only if it was certainly not carried out (429), because a second one would create a second thing. */
  readonly once?: true;
  /** In milliseconds. A large answer or much work may take any time: `none`. */
  readonly timeout?: 'none' | number;
  /** False if the command must not wait for a busy server. */
  readonly waits?: false;
}

export interface Sent extends Call, Asked {
  readonly credentials: Readonly<Record<string, string>>;
  readonly waitMs: number;
  /** Called once when the command begins to wait. */
  readonly note: (text: string) => void;
  /** Called with the method, the path, the status and the time of each request. */
  readonly trace?: ((text: string) => void) | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

const TIMEOUT_MS = 30_000;
const SECOND = 1000;

/** Returns the answer. Any other answer than 2xx and those in `also` ends the command. */
export async function ask(base: string, request: string, sent: Sent): Promise<Answer> {
  const response = await send(base, request, sent);
  return { status: response.status, headers: response.headers, body: await jsonOf(base, response) };
}

async function jsonOf(base: string, response: Response): Promise<unknown> {
  const text = await response.text().catch(() => {
    throw brokenOff(base);
  });
  if (response.headers.get('content-type')?.includes('json') !== true) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the unread answer. */
export async function send(base: string, request: string, sent: Sent): Promise<Response> {
  const response = await sendUntilLate(base, request, sent);
  if (response.ok || sent.also?.includes(response.status) === true) return response;
  throw refusalOf(response.status, await jsonOf(base, response), { headers: response.headers, renewal: sent.renewal });
}

async function sendUntilLate(base: string, request: string, sent: Sent): Promise<Response> {
  const end = performance.now() + sent.waitMs;
  for (;;) {
    const response = await sendOnce(base, request, sent);
    const pauseMs = pauseOf(response, sent);
    if (pauseMs === undefined || performance.now() + pauseMs > end) return response;
    await response.body?.cancel();
    if (pauseMs > SECOND)
      sent.note(`the server is busy (${response.status}); waiting for up to ${sent.waitMs / SECOND} s`);
    await sleep(pauseMs);
  }
}

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;
const DEFAULT_PAUSE_SECONDS = 1;

function pauseOf({ status, headers }: Response, { once, waits }: Sent): number | undefined {
  if (waits === false) return undefined;
  if (status !== TOO_MANY_REQUESTS && (status !== UNAVAILABLE || once)) return undefined;
  const seconds = headers.get('retry-after') ?? '';
  return (/^\d{1,6}$/.test(seconds) ? Number(seconds) : DEFAULT_PAUSE_SECONDS) * SECOND;
}

async function sendOnce(base: string, request: string, sent: Sent): Promise<Response> {
  const [method = 'GET', path = ''] = request.split(/ (.*)/s);
  const { credentials, accept, timeout = TIMEOUT_MS, trace } = sent;
  const begun = performance.now();
  try {
    const response = await fetch(base + path, {
      method,
      redirect: 'manual',
      ...(timeout !== 'none' && { signal: AbortSignal.timeout(timeout) }),
      ...contentOf(sent, { ...credentials, ...(accept !== undefined && { Accept: accept }) }),
    });
    trace?.(
      `${method} ${new URL(base).pathname}${path} ${response.status} ${Math.round(performance.now() - begun)} ms`,
    );
    return response;
  } catch (error) {
    trace?.(`${method} ${new URL(base).pathname}${path} no answer ${Math.round(performance.now() - begun)} ms`);
    throw silenceOf(base, error);
  }
}

function contentOf({ body, text }: Call, headers: Readonly<Record<string, string>>) {
  if (text !== undefined) return { headers: { ...headers, 'Content-Type': text.type }, body: text.body };
  if (body === undefined) return { headers };
  return { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
