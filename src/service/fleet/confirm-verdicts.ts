// Confirms the verdicts in use before they expire, if verify gives them from memory for a bounded time (D10).
import { findLive } from '../../domain/token.ts';
import type { Verdict } from '../../memory/verdicts.ts';
import type { Deps } from '../deps.ts';

type ConfirmDeps = Pick<Deps, 'devices' | 'verdicts'>;

/** Drops the verdicts of tokens that are not good any longer. A verdict that cannot be confirmed is given until it expires. */
export async function confirmVerdicts(deps: ConfirmDeps): Promise<void> {
  await Promise.all(deps.verdicts.takeInUse().map((verdict) => confirm(deps, verdict)));
}

async function confirm({ devices, verdicts }: ConfirmDeps, verdict: Verdict): Promise<void> {
  const { tenant, device } = verdict.token;
  const reading = verdicts.begin(tenant, device, verdicts.cleared);
  try {
    const state = await devices.tokenState(tenant, device);
    if (findLive(state?.tokens ?? [], verdict.token) === undefined) verdicts.drop(tenant, device);
    else reading.confirm(verdict);
  } catch {
    // The next verification asks the store and then reports why the store does not answer.
  } finally {
    reading.end();
  }
}
