// Decisions about visible devices. A decision can be undone while nothing else depends on it.
import { management, write, type BulkDecided, type BulkDecision } from './api.ts';
import { Refusal } from './refusal.ts';
import { refreshSummary } from './poll.ts';
import { toast } from './toasts.ts';
import { t } from './words/en.ts';

export type Verb = BulkDecision['status'];
export type From = BulkDecision['from'];

export const decide = (body: BulkDecision): Promise<BulkDecided> =>
  write(() => management.POST('/devices/decisions', { body }));

export interface OneDecision {
  readonly device: string;
  readonly authSet: string;
  readonly from: From;
  readonly to: Verb;
  /** The name that the operator sees. */
  readonly name: string;
  readonly allowKeyChange?: boolean;
  /** Called after the decision and after its undo. */
  readonly changed: () => void;
}

/** Decides one auth set at once. Reports the result, with an undo if no token was revoked. Throws what the caller must show. */
export async function decideOne({
  device,
  authSet,
  from,
  to,
  name,
  allowKeyChange = false,
  changed,
}: OneDecision): Promise<boolean> {
  const answer = await decide({
    status: to,
    from,
    auth_sets: [{ device, auth_set: authSet }],
    ...(allowKeyChange && { allow_key_change: true }),
  });
  const result = answer.results[0]?.result ?? 'gone';
  const isDone = result === 'done';
  const canUndo = isDone && from === 'pending' && !allowKeyChange && answer.decision !== undefined;
  changed();
  toast(isDone ? t.decided.one(to, name) : t.decided.left[result](name), {
    isBad: !isDone,
    undo: canUndo ? () => undo([answer.decision ?? ''], changed) : undefined,
  });
  void refreshSummary().catch(() => undefined);
  return isDone;
}

/** Undoes the changes of these decisions, unless something changed again. */
export async function undo(decisions: readonly string[], changed: () => void): Promise<void> {
  let [back, left] = [0, 0];
  const open = [...decisions];
  try {
    for (const id of decisions) {
      const answer = await undoOne(id);
      back += answer.done;
      left += answer.left;
      open.shift();
    }
    toast(t.decided.undone(back, left), { isBad: left > 0 && back === 0 });
  } catch (error) {
    const refusal = error instanceof Refusal ? error : undefined;
    const again = { run: () => void undo(open, changed), seconds: refusal?.waitSeconds };
    toast(t.decided.undoFailed(back, refusal === undefined ? '' : t.refusal.short(refusal)), { isBad: true, again });
  }
  changed();
  void refreshSummary().catch(() => undefined);
}

const undoOne = (id: string): Promise<BulkDecided> =>
  write(() => management.POST('/devices/decisions/{id}/undo', { params: { path: { id } } }));
