// The calls of the page. A read waits as long as the service asks, and is repeated after a sign-in. A write is never repeated on
// its own.
import createClient from 'openapi-fetch';
import type { paths as ConsolePaths } from './gen/console.gen.d.ts';
import type { paths as InternalPaths } from './gen/internal-v1.gen.d.ts';
import type { components, paths as ManagementPaths } from './gen/management-v2.gen.d.ts';
import { Refusal, refusalOf } from './refusal.ts';
import { noteAnswer, noteSignedOut, untilSignedIn } from './session.ts';

type Schemas = components['schemas'];
export type Device = Schemas['Device'];
export type AuthSet = Schemas['AuthSet'];
export type Event = Schemas['Event'];
export type ApiKey = Schemas['ApiKey'];
export type Token = Schemas['Token'];
export type Summary = Schemas['Summary'];
export type BulkDecision = Schemas['BulkDecision'];
export type BulkDecided = Schemas['BulkDecided'];

const headers = { 'X-Devauth-Console': '1' };
const MANAGEMENT = '/console/api/management/v2/devauth';

export const page = createClient<ConsolePaths>({ baseUrl: '/console', headers });
export const management = createClient<ManagementPaths>({ baseUrl: MANAGEMENT, headers });
export const internal = createClient<InternalPaths>({ baseUrl: '/console/api/internal/v1/devauth', headers });

export interface StreamInit extends Omit<RequestInit, 'headers'> {
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answered<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

export type Ask<Data> = () => Promise<Answered<Data>>;

const LONGEST_WAIT_SECONDS = 30;

/** Returns the data of a read. */
export async function read<Data>(ask: Ask<Data>): Promise<Data> {
  return (await readAnswer(ask)).data;
}

/** Returns the data of a read and its answer, for the headers. */
export async function readAnswer<Data>(ask: Ask<Data>): Promise<{ data: Data; response: Response }> {
  for (let waited = false; ;) {
    try {
      return await once(ask);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.kind === 'signed_out') await untilSignedIn();
      else if (error.kind === 'wait' && !waited && (error.waitSeconds ?? Infinity) <= LONGEST_WAIT_SECONDS) {
        await pause((error.waitSeconds ?? 1) * 1000);
        waited = true;
      } else throw error;
    }
  }
}

/** Returns the data of a write. Throws a Refusal. The write may still have been done only if the Refusal says so. */
export const write = async <Data>(ask: Ask<Data>): Promise<Data> => (await once(ask)).data;

async function once<Data>(ask: Ask<Data>): Promise<{ data: Data; response: Response }> {
  const { data, error, response } = await ask().catch((failure: unknown) => {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    noteAnswer(false);
    throw new Refusal('offline', { text: 'no answer' });
  });
  if (response.ok || response.status === 304) {
    noteAnswer(true);
    return { data: data as Data, response }; // as its document says
  }
  const refusal = refusalOf(response, error);
  if (refusal.kind !== 'wait') noteAnswer(refusal.kind !== 'offline'); // only the poll knows whether all of it is down
  if (refusal.kind === 'signed_out') noteSignedOut();
  throw refusal;
}

/** Opens the answer of a call that is a stream. Throws a Refusal where it is refused or does not come. */
export async function openStream(path: string, init: StreamInit): Promise<Response> {
  const { response } = await once(async () => {
    const answer = await fetch(MANAGEMENT + path, { ...init, headers: { ...headers, ...init.headers } });
    return answer.ok ? { response: answer } : { error: await answer.json().catch(() => undefined), response: answer };
  });
  return response;
}

/** Returns the cursor in the `next` link of an answer. */
export function nextOf(response: Response): string | undefined {
  const link = (response.headers.get('link') ?? '').split(/,\s*(?=<)/).find((one) => one.includes('rel="next"'));
  const address = /^<([^>]*)>/.exec(link ?? '')?.[1];
  return address === undefined
    ? undefined
    : (new URL(address, location.origin).searchParams.get('cursor') ?? undefined);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
