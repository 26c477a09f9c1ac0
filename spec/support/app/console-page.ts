// The console in a real browser, with a real service: what it shows, the errors that it logs, and the hosts that it calls.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { TestApp } from './app.ts';

export const CHROMIUM = '/usr/bin/chromium';

export interface ConsolePage {
  readonly page: Page;
  /** Errors and warnings in the browser's log, except those about refusals. */
  readonly complaints: readonly string[];
  /** Origins of all requests. */
  readonly asked: ReadonlySet<string>;
  /** Dialogs of the browser: the page opens none. */
  readonly dialogs: readonly string[];
  /** Opens the console at a screen, signed in. */
  open(screen?: string, token?: string): Promise<void>;
  /** Opens a screen without a new load. Its list may still be on the way. */
  go(screen: string): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
  /** The device ids of the rows, in order, when no others are on the way. */
  rows(): Promise<readonly string[]>;
  chosen(): Promise<readonly string[]>;
  /** Waits until the page shows the text. */
  sees(text: string | RegExp): Promise<void>;
  /** The findings of axe, as `rule: elements`. */
  faults(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });

/** `base`: the listener that serves the console. */
export async function openConsolePage(
  browser: Browser,
  app: TestApp,
  base: string = app.publicUrl,
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const watched = watch(page);
  const idsOf = (selector: string): Promise<readonly string[]> =>
    page.evaluate(`[...document.querySelectorAll('${selector}')].map((row) => row.dataset.device)`);
  return {
    page,
    ...watched,
    open: async (screen = '#/pending', token = app.users.token()) => {
      await page.goto(`${base}/console/${screen}`);
      await page.locator('textarea.token').fill(token);
      await page.keyboard.press('Enter');
      await page.locator('.rail').waitFor();
    },
    go: async (screen) => {
      await page.evaluate(changeHash(screen));
      await page.locator('h1').waitFor();
    },
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    rows: async () => {
      await page.locator('table.devices:not([aria-busy="true"]) tbody tr').first().waitFor();
      return idsOf('table.devices tbody tr');
    },
    chosen: () => idsOf('table.devices tbody tr[aria-selected="true"]'),
    sees: (text) => page.getByText(text).first().waitFor(),
    faults: () => axe(page),
    close: () => context.close(),
  };
}

/** A script that ends when the page has taken the new address: what it shows for it begins in the second frame at the latest. */
const changeHash = (screen: string): string => `new Promise((taken) => {
  if (location.hash === ${JSON.stringify(screen)}) return taken();
  addEventListener('hashchange', () => requestAnimationFrame(() => requestAnimationFrame(taken)), { once: true });
  location.hash = ${JSON.stringify(screen)};
})`;

function watch(page: Page) {
  const complaints: string[] = [];
  const dialogs: string[] = [];
  const asked = new Set<string>();
  page.on('console', (message) => {
    const isRefusal = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isRefusal) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return { complaints, dialogs, asked };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function axe(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)} }).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes[0]?.html + ' (' + nodes.length + ')'))`);
}
