// Sends a JSON body with POST over connections that stay open. `fetch` takes three times the CPU, and commands would have to wait.
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface Answered {
  readonly status: number;
  /** The beginning of the answer. */
  readonly text: string;
}

/** Rejects if no status arrives in time. A redirect is not followed. */
export type Post = (
  url: string,
  body: { readonly request_id: string } & Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<Answered>;

/** Enough of an answer to show the fault. */
const MAX_ANSWER_BYTES = 1_000;

export function createPost(timeoutMs: number): Post {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const send = (url: string, { requestId, text, signal, isAgain }: Sent): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const options = { method: 'POST', headers: { ...HEADERS, 'X-MEN-RequestID': requestId } };
      const sent = url.startsWith('https:')
        ? httpsRequest(url, { ...options, agent: isAgain ? false : agents.https })
        : httpRequest(url, { ...options, agent: isAgain ? false : agents.http });
      const abort = (): void => void sent.destroy(new Error('the call was ended'));
      const late = (): void => void sent.destroy(new Error(`timeout: no answer within ${timeoutMs} ms`));
      const timer = setTimeout(late, timeoutMs).unref();
      signal.addEventListener('abort', abort, { once: true });
      sent.on('response', (answer) => readBeginning(answer, resolve));
      sent.on('error', (error) => reject(sent.reusedSocket && isReset(error) ? new StaleConnection() : error));
      sent.on('close', () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      });
      if (signal.aborted) abort();
      else sent.end(text);
    });
  return async (url, body, signal) => {
    const call = { requestId: body.request_id, text: JSON.stringify(body), signal, isAgain: false };
    try {
      return await send(url, call);
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error;
      return send(url, { ...call, isAgain: true });
    }
  };
}

interface Sent {
  readonly requestId: string;
  readonly text: string;
  readonly signal: AbortSignal;
  /** True if the request must use a new connection. */
  readonly isAgain: boolean;
}

const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json', 'User-Agent': 'devauth' };

/** The server closed an open connection just when it was used again. */
class StaleConnection extends Error {}

const isReset = (error: Error): boolean => 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

/**
 * Reads the answer to its end, so that the connection can be used again, unless the answer is long. The status is valid also if the
 * answer breaks off.
 */
function readBeginning(answer: IncomingMessage, done: (answered: Answered) => void): void {
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (part: string) => {
    text += part;
    if (text.length > MAX_ANSWER_BYTES) answer.destroy();
  });
  answer.on('error', () => undefined);
  answer.on('close', () => done({ status: answer.statusCode ?? 0, text: text.slice(0, MAX_ANSWER_BYTES) }));
}
