// Reads the verdicts that are in use again before their time is over, where verify gives them from memory for a bounded time (D10).
import { findLive } from '../../domain/token.ts';
import type { Verdict } from '../../memory/verdicts.ts';
import type { Deps } from '../deps.ts';

type ConfirmDeps = Pick<Deps, 'devices' | 'verdicts'>;

/** Drops verdicts of tokens that are no longer good. A verdict that cannot be confirmed is given until its time is over. */
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
