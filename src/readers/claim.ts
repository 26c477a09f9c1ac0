// A node's hold on a reader: claimed for one lease, and renewed every third of it, also while a delivery takes long.
import type { Feed } from '../store/store.ts';

export interface ClaimDeps {
  readonly feed: Pick<Feed, 'claim' | 'moveCursor' | 'head'>;
  /** Names this process: no other process has the name. */
  readonly node: string;
  readonly now: () => Date;
}

export interface ClaimSettings {
  readonly name: string;
  /** Where a reader begins that is new: with the oldest entry there is, or after the newest. */
  readonly begins: 'oldest' | 'newest';
  readonly leaseMs: number;
}

export interface Claim {
  /** Returns where the reader is, once it is this node's; `undefined` while another node runs it. */
  take(): Promise<number | undefined>;
  /** Moves the cursor, durably; false when another node has the reader now. */
  move(position: number): Promise<boolean>;
  /** Calls `lost` once, when this node no longer runs the reader. Returns how to take the wish back. */
  onLost(lost: () => void): () => void;
  /** Lets the reader go, so that another node takes it at once. */
  release(): Promise<void>;
}

interface Held {
  position: number;
  /** By the monotonic clock: a clock that is set changes nothing for the node that holds the claim. */
  until: number;
}

export function openClaim(deps: ClaimDeps, { name, begins, leaseMs }: ClaimSettings): Claim {
  const { feed, node, now } = deps;
  const lostBy = new Set<() => void>();
  let held: Held | undefined;

  const lose = (): void => {
    held = undefined;
    for (const lost of [...lostBy]) lost();
    lostBy.clear();
  };
  const isHeld = (): boolean => held !== undefined && performance.now() < held.until;
  const ask = async (): Promise<number | undefined> => {
    const asked = performance.now();
    const start = begins === 'newest' && held === undefined ? await feed.head() : 0;
    const position = await feed.claim(name, node, new Date(now().getTime() + leaseMs), start);
    if (position === undefined) lose();
    else held = { position: Math.max(position, held?.position ?? 0), until: asked + leaseMs };
    return held?.position;
  };
  const renew = async (): Promise<void> => {
    if (held === undefined) return;
    await ask().catch(() => undefined); // a store that does not answer: the lease runs out by itself
    if (!isHeld()) lose();
  };
  const timer = setInterval(() => void renew(), leaseMs / 3).unref();

  return {
    take: async () => (isHeld() ? held?.position : ask()),
    move: async (position) => {
      const isOurs = await feed.moveCursor(name, node, position);
      if (!isOurs) lose();
      else if (held !== undefined) held.position = Math.max(held.position, position);
      return isOurs;
    },
    onLost: (lost) => {
      lostBy.add(lost);
      return () => lostBy.delete(lost);
    },
    release: async () => {
      clearInterval(timer);
      if (held === undefined) return;
      lose();
      await feed.claim(name, node, now()).catch(() => undefined); // the lease ends by itself
    },
  };
}
