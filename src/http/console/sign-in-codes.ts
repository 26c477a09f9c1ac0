// One-time codes. Each signs one person in (D22). Only their digests are kept, in memory.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface SignInCodes {
  /** Makes a code that is valid once, for five minutes. */
  issue(): string;
  /** Uses the code up. Returns false for a wrong, old or used code, without saying which of them. */
  redeem(code: string): boolean;
}

interface LiveCode {
  readonly digest: Buffer;
  readonly issuedAt: number;
}

const LIFE_MS = 5 * 60 * 1000;
/** A new code replaces the oldest one. */
const MAX_LIVE = 5;
/** After this many wrong tries all codes are dropped. */
const MAX_WRONG = 10;

export function createSignInCodes(now: () => Date): SignInCodes {
  let live: readonly LiveCode[] = [];
  let wrongTries = 0;

  /** A clock that is set back does not make a code valid for longer. */
  const isInTime = ({ issuedAt }: LiveCode): boolean => {
    const age = now().getTime() - issuedAt;
    return age >= 0 && age < LIFE_MS;
  };

  return {
    issue() {
      const code = randomBytes(32).toString('base64url');
      live = [...live.filter(isInTime), { digest: digestOf(code), issuedAt: now().getTime() }].slice(-MAX_LIVE);
      wrongTries = 0;
      return code;
    },
    redeem(code) {
      const given = digestOf(code);
      const found = live.filter(({ digest }) => timingSafeEqual(digest, given)); // compares with all of them, so that the time says nothing
      live = live.filter((other) => !found.includes(other));
      if (found.some(isInTime)) return true;
      wrongTries += 1;
      if (wrongTries >= MAX_WRONG) live = [];
      return false;
    },
  };
}

const digestOf = (code: string): Buffer => createHash('sha256').update(code).digest();
