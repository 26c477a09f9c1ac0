// One small poll keeps the page up to date: every 5 s while it is visible, every minute otherwise, less often while the service
// does not answer.
import { signal } from '@preact/signals';
import { management, read, readAnswer, type Summary } from './api.ts';
import { Refusal } from './refusal.ts';
import { noteAnswer, offlineSince, session } from './session.ts';

export const summary = signal<Summary | undefined>(undefined);
/** The time of the next try, while the service does not answer. */
export const nextTryAt = signal(0);

const VISIBLE_MS = 5000;
const HIDDEN_MS = 60_000;
const BACK_OFF_MS = [5000, 10_000, 20_000, 60_000];

let etag = '';
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Polls now, and continues from then on. */
export async function pollNow(): Promise<void> {
  clearTimeout(timer);
  try {
    if (session.value.state === 'in') await ask();
    failures = 0;
  } catch (error) {
    failures += 1;
    if (error instanceof Refusal && error.status === 503) noteAnswer(false);
  }
  const after =
    offlineSince.value === undefined
      ? document.hidden
        ? HIDDEN_MS
        : VISIBLE_MS
      : (BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length) - 1] ?? VISIBLE_MS);
  nextTryAt.value = Date.now() + after;
  timer = setTimeout(() => void pollNow(), after);
}

/** Forgets the last answer, so that the next one is complete. */
export async function refreshSummary(): Promise<void> {
  etag = '';
  summary.value = await read(() => management.GET('/summary', {}));
}

async function ask(): Promise<void> {
  const header = etag === '' ? {} : { 'If-None-Match': etag };
  const { data, response } = await readAnswer(() => management.GET('/summary', { params: { header } }));
  if (response.status === 304) return;
  etag = response.headers.get('etag') ?? '';
  summary.value = data;
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void pollNow();
});
