// Describes the console in a real browser, over a real service. A file has one browser. Services and pages close after the test that
// opened them, or after the last test if the tests share them.
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeIf, works } from '../optional.ts';
import { openApp, type TestApp } from './app.ts';
import { CHROMIUM, launch, openConsolePage, type ConsolePage } from './console-page.ts';

export interface OpenedConsole {
  readonly app: TestApp;
  readonly view: ConsolePage;
  /** Opens another page of this console, with cookies of its own. */
  readonly openAnother: () => Promise<ConsolePage>;
}

/** Opens a service with these settings, and a page of its console that nobody is signed in to. */
export type OpenConsole = (settings?: Readonly<Record<string, string>>) => Promise<OpenedConsole>;

export interface ConsoleRules {
  readonly isShared?: boolean;
}

export function describeConsole(
  name: string,
  describeTests: (open: OpenConsole) => void,
  { isShared = false }: ConsoleRules = {},
): void {
  describeIf(works(`test -x ${CHROMIUM}`), 'chromium', name, () => {
    let browser: Browser;
    const opened: (() => Promise<void>)[] = [];
    const closeAll = async (): Promise<void> => {
      for (const close of opened.splice(0).reverse()) await close();
    };
    beforeAll(async () => {
      browser = await launch();
    }, 60_000);
    (isShared ? afterAll : afterEach)(closeAll);
    afterAll(() => browser.close());
    describeTests(async (settings = {}) => {
      const app = await openApp(settings);
      opened.push(() => app.close());
      const isInternal = settings['DEVICEAUTH_CONSOLE'] === 'internal';
      const openAnother = async (): Promise<ConsolePage> => {
        const view = await openConsolePage(browser, app, isInternal ? app.internalUrl : app.publicUrl);
        opened.push(() => view.close());
        return view;
      };
      return { app, view: await openAnother(), openAnother };
    });
  });
}
