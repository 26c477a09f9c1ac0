// Webhooks on the console, in a real browser: added with a secret that is shown once, changed, switched off, and removed.
import { beforeEach, expect, test } from '@jest/globals';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { openWebhookReceiver } from '../support/app/webhook-receiver.ts';
import { until } from '../support/until.ts';

const ADDRESS = 'https://hooks.example.com/devauth';

describeConsole('webhooks', (open) => {
  let app: TestApp;
  let view: ConsolePage;
  beforeEach(async () => {
    ({ app, view } = await open());
  });

  const listed = async () => (await app.management('GET /webhooks')).body;
  const click = (name: string): Promise<void> => view.page.getByRole('button', { name, exact: true }).click();

  test('are added with the keyboard alone; the secret is shown once and is nowhere afterwards', async () => {
    await view.open('#/webhooks');
    await view.sees('There are no webhooks.');

    await view.page.getByRole('button', { name: 'Add a webhook…' }).focus();
    await view.press('Enter');
    await view.page.locator('dialog input:focus').waitFor();
    await view.page.keyboard.insertText(ADDRESS);
    await view.press('Tab');
    await view.page.keyboard.insertText('ticket system');
    await view.press('Tab', 'Space', 'Enter');
    await view.sees('The webhook is added');
    const secret = (await view.page.locator('dialog code').textContent()) ?? '';
    expect(secret).toMatch(/^whsec_/);
    await view.press('Escape'); // does not close it
    await view.page.locator('dialog button.main:focus').waitFor();
    await view.press('Enter');

    await view.sees('ticket system');
    expect(await listed()).toMatchObject([{ url: ADDRESS, events: ['device.pending'], description: 'ticket system' }]);
    expect(await view.page.content()).not.toContain(secret);
  });

  test('are changed and switched off and on', async () => {
    await app.management('POST /webhooks', { body: { url: ADDRESS } });
    await view.open('#/webhooks');
    await view.page.getByRole('link', { name: ADDRESS }).click();
    await view.sees('everything');

    await click('Change…');
    await view.page.getByLabel(/device\.removed/).check();
    await view.sees('It is told of 1 kind of event.');
    await click('Save');
    await view.sees('The webhook is changed.');
    await click('Disable');
    await view.sees('The webhook is disabled. It is told nothing.');
    expect(await listed()).toMatchObject([{ events: ['device.removed'], enabled: false }]);

    await click('Enable');
    await view.sees('The webhook is enabled. It is told of what happens from now on.');
    expect(await listed()).toMatchObject([{ enabled: true }]);
  });

  test('get another secret, after a question that says how long the old one signs', async () => {
    const { secret: old } = (await app.management('POST /webhooks', { body: { url: ADDRESS } })).body;
    await view.open('#/webhooks');
    await view.page.getByRole('link', { name: ADDRESS }).click();

    await click('Replace the secret…');
    await view.sees(/For one day messages are signed with the old secret too/);
    await click('Replace it');
    await view.sees('The secret is replaced');
    const secret = await view.page.locator('dialog code').textContent();
    await click('I have stored it');

    await view.sees('signs until');
    expect(secret).toMatch(/^whsec_/);
    expect(secret).not.toBe(old);
  });

  test('are removed after a question, and the list is shown', async () => {
    await app.management('POST /webhooks', { body: { url: ADDRESS } });
    await view.open('#/webhooks');
    await view.page.getByRole('link', { name: ADDRESS }).click();

    await click('Remove…');
    await view.sees('Remove the webhook of hooks.example.com?');
    await click('Remove it');

    await view.sees('There are no webhooks.');
    await until('it is gone', async () => (await listed()).length === 0);
  });

  test('are sent a ping and are shown what was answered, and a message is sent again', async () => {
    const receiver = await openWebhookReceiver();
    ({ app, view } = await open({ DEVICEAUTH_WEBHOOKS_PRIVATE_NETWORKS: 'true' }));
    await app.management('POST /webhooks', { body: { url: receiver.url } });
    await view.open('#/webhooks');
    await view.page.getByRole('link', { name: receiver.url }).click();
    await view.sees('Nothing was sent in the last week.');

    await click('Send a ping');
    await view.sees('The receiver answered 204.');
    const rows = view.page.locator('table.deliveries tbody tr');
    await rows.first().waitFor();
    expect(await rows.first().textContent()).toContain('webhook.ping');

    receiver.be(500);
    await click('Send a ping');
    await view.sees(/It was not delivered: the answer is 500/);
    await rows.nth(1).waitFor();
    expect(await rows.first().textContent()).toContain('500');

    receiver.be(204);
    await app.ask(simulateDevice());
    await until('the log has the event', async () => {
      await click('Look again');
      return (await rows.first().textContent())?.includes('device.pending');
    });
    await rows.first().getByRole('button', { name: 'Send again' }).click();
    await view.sees('sent again');
    const [first, second] = receiver.taken.filter(({ event }) => event.type === 'device.pending');
    expect(second?.id).toBe(first?.id);
    await receiver.stop();
  });

  test('that the service refuses say why, and what was typed stays', async () => {
    await view.open('#/webhooks');
    await click('Add a webhook…');
    await view.page.getByLabel(/^Address/).fill('https://anna:secret@hooks.example.com/');

    await click('Add it');

    await view.sees(/The service refused this: /);
    expect(await view.page.getByLabel(/^Address/).inputValue()).toBe('https://anna:secret@hooks.example.com/');
    expect(await listed()).toEqual([]);
  });
});
