// Reports of actions, for a while, with an undo; and announcements for a screen reader.
import { signal } from '@preact/signals';
import { t } from './words/en.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isBad: boolean;
  /** Undoes the action. */
  readonly undo?: (() => Promise<void>) | undefined;
  /** Repeats the refused call after that many seconds. */
  readonly again?: Again | undefined;
}

export interface Again {
  readonly run: () => void;
  readonly seconds: number | undefined;
}

export const UNDO_MS = 12_000;
const BAD_MS = 20_000;

export const toasts = signal<readonly Toast[]>([]);
/** The newest message for the live region. */
export const announced = signal('');

let ids = 0;

export function toast(
  text: string,
  { isBad = false, undo, again }: Partial<Pick<Toast, 'isBad' | 'undo' | 'again'>> = {},
): void {
  ids += 1;
  const made: Toast = { id: ids, text, isBad, undo, again };
  // one undo at a time: `u` means the last action
  toasts.value = [...toasts.value.filter((other) => other.undo === undefined || undo === undefined).slice(-2), made];
  announce(text);
  setTimeout(() => dismiss(made.id), (isBad ? BAD_MS : UNDO_MS) + (again?.seconds ?? 0) * 1000);
}

export const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((other) => other.id !== id);
};

export async function undoLast(): Promise<void> {
  const last = toasts.value.findLast(({ undo }) => undo !== undefined);
  if (last?.undo === undefined) return toast(t.decided.noUndo);
  dismiss(last.id);
  await last.undo();
}

export const announce = (text: string): void => {
  announced.value = text;
};

const QUIET_MS = 10_000;
let arrivalsAt = 0;

/** Announces new arrivals, at most once in ten seconds. */
export function announceArrivals(text: string): void {
  if (Date.now() - arrivalsAt < QUIET_MS) return;
  arrivalsAt = Date.now();
  announce(text);
}
