// Shows the progress of a long command: one line on a terminal that is overwritten; elsewhere a line every ten seconds.
import type { Command } from 'commander';
import type { Io } from './io.ts';

export interface Progress {
  /** Shows the number that is done. */
  done(count: number): void;
  /** Removes the line. */
  close(): void;
}

const MOST_OFTEN_MS = 200;
const WITHOUT_TERMINAL_MS = 10_000;

/** `total` is absent if it is not known. */
export function openProgress(io: Io, command: Command, total: number | undefined): Progress {
  const { quiet } = command.optsWithGlobals<{ quiet?: true }>();
  if (quiet === true) return { done: () => undefined, close: () => undefined };
  const begun = performance.now();
  const pauseMs = io.line === undefined ? WITHOUT_TERMINAL_MS : MOST_OFTEN_MS;
  let isShown = false;
  let lastMs = io.line === undefined ? begun : -Infinity;
  return {
    done: (count) => {
      const now = performance.now();
      if (now - lastMs < pauseMs) return;
      lastMs = now;
      const text = progressText({ count, total, seconds: (now - begun) / 1000 });
      if (io.line === undefined) io.err(`${text}\n`);
      else io.line(text);
      isShown = io.line !== undefined;
    },
    close: () => {
      if (isShown) io.line?.('');
    },
  };
}

export interface State {
  readonly count: number;
  readonly total: number | undefined;
  readonly seconds: number;
}

/** Returns a text such as `▓▓▓░░░░░░░ 4,200/10,000 · 2,100/s · 3 s left`. */
export function progressText({ count, total, seconds }: State): string {
  const perSecond = seconds > 0 ? count / seconds : 0;
  const rate = perSecond > 0 ? ` · ${grouped(Math.round(perSecond))}/s` : '';
  if (total === undefined) return `${grouped(count)}${rate}`;
  const left = perSecond > 0 ? ` · ${leftText((total - count) / perSecond)} left` : '';
  return `${bar(count / Math.max(1, total))} ${grouped(count)}/${grouped(total)}${rate}${left}`;
}

const BAR = 10;

function bar(part: number): string {
  const filled = Math.min(BAR, Math.floor(part * BAR));
  return '▓'.repeat(filled) + '░'.repeat(BAR - filled);
}

const MINUTE = 60;

const leftText = (seconds: number): string =>
  seconds < 2 * MINUTE ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / MINUTE)} min`;

/** Groups digits: `10,000`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');
