// Where verify gives verdicts from memory for a bounded time (D10), those in use are read again before the time is over.
import { findLive } from '../../domain/token.ts';
import type { Verdict } from '../../memory/verdicts.ts';
import type { Deps } from '../deps.ts';

type ConfirmDeps = Pick<Deps, 'devices' | 'verdicts'>;

/** A token that is no longer good is not given from memory again. What cannot be read is given until its time is over. */
export async function confirmVerdicts(deps: ConfirmDeps): Promise<void> {
  await Promise.all(deps.verdicts.takeInUse().map((verdict) => confirm(deps, verdict)));
}

async function confirm({ devices, verdicts }: ConfirmDeps, verdict: Verdict): Promise<void> {
  const { tenant, device, jti } = verdict.token;
  const reading = verdicts.begin(tenant, device, verdicts.cleared);
  try {
    const state = await devices.tokenState(tenant, device);
    if (findLive(state?.tokens ?? [], jti) === undefined) verdicts.drop(tenant, device);
    else reading.confirm(verdict);
  } catch {
    // The next verification that asks the store says why it does not answer.
  } finally {
    reading.end();
  }
}
