// The signed-in user. The token is in a cookie that this page cannot read; this file has only what the service says about it.
import { signal } from '@preact/signals';
import { failedSignIn } from './came-back.ts';
import { linkCode } from './link.ts';

export interface Session {
  readonly state: 'unknown' | 'in' | 'out';
  readonly subject: string;
  readonly tenant: string;
  /** True if the key of the installation was given too. */
  readonly installation: boolean;
}

export interface Config {
  readonly ways: readonly ('oidc' | 'token' | 'gateway')[];
  readonly label?: string;
  readonly first_run: boolean;
  readonly token_file?: string;
  readonly listener: 'public' | 'internal';
  readonly version: string;
}

const NOBODY: Session = { state: 'unknown', subject: '', tenant: '', installation: false };

export const session = signal<Session>(NOBODY);
export const config = signal<Config | undefined>(undefined);
/** True after the first sign-in: a 401 then opens a dialog over the page and does not replace it. */
export const wasIn = signal(false);

/** The reason why the one-time link did not sign in. */
export const linkProblem = signal<SignInFailure | undefined>(undefined);

/** The time since when the service does not answer. */
export const offlineSince = signal<number | undefined>(undefined);
/** The time of the last answer of the service. */
export const answeredAt = signal(Date.now());

const HEADERS = { 'X-Devauth-Console': '1', 'Content-Type': 'application/json' };
const tabs = new BroadcastChannel('devauth');
let waiting: (() => void)[] = [];

tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
  if (data === 'signed out') forget();
  if (data === 'signed in') void loadSession();
};

export async function loadConfig(): Promise<void> {
  config.value = await json('/console/config');
}

export async function loadSession(): Promise<void> {
  const {
    signed_in,
    subject = '',
    tenant = '',
    installation = false,
  } = await json<{
    signed_in: boolean;
    subject?: string;
    tenant?: string;
    installation?: boolean;
  }>('/console/session');
  if (!signed_in) return noteSignedOut();
  const isAnother = subject !== session.value.subject || tenant !== session.value.tenant;
  if (wasIn.value && isAnother) return location.reload(); // what is shown and selected is the other user's
  session.value = { state: 'in', subject, tenant, installation };
  wasIn.value = true;
  waiting.forEach((resume) => resume());
  waiting = [];
}

export interface SignInFailure {
  readonly status: number;
  readonly requestId: string;
  /** The fault of a token with a good signature. */
  readonly description: string;
}

type Credential = { readonly token: string } | { readonly code: string };

/** Returns the fault of the token or the code, or nothing. */
export async function signIn(credential: Credential): Promise<SignInFailure | undefined> {
  failedSignIn.value = undefined;
  const body = JSON.stringify(credential);
  const response = await fetch('/console/session', { method: 'POST', headers: HEADERS, body }).catch(() => undefined);
  if (response?.ok !== true) {
    const challenge = response?.headers.get('www-authenticate') ?? '';
    return {
      status: response?.status ?? 0,
      requestId: response?.headers.get('x-men-requestid') ?? '',
      description: /error_description="([^"]*)"/.exec(challenge)?.[1] ?? '',
    };
  }
  linkProblem.value = undefined;
  await loadSession();
  tellTabs();
  return undefined;
}

/** Tells the other tabs of a sign-in that ended in this one: at an issuer, a gateway or by a link. */
export function tellTabs(): void {
  if (session.value.state === 'in') tabs.postMessage('signed in');
}

/** Exchanges the code of the link that opened the page, if there is one. Keeps it until the service answers. */
export async function signInByLink(): Promise<void> {
  const code = linkCode.value;
  if (code === undefined) return;
  linkCode.value = undefined;
  const failure = await signIn({ code });
  if (failure?.status === 0) linkCode.value ??= code;
  else linkProblem.value = failure;
}

/** Ends the session in all tabs, and at the issuer if there is one. The token itself stays valid until it expires. */
export async function signOut(): Promise<void> {
  await fetch('/console/session', { method: 'DELETE', headers: HEADERS }).catch(() => undefined);
  tabs.postMessage('signed out');
  if (config.value?.ways.includes('oidc') === true) location.assign('/console/logout');
  else forget();
}

function forget(): void {
  session.value = { ...NOBODY, state: 'out' };
  location.hash = '#/';
  location.reload(); // no shown data stays in memory
}

export function noteSignedOut(): void {
  session.value = { ...session.value, state: 'out' };
}

export function noteAnswer(isThere: boolean): void {
  if (isThere) {
    answeredAt.value = Date.now();
    offlineSince.value = undefined;
  } else offlineSince.value ??= Date.now();
}

/** Resolves at the next sign-in. */
export const untilSignedIn = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));

async function json<Body>(path: string): Promise<Body> {
  const response = await fetch(path);
  if (!response.ok) throw new TypeError(`${path}: ${response.status}`);
  const body: Body = await response.json();
  return body;
}
