// One-time codes, each of which signs one person in (D22). Only their digests are kept, in memory.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface SignInCodes {
  /** Makes a code that is good once, for five minutes. */
  issue(): string;
  /** Uses the code up. Returns false for a code that is wrong, old or used, and does not say which of them. */
  redeem(code: string): boolean;
}

interface LiveCode {
  readonly digest: Buffer;
  readonly issuedAt: number;
}

const LIFE_MS = 5 * 60 * 1000;
/** The oldest code is dropped for one more. */
const MAX_LIVE = 5;
/** After as many wrong tries all codes are dropped. */
const MAX_WRONG = 10;

export function createSignInCodes(now: () => Date): SignInCodes {
  let live: readonly LiveCode[] = [];
  let wrongTries = 0;

  /** A clock that was put back makes no code last longer. */
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
      const found = live.filter(({ digest }) => timingSafeEqual(digest, given)); // compares with all of them
      live = live.filter((other) => !found.includes(other));
      if (found.some(isInTime)) return true;
      wrongTries += 1;
      if (wrongTries >= MAX_WRONG) live = [];
      return false;
    },
  };
}

const digestOf = (code: string): Buffer => createHash('sha256').update(code).digest();
