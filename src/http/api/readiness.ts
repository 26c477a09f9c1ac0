// Checks whether load balancers should send requests to this node. A check that does not answer in time has failed.
import type { Store } from '../../store/store.ts';
import type { Users } from '../../tokens/tokens.ts';
import { within } from '../../time/within.ts';
import type { Readiness } from './well-known.ts';

export interface ReadinessParts {
  readonly store: Pick<Store, 'ping'>;
  readonly users: Users & { ready(): boolean };
  /** True if there is a key to sign with. */
  readonly canSign: () => boolean;
  /** True from the signal to stop. */
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

const answersInTime = (work: Promise<unknown>): Promise<boolean> =>
  within(PATIENCE_MS, work, () => new Error('no answer in time')).then(
    () => true,
    () => false,
  );
