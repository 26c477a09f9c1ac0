// Traces by setting: the data that an OTLP collector gets for a request; without the setting no package is loaded.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openProgram, type Environment, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { until } from '../support/until.ts';
import { openUserIssuer } from '../support/app/users.ts';

interface Span {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number };
}

interface Collector {
  readonly url: string;
  /** The received bodies, unchanged. */
  text(): string;
  services(): readonly unknown[];
  /** Returns the spans of that route. */
  spans(route: string): readonly Span[];
  /** Accepts every request and sends no answer. */
  fallSilent(): void;
  close(): void;
}

const AUTH_REQUESTS = '/api/devices/v1/authentication/auth_requests';
const DEVICE = '/api/management/v2/devauth/devices/:id';
const CALLER = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' };
const ASKS = '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c11';
const LOOKS = '5d0c8f0e-7a43-4c55-9f5e-0a1b6f2d9c12';
const SERVER_SPAN = 2;
const ERROR = 2;

const users = openUserIssuer();
let program: Program;
let collector: Collector;
let servings = 0;
beforeAll(() => {
  program = openProgram();
});
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());
afterAll(() => program.close());

const serve = (env: Environment = {}, on = program): Promise<Serving> =>
  on.serve({
    DEVICEAUTH_DATA: join(program.folder, `data-${++servings}`),
    DEVICEAUTH_USER_KEYS: users.publicKeyFile,
    ...env,
  });

const traced = (env: Environment = {}) => serve({ DEVICEAUTH_TRACES_URL: collector.url, ...env });

test('a span has the template of its route, the status and the request id, and nothing that the caller must keep to itself', async () => {
  const serving = await traced();
  const device = simulateDevice({ identity: { mac: 'identity-in-no-trace' } });
  const asked = device.authRequest({ tenant_token: 'tenant-token-in-no-trace' });
  const token = users.token();

  const asking = await fetch(serving.publicUrl + AUTH_REQUESTS, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-MEN-Signature': asked.signature, 'X-MEN-RequestID': ASKS },
    body: asked.body,
  });
  const looking = await fetch(`${serving.publicUrl}${DEVICE.replace(':id', 'id-in-no-trace')}?query=in-no-trace`, {
    headers: { Authorization: `Bearer ${token}`, 'X-MEN-RequestID': LOOKS, Cookie: 'cookie=in-no-trace' },
  });
  expect(await serving.stop()).toBe(0);

  expect(collector.services()).toEqual(['devauth']);
  expect(collector.spans(AUTH_REQUESTS)).toEqual([span('POST', AUTH_REQUESTS, asking.status, ASKS)]);
  expect(collector.spans(DEVICE)).toEqual([span('GET', DEVICE, looking.status, LOOKS)]);
  expect([asking.status, looking.status]).toEqual([401, 400]);
  for (const secret of ['in-no-trace', asked.signature, token, token.split('.')[2] ?? '', device.pubkey.slice(27, 60)])
    expect(collector.text()).not.toContain(secret);
}, 40_000);

test('the trace of the caller continues; without a valid one, a span begins its own', async () => {
  const serving = await traced();
  const traceparents = [
    `00-${CALLER.trace}-${CALLER.span}-01`,
    undefined,
    `00-${CALLER.trace}-0000000000000000-01`,
    `00-${'0'.repeat(32)}-${CALLER.span}-01`,
    'nonsense',
  ];

  for (const traceparent of traceparents)
    await fetch(`${serving.publicUrl}/livez`, { headers: traceparent === undefined ? {} : { traceparent } });
  await serving.stop();

  const [continued, ...own] = collector.spans('/livez');
  expect(continued).toMatchObject({ traceId: CALLER.trace, parentSpanId: CALLER.span });
  expect(own.map(({ parentSpanId }) => parentSpanId)).toEqual([undefined, undefined, undefined, undefined]);
  expect(new Set([CALLER.trace, ...own.map(({ traceId }) => traceId)]).size).toBe(traceparents.length);
}, 40_000);

test('a fault of the server is an error of its span, a refusal is not', async () => {
  const serving = await traced({ DEVICEAUTH_DRAIN_DELAY: '1' });
  await fetch(`${serving.publicUrl}/api/nothing`);
  const stopped = serving.stop('SIGTERM');
  await until('it is not ready', async () => (await fetch(`${serving.internalUrl}/readyz`)).status === 503);
  await stopped;

  const statuses = [...collector.spans('-'), ...collector.spans('/readyz')].map(({ attributes, status }) => [
    attributes['http.response.status_code'],
    status.code === ERROR,
  ]);
  expect(statuses).toContainEqual([404, false]);
  expect(statuses).toContainEqual([503, true]);
}, 40_000);

