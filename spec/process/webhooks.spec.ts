// A process that is killed while it delivers to a webhook: after its restart the message comes again, with the same id, and nothing is lost.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildService, type BuiltService, type ServiceProcess } from '../support/app/service-process.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { isSignedWith, openWebhookReceiver, type WebhookReceiver } from '../support/app/webhook-receiver.ts';
import { until } from '../support/until.ts';

let built: BuiltService;
let receiver: WebhookReceiver;
beforeAll(async () => {
  built = buildService();
  receiver = await openWebhookReceiver();
});
afterAll(async () => {
  built.remove();
  await receiver.stop();
});

const start = (): ServiceProcess => built.start({ DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true' });

async function kill(service: ServiceProcess): Promise<void> {
  service.child.kill('SIGKILL');
  await service.ended;
}

async function enrol(service: ServiceProcess): Promise<void> {
  const { publicUrl } = await service.listening();
  const { body, signature } = simulateDevice().authRequest();
  const headers = { 'Content-Type': 'application/json', 'X-MEN-Signature': signature };
  const url = `${publicUrl}/api/devices/v1/authentication/auth_requests`;
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401);
}

async function createWebhook(service: ServiceProcess): Promise<{ readonly secret: string }> {
  const { publicUrl } = await service.listening();
  const token = readFileSync(join(built.folder, 'data', 'operator.token'), 'utf8').trim();
  const answer = await fetch(`${publicUrl}/api/management/v2/devauth/webhooks`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ url: receiver.url }),
  });
  const created: { readonly secret: string } = JSON.parse(await answer.text());
  return created;
}

test('what was under way is delivered again with the same id, and what came before the kill is not lost', async () => {
  const first = start();
  const { secret } = await createWebhook(first);
  receiver.be('held');
  await enrol(first);
  const [underWay] = await until('a message is under way', () =>
    receiver.seen.length > 0 ? receiver.seen : undefined,
  );
  await enrol(first);
  await kill(first);
  receiver.be(204);

  const second = start();
  await until('both messages came', () => new Set(receiver.taken.map(({ id }) => id)).size === 2, 30_000);

  expect(receiver.taken.map(({ id }) => id)).toContain(underWay?.id);
  expect(receiver.taken.find(({ id }) => id === underWay?.id)?.body).toBe(underWay?.body);
  for (const received of receiver.taken) expect(isSignedWith(secret, received)).toBe(true);
  await kill(second);
}, 60_000);
