// Makes the pictures of the console for the README and the documents from a running service: spec/browser/pictures/*.png, each at
// most 200 kB. `node scripts/console/pictures.mjs`; it needs a build and a Chromium.
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createClient, openFilledService } from './filled-service.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const folder = fileURLToPath(new URL('../../spec/browser/pictures/', import.meta.url));
const MOST_BYTES = 200_000;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

async function signIn(page) {
  await createClient({ sn: 'E20260007', mac: '02:00:5e:00:00:01', model: 'edge-gw-3', site: 'osaka-02' }).ask(
    service.url,
  );
  const two = { sn: 'C20262303', mac: '02:00:5e:00:01:4a', model: 'cam-lite', site: 'osaka-02' };
  for (let key = 0; key < 2; key += 1) await createClient(two).ask(service.url);
  await page.goto(`${service.url}/console/`);
  await page.locator('textarea.token').fill(service.token);
  await page.keyboard.press('Enter');
  await rows(page);
}

async function makePictures(page) {
  await take(page, 'queue');
  await press(page, '*', 'a');
  await page.locator('dialog form').waitFor();
  await take(page, 'confirm');
  await press(page, 'Escape', 'Escape');

  await page.emulateMedia({ colorScheme: 'dark' });
  await press(page, 'j', 'j', 'j', 'Enter');
  await page.getByText('All of its history').waitFor();
  await take(page, 'device-dark');
  await press(page, 'Escape');
  await page.emulateMedia({ colorScheme: 'light' });

  await go(page, 'preauthorize?of=list');
  await page.locator('input[type=file]').setInputFiles(factoryList());
  await page.getByText('This is what would happen').waitFor();
  await take(page, 'preauthorize');

  await go(page, 'audit');
  await page.locator('table.audit').waitFor();
  await take(page, 'audit');

  await page.setViewportSize(NARROW);
  await go(page, 'pending');
  await rows(page);
  await take(page, 'queue-narrow');
}

const rows = (page) => page.locator('table.devices tbody tr').first().waitFor();

const go = (page, screen) => page.evaluate(`location.hash = '#/${screen}'`);

async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

async function take(page, name) {
  const path = join(folder, `${name}.png`);
  mkdirSync(folder, { recursive: true });
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes; ${MOST_BYTES} are allowed`);
  process.stdout.write(`${name}.png ${Math.round(size / 1000)} kB\n`);
}

/** A list from a factory, with a few wrong rows. */
function factoryList() {
  const lines = Array.from({ length: 400 }, (_, index) => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).trim().replaceAll('\n', '\\n');
    return `F4100${index % 101 === 11 ? 1 : index},"${index % 60 === 16 ? 'nonsense' : pem}"`;
  });
  const place = mkdtempSync(join(tmpdir(), 'devauth-pictures-'));
  const file = join(place, 'fleet-41.csv');
  writeFileSync(file, ['identity.sn,pubkey', ...lines].join('\r\n'));
  process.on('exit', () => rmSync(place, { recursive: true, force: true }));
  return file;
}

const service = await openFilledService({ waiting: 4687 });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
try {
  const page = await (await browser.newContext({ viewport: WIDE })).newPage();
  await signIn(page);
  await makePictures(page);
} finally {
  await browser.close();
  await service.close();
}
