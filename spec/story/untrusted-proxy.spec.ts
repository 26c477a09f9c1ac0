// Devices connect through a proxy that no setting names: the log reports it once, and the doctor until it is named.
import { expect, test } from '@jest/globals';
import { openApp } from '../support/app/app.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openLogLines } from '../support/log-lines.ts';

test.each([
  ['', 1],
  ['127.0.0.0/8', 0],
])('behind a proxy, with DEVICEAUTH_TRUSTED_PROXIES=%j', async (proxies, times) => {
  const { log, lines } = openLogLines();
  const app = await openApp({ DEVICEAUTH_TRUSTED_PROXIES: proxies }, { log });
  for (let device = 0; device < 8; device += 1) {
    const { body, signature } = simulateDevice().authRequest();
    const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
    await app.public('POST /api/devices/v1/authentication/auth_requests', {
      headers: { ...headers, 'X-Forwarded-For': `203.0.113.${device}` },
      body,
    });
  }

  const { body } = await app.internal('GET /diagnosis');
  await app.close();

  const says = expect.stringMatching(/^127\.0\.0\.1 forwards .* DEVICEAUTH_TRUSTED_PROXIES/);
  expect(lines.filter(({ message }) => message === 'settings')).toEqual(
    Array.from({ length: times }, () => expect.objectContaining({ warning: says })),
  );
  const ofQueue = body.findings.filter(({ check }: { check: string }) => check === 'queue');
  expect(ofQueue.filter(({ status }: { status: string }) => status === 'wrong')).toEqual(
    Array.from({ length: times }, () => ({ check: 'queue', status: 'wrong', says })),
  );
});
