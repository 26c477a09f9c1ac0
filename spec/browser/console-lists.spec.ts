// Lists, a running bulk decision and an undo, in a real browser: what they say while they run, and after they stop.
import { expect, test } from '@jest/globals';
import type { TestApp } from '../support/app/app.ts';
import type { ConsolePage } from '../support/app/console-page.ts';
import { describeConsole } from '../support/app/describe-console.ts';
import { fillWaiting, serialOf } from '../support/app/waiting-fleet.ts';
import { until } from '../support/until.ts';

describeConsole('the lists', (open) => {
  let app: TestApp;
  let view: ConsolePage;

  async function given(waiting: number): Promise<void> {
    ({ app, view } = await open());
    await fillWaiting(app, waiting);
    await view.open();
    await view.rows();
  }

  /** Holds the calls of that path until they are let go. */
  async function hold(path: string): Promise<{ readonly calls: () => number; readonly letGo: () => void }> {
    let calls = 0;
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await view.page.route(`**${path}*`, async (route) => {
      calls += 1;
      await held;
      await route.continue();
    });
    return { calls: () => calls, letGo };
  }

  const scrolled = (): Promise<number> => view.page.evaluate(`document.querySelector('main').scrollTop`);

  test('more rows are read once: the button says that they come, keeps the focus, and the rows are added', async () => {
    await given(150);
    const held = await hold('/devices/search');
    await view.page.getByRole('button', { name: 'Load 100 more' }).focus();

    await view.press('Enter', 'Enter');

    const button = view.page.getByRole('button', { name: 'Loading…' });
    await button.waitFor();
    expect([await button.getAttribute('aria-disabled'), held.calls()]).toEqual(['true', 1]);
    expect(await view.page.evaluate('document.activeElement.textContent')).toBe('Loading…');
    held.letGo();
    await until('all rows are there', async () => (await view.rows()).length === 150);
    expect(held.calls()).toBe(1);
  });

  test('a new search shows its first rows and the number of its matches', async () => {
    await given(300);
    await view.page.evaluate(`document.querySelector('main').scrollTo(0, 1500)`);
    await until('the list is scrolled', async () => (await scrolled()) > 1000);

    await view.press('/');
    await view.page.keyboard.type('model:edge');

    await view.sees(/^\d+ match$/);
    await until('the first rows are shown', async () => (await scrolled()) === 0);
    await view.press('Escape');
    await view.page.getByRole('searchbox').fill('');
    await view.sees('300 waiting');
  });

  test('keys decide nothing while the rows are still those of the search before', async () => {
    await given(8);
    const held = await hold('/devices/search');

    await view.go(`#/pending?q=sn%3D${serialOf(5)}`);
    await until('the search is asked', () => held.calls() === 1);
    await view.press('a', 'x', 'r', '*');

    held.letGo();
    await until('the device is found', async () => (await view.rows()).length === 1);
    expect(await view.chosen()).toEqual([]);
    expect(await view.page.locator('dialog').count()).toBe(0);
    await view.press('a');
    await view.sees(`${serialOf(5)} accepted.`);
    expect((await app.management('POST /devices/count', { body: { status: 'pending' } })).body.count).toBe(7);
  });

  test('a word that is not understood stops the search, and no number of matches is shown', async () => {
    await given(3);

    await view.go('#/pending?q=sn%3Anothing');
    await view.sees('0 match');
    await view.go('#/pending?q=status%3Awaiting');

    await view.sees(/^Not understood: status:waiting .*Nothing is searched until you correct it\.$/);
    expect(await view.page.getByText('0 match').count()).toBe(0);
  });

  test('a decision in parts says that the page has to stay open, and what was left when it is stopped', async () => {
    await given(1300);
    await view.press('*');
    await view.page.getByRole('button', { name: 'Select all 1,300' }).click();
    await view.press('r');
    await view.page.locator('dialog form [data-first="true"]').fill('1300');
    const held = await hold('/devices/decisions');
    const run = view.page.getByRole('button', { name: 'Reject 1,300' });
    await run.click();

    await view.page.getByRole('heading', { name: 'Reject 1,300 devices', exact: true }).waitFor();
    await view.sees(/^Leave this page open until it is done/);
    await view.page.getByRole('button', { name: 'Stop after this part' }).click();
    held.letGo();

    await view.sees('1,000 devices rejected. Stopped: 300 were not decided.');
    expect(await view.faults()).toEqual([]);
  });

  test('after a decision about many the focus is on the row that is the present one then', async () => {
    await given(8);
    const ids = await view.rows();
    await view.press('x', 'j', 'x', 'a');
    await view.page.getByRole('button', { name: 'Accept 2' }).click();
    await view.sees('2 devices accepted.');

    const focused = (): Promise<unknown> => view.page.evaluate('document.activeElement.dataset.row');
    await until('a row has the focus', async () => (await focused()) === ids[2]);
    await view.press('x');
    expect(await view.chosen()).toEqual([ids[2]]);
  });

  test('an undo that is over says so, and changes nothing', async () => {
    await given(2);

    await view.press('u');

    await view.sees('There is nothing to undo now: it can be undone for 12 seconds. Nothing changed.');
    expect(await view.rows()).toHaveLength(2);
  });

  test('the audit has words for every event, the whole of a change, and another request for each decision', async () => {
    await given(2);
    await view.press('j', 'a');
    await view.sees('accepted.');
    await view.press('j', 'r');
    await view.sees('rejected.');
    await app.management('POST /webhooks', { body: { url: 'https://hooks.example.com/devauth' } });

    await view.go('#/audit');
    await view.page.getByRole('rowheader', { name: 'a webhook was made' }).waitFor();

    const cells = view.page.locator('table.audit tbody tr', { hasText: 'a key was decided' });
    const requests = await cells.locator('.request').allTextContents();
    expect([requests.length, new Set(requests).size]).toEqual([2, 2]);
    const isCut = `[...document.querySelectorAll('table.audit th[scope=row]')].some((cell) => cell.scrollWidth > cell.clientWidth)`;
    expect(await view.page.evaluate(isCut)).toBe(false);
  });
});
