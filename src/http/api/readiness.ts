// Whether requests should be sent to this node. Whatever does not answer in time has failed.
import type { Store } from '../../store/store.ts';
import type { Users } from '../../tokens/tokens.ts';
import type { Readiness } from './well-known.ts';

export interface ReadinessParts {
  readonly store: Pick<Store, 'ping'>;
  readonly users: Users & { ready(): boolean };
  /** Whether there is a key to sign with. */
  readonly canSign: () => boolean;
  /** From the signal to stop on. */
  readonly isStopping: () => boolean;
}

const PATIENCE_MS = 2000;

export async function readiness({ store, users, canSign, isStopping }: ReadinessParts): Promise<Readiness> {
  return {
    store: check(await answersInTime(store.ping())),
    keys: check(canSign()),
    users: check(users.ready()),
    process: check(!isStopping()),
  };
}

const check = (isWell: boolean) => (isWell ? 'ok' : 'failed');

async function answersInTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  const answered = work.then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
