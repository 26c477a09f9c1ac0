// One call to Mender's workflow server: POST {address}/api/v1/workflow/{name}. A 2xx says that the server has the job, not that the job
// is done. Answers:
//
//   2xx                                        done
//   400, 404                                   passed over: the same body gets the same answer again, so it is logged and not repeated
//   all others, time-outs, refused connections  the call rejects, and the caller keeps what it has to send
import type { Logger } from 'winston';
import type { WorkflowCall } from './calls.ts';

export type Outcome = 'done' | 'passed';

/** Rejects if the server did not take the call. The call has to be repeated. */
export type CallWorkflow = (call: WorkflowCall, signal: AbortSignal) => Promise<Outcome>;

export interface ClientOptions {
  /** Base address of the workflow server. */
  readonly address: string;
  readonly timeoutMs: number;
  readonly log: Pick<Logger, 'warn'>;
  readonly count: (workflow: string, result: Outcome | 'failed') => void;
}

const PASSED = new Set([400, 404]);
/** Enough of an answer to show the fault. */
const MAX_ANSWER_BYTES = 1_000;

export function createWorkflowClient({ address, timeoutMs, log, count }: ClientOptions): CallWorkflow {
  const base = address.replace(/\/+$/, '');
  return async (call, signal) => {
    try {
      const { status, text } = await post(base, call, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      const outcome = outcomeOf(status);
      if (outcome === undefined) throw new Error(`the answer is ${status}`);
      if (outcome === 'passed') {
        const { request_id, tenant_id: tenant, device_id: device } = call.body;
        log.warn('workflow_refused', { workflow: call.workflow, status, answer: text, request_id, tenant, device });
      }
      count(call.workflow, outcome);
      return outcome;
    } catch (error) {
      if (!signal.aborted) count(call.workflow, 'failed');
      throw new Error(`${call.workflow}: ${problemOf(error)}`, { cause: error });
    }
  };
}

function outcomeOf(status: number): Outcome | undefined {
  if (PASSED.has(status)) return 'passed';
  return status >= 200 && status < 300 ? 'done' : undefined;
}

async function post(base: string, { workflow, body }: WorkflowCall, signal: AbortSignal) {
  const response = await fetch(`${base}/api/v1/workflow/${workflow}`, {
    method: 'POST',
    redirect: 'manual', // an address that redirects is wrong; the server's own never does
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'X-MEN-RequestID': body.request_id,
      'User-Agent': 'devauth',
    },
    body: JSON.stringify(body),
    signal,
  });
  return { status: response.status, text: await beginningOf(response) };
}

/**
 * Reads the answer to its end, so that the connection can be used again, unless the answer is long. The status is valid also if the
 * answer breaks off.
 */
async function beginningOf({ body }: Response): Promise<string> {
  const parts: AsyncIterable<Uint8Array> | null = body;
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const part of parts ?? []) {
      text += decoder.decode(part, { stream: true });
      if (text.length > MAX_ANSWER_BYTES) break;
    }
  } catch {
    // the status arrived before
  }
  return text.slice(0, MAX_ANSWER_BYTES);
}

/** The reason of `fetch failed` is in its cause. */
function problemOf(error: unknown): string {
  if (!isProblem(error)) return 'failed';
  const { message, cause } = error;
  if (message !== 'fetch failed' || !isProblem(cause)) return message;
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}

const isProblem = (error: unknown): error is { readonly message: string; readonly cause?: unknown } =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