test('tokens/verify is not traced', async () => {
  const serving = await traced();
  await fetch(`${serving.internalUrl}/api/internal/v1/devauth/tokens/verify`, {
    headers: { Authorization: 'Bearer x' },
  });
  await fetch(`${serving.internalUrl}/readyz`);
  await serving.stop();

  expect(collector.spans('/readyz')).toHaveLength(1);
  expect(collector.text()).not.toContain('verify');
}, 40_000);

test.each([
  ['is not there', () => collector.close()],
  ['never answers', () => collector.fallSilent()],
])(
  'a collector that %s fails no request, and holds up the end for seconds only',
  async (_, breakIt) => {
    breakIt();
    const serving = await traced();

    expect((await fetch(`${serving.publicUrl}/livez`)).status).toBe(204);
    const stoppedAt = performance.now();
    expect(await serving.stop()).toBe(0);

    expect(performance.now() - stoppedAt).toBeLessThan(9_000); // the exporter itself would try for ten
  },
  40_000,
);

test('the packages are loaded by the setting, and without it not even where they are installed', async () => {
  const [unasked, asked] = await Promise.all([
    serve({ NODE_OPTIONS: SAYS_WHAT_IT_LOADS }),
    traced({ NODE_OPTIONS: SAYS_WHAT_IT_LOADS }),
  ]);
  await Promise.all([unasked.stop(), asked.stop()]);

  expect(loadedBy(unasked)).toEqual([]);
  expect(loadedBy(asked)).toEqual([
    '@opentelemetry/api',
    '@opentelemetry/core',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-trace-node',
  ]);
}, 40_000);

test('without the packages the process serves; with the setting it names the packages to install, and does not start', async () => {
  const bare = openProgram();
  takeAwayPackages(bare.folder);

  const serving = await serve({}, bare);
  expect((await fetch(`${serving.publicUrl}/livez`)).status).toBe(204);
  const { code, stderr } = await bare.run(['serve'], { DEVICEAUTH_TRACES_URL: collector.url });

  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/OpenTelemetry packages are not installed: npm install @opentelemetry\/api/),
  ]);
  await bare.close();
}, 40_000);

const span = (method: string, route: string, status: number, requestId: string) => ({
  name: `${method} ${route}`,
  kind: SERVER_SPAN,
  traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  attributes: {
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
    'devauth.request_id': requestId,
  },
  status: { code: 0 },
});

/** OTLP over HTTP with JSON: an address of the loopback that keeps what it receives. */
async function openCollector(): Promise<Collector> {
  const bodies: string[] = [];
  let isSilent = false;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      bodies.push(body);
      if (!isSilent) response.setHeader('Content-Type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the collector has no port');
  const resources = () => bodies.flatMap((body) => JSON.parse(body).resourceSpans);
  return {
    url: `http://127.0.0.1:${address.port}/v1/traces`,
    text: () => bodies.join('\n'),
    services: () => [...new Set(resources().map(({ resource }) => attributesOf(resource)['service.name']))],
    spans: (route) =>
      resources()
        .flatMap(({ scopeSpans }) => scopeSpans)
        .flatMap(({ spans }) => spans)
        .map(spanOf)
        .filter(({ attributes }) => attributes['http.route'] === route),
    fallSilent: () => {
      isSilent = true;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Attributed {
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

const attributesOf = ({ attributes }: Attributed): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const spanOf = (sent: Omit<Span, 'attributes'> & Attributed): Span => ({
  name: sent.name,
  kind: sent.kind,
  traceId: sent.traceId,
  ...(sent.parentSpanId && { parentSpanId: sent.parentSpanId }),
  attributes: attributesOf(sent),
  status: sent.status,
});

/** Node's own list of modules that were imported by name. */
const HOOKS = `
import { writeSync } from 'node:fs';
export async function resolve(specifier, context, next) {
  if (specifier.startsWith('@opentelemetry/')) writeSync(2, 'loads ' + specifier + '\\n');
  return next(specifier, context);
}`;
const asDataUrl = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;
const SAYS_WHAT_IT_LOADS = `--import=${asDataUrl(`import { register } from 'node:module'; register(${JSON.stringify(asDataUrl(HOOKS))});`)}`;

const loadedBy = (serving: Serving): readonly string[] =>
  [...new Set([...serving.log().matchAll(/^loads (\S+)$/gm)].map(([, name = '']) => name))].sort();

/** As `npm ci --omit=optional` leaves it. */
function takeAwayPackages(folder: string): void {
  const installed = fileURLToPath(new URL('../../node_modules', import.meta.url));
  rmSync(join(folder, 'node_modules'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(installed))
    if (name !== '@opentelemetry') symlinkSync(join(installed, name), join(folder, 'node_modules', name));
  const dist = join(folder, 'dist'); // a link: the program finds the packages of the place that it leads to
  const built = realpathSync(dist);
  rmSync(dist);
  cpSync(built, dist, { recursive: true });
}
