// A node's claim on a reader: it holds for one lease, and is renewed every third of a lease, also during a long delivery.
import type { Feed } from '../store/store.ts';
import { createCursorWrites } from './cursor-writes.ts';

export interface ClaimDeps {
  readonly feed: Pick<Feed, 'claim' | 'moveCursor' | 'head'>;
  /** The name of this process. No other process has it. */
  readonly node: string;
  readonly now: () => Date;
}

/** The start of a new reader: the oldest entry, after the newest one, or after a position. */
export type Begins = 'oldest' | 'newest' | number;

export interface ClaimSettings {
  readonly name: string;
  readonly begins: Begins;
  readonly leaseMs: number;
  /** The longest time by which the stored cursor may be behind; 0 means that `move` writes it. */
  readonly cursorMs: number;
}

export interface Claim {
  /** Returns the position of the reader if this node has it now, and `undefined` while another node runs it. */
  take(): Promise<number | undefined>;
  /** Moves the cursor for this node at once, and in the store within `cursorMs`. Does nothing if another node has the reader now. */
  move(position: number): Promise<void>;
  /** Calls `lost` once, when this node no longer runs the reader. Returns a function that cancels this. */
  onLost(lost: () => void): () => void;
  /** Writes the cursor and releases the reader, so that another node takes it at once. */
  release(): Promise<void>;
}

interface Held {
  position: number;
  /** Uses the monotonic clock, so that setting the clock changes nothing for the node that has the claim. */
  until: number;
}

export function openClaim(deps: ClaimDeps, { name, begins, leaseMs, cursorMs }: ClaimSettings): Claim {
  const { feed, node, now } = deps;
  const lostBy = new Set<() => void>();
  let held: Held | undefined;

  const lose = (): void => {
    held = undefined;
    writes.cancel();
    for (const lost of [...lostBy]) lost();
    lostBy.clear();
  };
  const writes = createCursorWrites(async (position) => {
    if (!(await feed.moveCursor(name, node, position))) lose();
  }, cursorMs);
  const isHeld = (): boolean => held !== undefined && performance.now() < held.until;
  const ask = async (): Promise<number | undefined> => {
    const asked = performance.now();
    const start = begins === 'newest' && held !== undefined ? 0 : await startOf(feed, begins);
    const position = await feed.claim(name, node, new Date(now().getTime() + leaseMs), start);
    if (position === undefined) lose();
    else held = { position: Math.max(position, held?.position ?? 0), until: asked + leaseMs };
    return held?.position;
  };
  const renew = async (): Promise<void> => {
    if (held === undefined) return;
    await ask().catch(() => undefined); // the store does not answer: the lease ends on its own
    if (!isHeld()) lose();
  };
  const timer = setInterval(() => void renew(), leaseMs / 3).unref();

  return {
    take: async () => (isHeld() ? held?.position : ask()),
    move: async (position) => {
      if (held === undefined) return;
      held.position = Math.max(held.position, position);
      await writes.note(position);
    },
    onLost: (lost) => {
      lostBy.add(lost);
      return () => lostBy.delete(lost);
    },
    release: async () => {
      clearInterval(timer);
      await writes.flush().catch(() => undefined); // the next node repeats what the store does not know
      if (held === undefined) return;
      lose();
      await feed.claim(name, node, now()).catch(() => undefined); // the lease ends on its own
    },
  };
}

/** Returns the position after which a new reader begins. */
function startOf(feed: Pick<Feed, 'head'>, begins: Begins): number | Promise<number> {
  if (begins === 'newest') return feed.head();
  return begins === 'oldest' ? 0 : begins;
}
