// One call to Mender's workflow server: POST {address}/api/v1/workflow/{name}. A 2xx says that the server has the job, not that the job
// is done. Answers:
//
//   2xx                                        done
//   400, 404                                   passed over: the same body gets the same answer again, so it is logged and not repeated
//   all others, time-outs, refused connections  the call rejects, and the caller keeps what it has to send
import type { Logger } from 'winston';
import { openConnections, post } from '../post.ts';
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
const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json', 'User-Agent': 'devauth' };
/** As many as the reader and the check-ins use at the same time. */
const KEPT = 16;

export function createWorkflowClient({ address, timeoutMs, log, count }: ClientOptions): CallWorkflow {
  const base = address.replace(/\/+$/, '');
  const connections = openConnections({ atOnce: Infinity, kept: KEPT });
  return async (call, signal) => {
    try {
      const url = `${base}/api/v1/workflow/${call.workflow}`;
      const headers = { ...HEADERS, 'X-MEN-RequestID': call.body.request_id };
      const body = JSON.stringify(call.body);
      const { status, text } = await post({ url, headers, body, timeoutMs, signal }, connections);
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

/** A refused connection may have a code and no message. */
function problemOf(error: unknown): string {
  if (!isProblem(error)) return 'failed';
  return error.message === '' && error.code !== undefined ? error.code : error.message;
}

const isProblem = (error: unknown): error is { readonly message: string; readonly code?: string } =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
