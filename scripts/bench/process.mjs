// Measures the process itself: the time from spawn to the lines with its addresses, and the memory after 1,000 verifications and
// after many different bad tokens.
import { oneByOne } from './client.mjs';
import { acceptedDevice, keyOf } from './fleet.mjs';
import { hammerNumbered } from './hammer.mjs';

const STARTS = 5;
const VERIFIES = 1000;

/** In ms, for an installation that was started before. */
export async function startTimes(installation) {
  const times = [];
  for (let made = 0; made <= STARTS; made += 1) {
    const service = await installation.start();
    await service.stop();
    times.push(service.startMs);
  }
  return times.slice(1).sort((a, b) => a - b);
}

/** In MB, for a service that does nothing else. */
export async function memoryOfVerifies(installation, badTokens) {
  const service = await installation.start();
  const atStart = service.rssMb();
  const { token } = await acceptedDevice(service, keyOf('P-256', 0));
  const url = `${service.internal}/api/internal/v1/devauth/tokens/verify`;
  const verify = { url, headers: { Authorization: `Bearer ${token}` }, status: 200 };
  await oneByOne(Array.from({ length: VERIFIES }, () => verify));
  const after = service.rssMb();
  await hammerNumbered(badTokensOf(url, token), badTokens);
  const afterBad = service.rssMb();
  await service.stop();
  return { atStart, after, afterBad };
}

/** Signed by somebody else: each is refused only after its signature was checked. */
function badTokensOf(url, token) {
  const forged = `${token.split('.').slice(0, 2).join('.')}.NUMBERAAAAAA`;
  return { name: 'bad tokens', url, headers: { Authorization: `Bearer ${forged}` }, status: 401 };
}
