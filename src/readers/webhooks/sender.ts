// Makes one attempt to deliver a message to a webhook, with a signature by Standard Webhooks.
import type { LookupFunction } from 'node:net';
import { Webhook as Signer } from 'standardwebhooks';
import { deliveryId } from '../../domain/ids.ts';
import { signingSecrets, type Webhook } from '../../domain/webhook.ts';
import { faultOfUrl } from '../../domain/webhook-address.ts';
import { MESSAGE_TYPE, type Sending, type Sent } from '../../domain/webhook-message.ts';
import { openConnections, post, TooLate, type Connections, type PostedAnswer } from '../post.ts';
import { AddressRefused, createGuardedLookup, type Resolve } from './guarded-lookup.ts';

export interface SenderOptions {
  readonly allowsPrivate: boolean;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly count: (outcome: DeliveryOutcome) => void;
  /** An attempt that takes longer has failed. */
  readonly attemptMs?: number;
  readonly resolve?: Resolve;
}

/** `answered`: with an answer that is not a success. `refused`: the address is not allowed. */
export type DeliveryOutcome = 'delivered' | 'answered' | 'unreachable' | 'refused';

/** The parts that the sender of a reader gets beside the message. */
export interface ReaderSending extends Sending {
  /** Aborts the attempt; the sender then rejects. */
  readonly signal?: AbortSignal;
  /** Kept for the messages that follow. */
  readonly connections?: Connections;
}

export type Sender = (webhook: Webhook, sending: ReaderSending) => Promise<Sent>;

const ATTEMPT_MS = 15_000;
const GONE = 410;

type Outcome = { readonly answer: PostedAnswer } | { readonly problem: string; readonly kind: DeliveryOutcome };

export function createSender({
  allowsPrivate,
  now,
  newId,
  count,
  attemptMs = ATTEMPT_MS,
  resolve,
}: SenderOptions): Sender {
  const lookup = createGuardedLookup(allowsPrivate, resolve);
  const attempt = async (webhook: Webhook, sending: ReaderSending): Promise<Outcome> => {
    const fault = faultOfUrl(webhook.url, { allowsPrivate });
    if (fault !== undefined) return { problem: fault, kind: 'refused' };
    try {
      return { answer: await postTo(webhook, sending, { lookup, attemptMs, at: now() }) };
    } catch (error) {
      sending.signal?.throwIfAborted();
      return {
        problem: problemOf(error, attemptMs),
        kind: error instanceof AddressRefused ? 'refused' : 'unreachable',
      };
    }
  };
  return async (webhook, sending) => {
    const [at, began] = [now(), performance.now()];
    const outcome = await attempt(webhook, sending);
    const { message, position, cause } = sending;
    const ms = Math.round(performance.now() - began);
    const common = { id: deliveryId(newId()), at, message: message.id, type: message.type, position, cause, ms };
    if (!('answer' in outcome)) {
      count(outcome.kind);
      return { delivery: { ...common, isDelivered: false, problem: outcome.problem }, isGone: false };
    }
    const { status, text, retryAfterMs } = outcome.answer;
    const isDelivered = status >= 200 && status < 300;
    count(isDelivered ? 'delivered' : 'answered');
    const problem = isDelivered ? {} : { problem: `the answer is ${status}` };
    const answer = text === '' ? {} : { answer: text };
    return {
      delivery: { ...common, isDelivered, status, ...problem, ...answer },
      isGone: status === GONE,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  };
}

interface PostOptions {
  readonly lookup: LookupFunction;
  readonly attemptMs: number;
  readonly at: Date;
}

async function postTo(
  webhook: Webhook,
  { message, signal, connections }: ReaderSending,
  { lookup, attemptMs, at }: PostOptions,
): Promise<PostedAnswer> {
  const headers = {
    'Content-Type': MESSAGE_TYPE,
    'User-Agent': 'devauth-webhooks',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signingSecrets(webhook, at)
      .map((secret) => new Signer(secret).sign(message.id, at, message.body))
      .join(' '),
  };
  const own = connections ?? openConnections({ atOnce: 1, kept: 1 });
  try {
    return await post({ url: webhook.url, headers, body: message.body, lookup, timeoutMs: attemptMs, signal }, own);
  } finally {
    if (connections === undefined) own.close();
  }
}

/** Returns the error in the words of the operating system, without the address, which may contain a secret. */
function problemOf(error: unknown, attemptMs: number): string {
  if (error instanceof AddressRefused) return error.message;
  if (error instanceof TooLate) return `no answer within ${attemptMs} ms`;
  if (typeof error !== 'object' || error === null) return 'the request failed';
  const code = 'code' in error ? String(error.code) : undefined;
  if (code?.startsWith('HPE_') === true) return 'the answer is no HTTP';
  return code === undefined ? 'the request failed' : (WORDS[code] ?? `the request failed: ${code}`);
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens at its address',
  ECONNRESET: 'the connection was cut before an answer',
  ENOTFOUND: 'its name does not resolve',
  EAI_AGAIN: 'its name cannot be resolved now',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};
