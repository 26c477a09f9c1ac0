// The page at /openapi in a real browser: it works under the strict policy, and loads nothing from other hosts.
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
    app = await openApp({ DEVICEAUTH_PUBLIC_DOCS: 'true' });
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

  test('offers the documents that work on this listener', async () => {
    const offered = await page.locator('#select option').allTextContents();

    expect(offered).toEqual(['management-v2', 'devices-v1', 'tenant-devices', 'well-known']);
  });

  test('groups operations by tag', async () => {
    expect(await page.locator('.opblock-tag').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('Devices'), expect.stringContaining('Limits')]),
    );
  });

  test('can try an operation at once, with no filter filled in, on this very listener', async () => {
    const operation = page.locator('.opblock-get', { hasText: '/devices/count' });
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('.parameters').first().waitFor();

    expect(await operation.locator('select').first().inputValue()).toBe('');
    await operation.locator('button.execute').click();
    await operation.locator('.request-url').waitFor();
    expect(await operation.locator('.request-url').textContent()).toMatch(
      new RegExp(`${app.publicUrl}/api/management/v2/devauth/devices/count$`),
    );
    await operation.locator('.live-responses-table td.response-col_status', { hasText: '401' }).waitFor();
  });

  test('opens an operation and shows its answers', async () => {
    await page.locator('.opblock-summary-control').first().click();
    await page.waitForSelector('.responses-table');

    expect(await page.locator('.responses-table .response').count()).toBeGreaterThan(1);
    if (process.env['DEVAUTH_SCREENSHOT'] !== undefined)
      await page.screenshot({ path: process.env['DEVAUTH_SCREENSHOT'] });
  });

  test('breaks no rule of the policy, logs no error, and calls no other host', () => {
    expect(complaints.filter((text) => !text.includes('401 (Unauthorized)'))).toEqual([]); // the one that was tried
    expect([...asked].filter((origin) => origin !== 'null')).toEqual([app.publicUrl]);
  });

  test('serves only the files that the page needs', async () => {
    const statuses = await Promise.all(
      ['package.json', '..%2fpackage.json', 'constructor', 'index.js'].map(
        async (name) => (await app.public(`GET /openapi/${name}`)).status,
      ),
    );

    expect(statuses).toEqual([404, 400, 404, 404]);
  });
});
