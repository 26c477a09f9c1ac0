// The first run without users: the operator's token file stays valid while the service runs.
import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../../src/compose.ts';
import { readConfig } from '../../../src/config/settings.ts';
import { openClock } from '../../support/clock.ts';
import { until } from '../../support/until.ts';

const DAY = 86_400_000;

test.each([
  ['ahead', 3 * DAY],
  ['back', -3 * DAY],
])('a clock that jumps %s does not lock the local operator out', async (_, jump) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'devauth-operator-'));
  const clock = openClock(new Date());
  const { config } = readConfig({
    DEVICEAUTH_DATA: dataDir,
    DEVICEAUTH_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_LOG_LEVEL: 'silent',
  });
  await using service = await compose(config, { now: clock.now });
  service.publicServer.listen(0, '127.0.0.1');
  await once(service.publicServer, 'listening');
  const token = (): string => readFileSync(join(dataDir, 'operator.token'), 'utf8');
  const before = token();

  clock.advance(jump);
  await until('the token file is renewed', () => token() !== before);

  expect(await statusWith(service.publicServer.address(), token())).toBe(200);
  service.publicServer.close();
  rmSync(dataDir, { recursive: true });
});

async function statusWith(address: unknown, token: string): Promise<number> {
  const port = typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
  const headers = { Authorization: `Bearer ${token}`, Connection: 'close' };
  return (await fetch(`http://127.0.0.1:${port}/api/management/v2/devauth/devices/count`, { headers })).status;
}
