// What the process itself takes: the time from spawn to the lines that say where it listens, memory after 1,000 verifies, and after many
// tokens that are not good, each another one.
import { inParallel, oneByOne } from './client.mjs';
import { acceptedDevice, keyOf } from './fleet.mjs';

const STARTS = 5;
const VERIFIES = 1000;
export const BAD_TOKENS = 50_000;
const AT_ONCE = 5000; // requests that are made ahead

/** In ms, of an installation that has been started before. */
export async function startTimes(installation) {
  const times = [];
  for (let made = 0; made <= STARTS; made += 1) {
    const service = await installation.start();
    await service.stop();
    times.push(service.startMs);
  }
  return times.slice(1).sort((a, b) => a - b);
}

/** In MB, of a service that does nothing else. */
export async function memoryOfVerifies(installation) {
  const service = await installation.start();
  const atStart = service.rssMb();
  const { token } = await acceptedDevice(service, keyOf('P-256', 0));
  const url = `${service.internal}/api/internal/v1/devauth/tokens/verify`;
  const verify = { url, headers: { Authorization: `Bearer ${token}` }, status: 200 };
  await oneByOne(Array.from({ length: VERIFIES }, () => verify));
  const after = service.rssMb();
  for (let made = 0; made < BAD_TOKENS; made += AT_ONCE) {
    await inParallel(Array.from({ length: AT_ONCE }, (_, at) => badToken(url, token, made + at)));
  }
  const afterBad = service.rssMb();
  await service.stop();
  return { atStart, after, afterBad };
}

/** Signed by somebody else: it is refused only after its signature was checked. */
function badToken(url, token, number) {
  const signature = String(number).padStart(80, 'A').padEnd(86, 'A');
  const forged = `${token.split('.').slice(0, 2).join('.')}.${signature}`;
  return { url, headers: { Authorization: `Bearer ${forged}` }, status: 401 };
}
