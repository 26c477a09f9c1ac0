// Measures how fast the console opens, in a real browser: with 5,000 devices, and with 1,000,000 of which as many wait. Prints the time to the first
// rows and the number of calls for each screen. `node scripts/console/at-scale.mjs [--data FOLDER] [--devices 1000000]`; it needs a build and a
// Chromium. With a folder the devices are made once and kept there; without one they are made for this run.
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { compose } from '../../dist/compose.js';
import { readConfig } from '../../dist/config/settings.js';
import { deviceMaker, seed } from '../bench/seed.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const { values: options } = parseArgs({
  options: { data: { type: 'string' }, devices: { type: 'string', default: '1000000' } },
});
const FEW = 5000;
const MANY = Number(options.devices);
const WAITING = 5000;
const ROUNDS = 7;
const MONTH_MS = 30 * 24 * 3600 * 1000;
const SITES = ['osaka-02', 'lyon-05', 'berlin-03', 'porto-01'];

const SCREENS = [
  ['the queue', 'pending'],
  ['the queue, newest first', 'pending?order=-created'],
  ['all devices', 'devices'],
  ['all devices, newest first', 'devices?order=-created'],
  ['one by its serial number', 'devices?q=sn%3DE20260002500'],
  ['a beginning of any attribute', 'devices?q=E202600025'],
  ['a quarter of all', 'devices?q=site%3Aberlin'],
  ['waiting ones of a site', 'pending?q=site%3Aberlin'],
];

const folder = options.data ?? mkdtempSync(join(tmpdir(), 'devauth-at-scale-'));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
try {
  const few = await measureAt(FEW);
  const many = await measureAt(MANY);
  print(few, many);
} finally {
  await browser.close();
  if (options.data === undefined) rmSync(folder, { recursive: true, force: true });
}

async function measureAt(count) {
  const service = await openService(join(folder, String(count)), count);
  try {
    return await measure(service);
  } finally {
    await service.close();
  }
}

/** The first devices wait, like those of a delivery; all others are preauthorized. */
async function openService(data, count) {
  mkdirSync(data, { recursive: true });
  const { config } = readConfig({
    DEVICEAUTH_DATA: data,
    DEVICEAUTH_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_INTERNAL_LISTEN: '127.0.0.1:0',
    DEVICEAUTH_LOG_LEVEL: 'silent',
  });
  const service = await compose(config);
  await fill(service, data, count);
  service.publicServer.listen(0, '127.0.0.1');
  await once(service.publicServer, 'listening');
  return {
    url: `http://127.0.0.1:${service.publicServer.address().port}`,
    token: readFileSync(service.operatorTokenFile, 'utf8'),
    close: async () => {
      service.stopping();
      service.publicServer.close();
      service.publicServer.closeAllConnections();
      await service[Symbol.asyncDispose]();
    },
  };
}

async function fill({ store }, data, count) {
  const filled = join(data, 'filled');
  if (existsSync(filled)) return;
  const make = deviceMaker();
  const began = Date.now() - MONTH_MS;
  const changeOf = (number) =>
    make({
      identity: { sn: `E${20_260_000_000 + number}`, site: SITES[number % 4], model: `edge-gw-${number % 7}` },
      at: new Date(began + number),
      status: number < WAITING ? 'pending' : 'preauthorized',
      fingerprint: createHash('sha256').update(String(number)).digest('hex'),
    });
  const kept = {
    openStore: async () => ({ devices: store.devices, close: async () => undefined }),
    documents: undefined,
  };
  const seconds = await seed(kept, count, changeOf);
  process.stderr.write(`${count} devices made in ${seconds.toFixed(0)} s\n`);
  writeFileSync(filled, '');
}

async function measure({ url, token }) {
  const page = await (await browser.newContext({ viewport: { width: 1360, height: 850 } })).newPage();
  await page.goto(`${url}/console/`);
  await page.locator('textarea.token').fill(token);
  await page.keyboard.press('Enter');
  await page.locator('.rail').waitFor();
  const figures = new Map();
  for (const [name, screen] of SCREENS) figures.set(name, await measureScreen(page, `${url}/console/#/${screen}`));
  await page.context().close();
  return figures;
}

/** A complete load of the page, from the navigation to the first row, by the browser's own clock. */
async function measureScreen(page, address) {
  const times = [];
  let calls = 0; // the most of a round
  for (let round = 0; round < ROUNDS; round += 1) {
    let sent = 0;
    const count = (request) => (sent += new URL(request.url()).pathname.startsWith('/console/api/') ? 1 : 0);
    await page.goto('about:blank');
    page.on('request', count);
    await page.goto(address);
    await page.locator('table.devices tbody tr').first().waitFor();
    times.push(await page.evaluate('performance.now()'));
    await page.waitForLoadState('networkidle');
    page.off('request', count);
    calls = Math.max(calls, sent);
  }
  return { ms: times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)], calls };
}

function print(few, many) {
  const line = (...cells) =>
    process.stdout.write(`${cells.map((cell, at) => (at === 0 ? cell.padEnd(32) : cell.padStart(14))).join('')}\n`);
  line('rows on the page after', `${FEW} devices`, `${MANY}`, 'ratio', 'calls');
  for (const [name, { ms }] of few) {
    const other = many.get(name);
    line(name, `${ms.toFixed(0)} ms`, `${other.ms.toFixed(0)} ms`, (other.ms / ms).toFixed(2), String(other.calls));
  }
}
