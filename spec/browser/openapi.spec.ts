// The page at /openapi in a real browser: it works under the strict policy, and asks nobody but this service.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { openApp, type TestApp } from '../support/app/app.ts';
import { describeIf, works } from '../support/optional.ts';

const CHROMIUM = '/usr/bin/chromium';

describeIf(works(`test -x ${CHROMIUM}`), 'chromium', 'the page at /openapi', () => {
  let app: TestApp;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const asked = new Set<string>();
  beforeAll(async () => {
    app = await openApp();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
    await page.goto(`${app.publicUrl}/openapi`);
    await page.waitForSelector('.opblock');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  test('shows the management API first, with its operations', async () => {
    expect(await page.textContent('.info .title')).toContain('management');
    expect(await page.locator('.opblock').count()).toBeGreaterThan(10);
  });

  test('offers every document that is served', async () => {
    const offered = await page.locator('#select option').allTextContents();

    expect(offered).toEqual(expect.arrayContaining(['management-v2', 'devices-v1', 'internal-v1', 'well-known']));
    for (const stem of offered) {
      const document = await app.public(`GET /openapi/${stem}.yaml`);
      expect([document.status, document.headers.get('content-type')]).toEqual([200, 'application/yaml; charset=utf-8']);
    }
  });

  test('opens an operation and shows its answers', async () => {
    await page.locator('.opblock-summary-control').first().click();
    await page.waitForSelector('.responses-table');

    expect(await page.locator('.responses-table .response').count()).toBeGreaterThan(1);
    if (process.env['DEVAUTH_SCREENSHOT'] !== undefined)
      await page.screenshot({ path: process.env['DEVAUTH_SCREENSHOT'] });
  });

  test('breaks no rule of the policy, complains of nothing, and asks nobody else', () => {
    expect(complaints).toEqual([]);
    expect([...asked].filter((origin) => origin !== 'null')).toEqual([app.publicUrl]);
  });

  test('serves nothing but what the page needs', async () => {
    const statuses = await Promise.all(
      ['package.json', '..%2fpackage.json', 'constructor', 'index.js'].map(
        async (name) => (await app.public(`GET /openapi/${name}`)).status,
      ),
    );

    expect(statuses).toEqual([404, 404, 404, 404]);
  });
});
