// The console in a real browser, with the built page and a real service: an operator's day, and the protection against others.
import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { firstSteps } from '../../src/cli/first-steps.ts';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { fillWaiting, serialOf } from '../support/app/waiting-fleet.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { until } from '../support/until.ts';

describeConsole('the console', (given) => {
  describe('on the first run', () => {
    test('a waiting device is accepted with one key and gets a token, and undo ends that token', async () => {
      const { app, view } = await given({ DEVICEAUTH_USER_KEYS: '' });
      const device = simulateDevice({ identity: { sn: 'E1' } });
      await app.ask(device);
      const token = readFileSync(app.service.operatorTokenFile ?? '', 'utf8');

      await view.open('#/pending', token);
      await view.rows();
      await view.press('a');
      await view.sees('E1 accepted.');
      const issued = (await app.ask(device)).text;
      expect((await app.verify(issued)).status).toBe(200);

      await view.press('u');
      await view.sees('1 device put back.');
      expect((await app.verify(issued)).status).toBe(401);
      await view.sees('1 waiting');
    });

    const printedLink = ({ service, publicUrl, internalUrl }: TestApp): string => {
      const addresses = { public: publicUrl, internal: internalUrl, console: `${publicUrl}/console/` };
      const signInCode = service.signInLink?.issue() ?? '';
      const printed = firstSteps({ ...addresses, signInCode }, service.operatorTokenFile);
      return /\S+#code=\S+/.exec(printed)?.[0] ?? '';
    };

    test('the printed link signs in once, and its code is neither in the address nor in a request line', async () => {
      const { app, view } = await given({ DEVICEAUTH_USER_KEYS: '' });
      const { page } = view;
      const link = printedLink(app);
      const code = link.split('#code=')[1] ?? '';
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));

      await page.goto(link);
      await page.locator('.rail').waitFor();
      expect(page.url()).toBe(`${app.publicUrl}/console/#/`);
      await page.reload();
      await page.locator('.rail').waitFor();

      expect(asked.filter((url) => new URL(url).pathname.includes(code) || new URL(url).search.includes(code))).toEqual(
        [],
      );
      await page.context().clearCookies();
      await page.goto('about:blank');
      await page.goto(link);
      await view.sees(/This link is not good, or no longer.*Paste the token of the file/);
      await view.sees(/operator\.token/);
      expect(page.url()).toBe(`${app.publicUrl}/console/#/`);

      await page.goto(printedLink(app)); // in the tab that shows the page
      await page.locator('.rail').waitFor();
      expect([page.url(), view.complaints]).toEqual([`${app.publicUrl}/console/#/`, []]);
    });

    test('a wrong token is refused with a reason, and is not left on the page', async () => {
      const { view, app } = await given();
      const { page } = view;
      await page.goto(`${app.publicUrl}/console/`);

      await page.locator('textarea.token').fill('not.a.token');
      await page.keyboard.press('Enter');

      await view.sees(/This token is not good/);
      expect(await page.locator('textarea.token').inputValue()).toBe('');
    });
  });

  describe('the queue', () => {
    test('shows its rows after three requests, 5,000 waiting', async () => {
      const { app, view } = await given();
      await fillWaiting(app, 5000);
      await view.open('#/settings');
      const calls = noteCalls(view);

      await view.go('#/pending');
      const rows = await view.rows();

      expect(rows).toHaveLength(100);
      expect(calls.length).toBeLessThanOrEqual(3);
      await view.sees('5,000 waiting');
    });

    test('takes at most three requests when the page is opened, also if the summary comes after the list', async () => {
      const { app, view } = await given();
      await fillWaiting(app, 20);
      await view.open('#/settings');
      const calls = noteCalls(view);
      let isListed: () => void = () => undefined;
      const listed = new Promise<void>((resolve) => (isListed = resolve));
      await view.page.route('**/summary', async (route) => {
        await listed;
        await route.continue();
      });

      await view.page.goto('about:blank');
      await view.page.goto(`${app.publicUrl}/console/#/pending`);
      await view.rows();
      isListed();
      await view.sees('20 waiting');
      await view.page.waitForLoadState('networkidle');

      expect(calls.length).toBeLessThanOrEqual(3);
    });

    test('keeps the same devices selected when others arrive and the list is read again', async () => {
      const { app, view } = await given();
      await fillWaiting(app, 20);
      await view.open('#/pending?order=-created');
      const [, second, third, fourth] = await view.rows();
      await view.press('j', 'x', 'j', 'x', 'j', 'x');
      expect(await view.chosen()).toEqual([second, third, fourth]);

      await app.ask(simulateDevice());
      await app.ask(simulateDevice());
      await view.page.getByRole('button', { name: '2 more arrived. Show them' }).click();
      await view.page.locator('table.devices tbody tr').nth(21).waitFor();

      expect(await view.chosen()).toEqual([second, third, fourth]);
      expect((await view.rows()).slice(2, 6)).toContain(second);
    });

    test('finds a device by the beginning of its serial number, and reports words that it does not understand', async () => {
      const { app, view } = await given();
      await fillWaiting(app, 120);
      await view.open();
      await view.rows();

      await view.press('/');
      await view.page.keyboard.type(`sn:${serialOf(7)}`);
      await view.page.locator('table.devices tbody tr').nth(1).waitFor({ state: 'detached' });
      expect(await view.rows()).toHaveLength(1);
      expect(view.page.url()).toContain(`q=sn%3A${serialOf(7)}`);

      await view.page.locator('input[type=search]').fill('status:waiting');
      await view.sees(/Not understood: status:waiting/);
      expect(await view.rows()).toHaveLength(1); // what was shown stays
    });
  });

  describe('the protection against others', () => {
    test('no script sees the cookie, HTML is refused, and nothing but this service is asked', async () => {
      const { app, view } = await given();
      await fillWaiting(app, 3);
      await view.open();
      await view.rows();

      expect(await view.page.evaluate('document.cookie')).toBe('');
      expect(await view.page.evaluate('JSON.stringify(localStorage)')).not.toContain('eyJ');
      expect(view.page.url()).not.toContain('eyJ');
      expect([...view.asked]).toEqual([app.publicUrl]);
      expect([view.complaints, view.dialogs]).toEqual([[], []]);
      const refused = await view.page.evaluate(
        `try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); 'made' } catch (error) { error.name }`,
      );
      expect(refused).toBe('TypeError');
    });

    test('a reload and another tab are signed in, and signing out ends both', async () => {
      const { app, view } = await given();
      await view.open('#/settings');
      const other = await view.page.context().newPage();
      await other.goto(`${app.publicUrl}/console/#/settings`);
      await other.getByText('Signed in as operator-1').first().waitFor();
      await view.page.reload();
      await view.sees('Signed in as operator-1');

      await view.page.getByRole('button', { name: 'Sign out' }).click();

      await view.page.locator('textarea.token').waitFor();
      await other.locator('textarea.token').waitFor();
    });

    test('a page of another origin can neither frame it nor call in its place', async () => {
      const { app, view } = await given();
      await view.open();
      const evil = createServer((_request, response) => {
        response.setHeader('Content-Type', 'text/html').end(`<iframe src="${app.publicUrl}/console/"></iframe>`);
      }).listen(0, '127.0.0.1');
      await once(evil, 'listening');
      const address = evil.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const page = await view.page.context().newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      await until('the frame has ended', () => page.frames().length === 2);

      const framed = await page.frames()[1]?.locator('.rail').count();
      const called = await page.evaluate(
        `fetch('${app.publicUrl}/console/api/management/v2/devauth/devices',
          { credentials: 'include', headers: { 'X-Devauth-Console': '1' } }).then(() => 'read', () => 'refused')`,
      );

      expect([framed, called]).toEqual([0, 'refused']);
      evil.close();
    });
  });

  describe('when something fails', () => {
    test('the service stops: a banner appears, rows stay, and the page recovers', async () => {
      const { app, view } = await given();
      await fillWaiting(app, 5);
      await view.open();
      const before = await view.rows();
      const { publicServer } = app.service;
      const port = Number(new URL(app.publicUrl).port);

      publicServer.close();
      publicServer.closeAllConnections();
      const banner = view.page.getByText(/The service does not answer/);
      await banner.waitFor({ timeout: 7000 });
      const seconds = /Trying again in (\d+) s/.exec(await banner.innerText())?.[1];
      expect(Number(seconds)).toBeLessThanOrEqual(5);
      expect(await view.rows()).toEqual(before);
      await view.press('Enter');
      expect(await view.page.locator('.key-card button.main').isDisabled()).toBe(true);

      publicServer.listen(port, '127.0.0.1');
      await once(publicServer, 'listening');
      await view.page.getByText(/The service does not answer/).waitFor({ state: 'detached' });
      expect(await view.rows()).toEqual(before);
    });

    test('the session ends in the middle of a dialog: after a sign-in the dialog is still open, with the typed text', async () => {
      const { app, view } = await given({ DEVICEAUTH_CLOCK_LEEWAY: '0' });
      await fillWaiting(app, 60);
      const exp = Math.floor(Date.now() / 1000) + 10;
      await view.open('#/pending', app.users.token('', { exp }));
      await view.rows();
      await view.press('*', 'a');
      await view.sees('Accept 60 devices?');
      await view.page.locator('.typed input[data-first]').fill('60');

      await view.sees('Signed out');
      await view.page.locator('textarea.token').fill(app.users.token());
      await view.page.keyboard.press('Enter');
      await view.page.getByRole('heading', { name: 'Signed out' }).waitFor({ state: 'detached' });

      await view.page.getByRole('button', { name: 'Accept 60' }).click();
      await view.sees('60 devices accepted.');
    });
  });
});

/** Returns the paths of the calls of the APIs that the page makes from now on. */
function noteCalls({ page }: ConsolePage): readonly string[] {
  const calls: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/console/api/')) calls.push(pathname);
  });
  return calls;
}
