// Shows an error in its place: the error, what was kept, and what to do.
import { useEffect, useState } from 'preact/hooks';
import { isFull, type Refusal } from '../refusal.ts';
import { href } from '../route.ts';
import { t } from '../words/en.ts';
import { copyText } from './copy.tsx';

export interface ProblemParts {
  readonly refusal: Refusal;
  /** Repeats the failed reads. */
  readonly again?: (() => void) | undefined;
  /** Repeats a write that was refused because the service was busy. No part of it was done before. */
  readonly retry?: () => void;
}

export function Problem({ refusal, again, retry }: ProblemParts) {
  const run = again ?? (refusal.kind === 'wait' ? retry : undefined);
  const limit = refusal.figure('limit');
  return (
    <div class="problem" role="alert">
      <p>
        {isFull(refusal)
          ? t.refusal.noRoom(refusal.figure('used'), limit)
          : again && refusal.kind === 'offline'
            ? t.refusal.notRead
            : t.refusal.short(refusal)}
      </p>
      {isFull(refusal) && limit > 0 && (
        <p>
          <a href={href('devices', { query: { q: 'status:accepted', order: 'created' } })}>{t.refusal.toAccepted}</a>
        </p>
      )}
      <div class="actions">
        {refusal.requestId !== '' && refusal.kind === 'fault' && (
          <button type="button" onClick={() => void copyText(refusal.requestId)}>
            {t.refusal.copyId}
          </button>
        )}
        {run && <AgainButton again={run} seconds={refusal.waitSeconds} />}
      </div>
    </div>
  );
}

/** A button that waits for the time that the service asked for. */
export function AgainButton({ again, seconds = 0 }: { again: () => void; seconds?: number | undefined }) {
  const [left, setLeft] = useState(Math.ceil(seconds));
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <button type="button" disabled={left > 0} onClick={again}>
      {left > 0 ? t.tryAgainIn(left) : t.tryAgain}
    </button>
  );
}
