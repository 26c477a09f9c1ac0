// The rules for every gateway of scripts/gateways, with the real service and the real proxy. The spec of a proxy calls
// `describeGateway`.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { openTenants } from '../support/app/fleet.ts';
import { describeIf } from '../support/optional.ts';
import { converse, exchange, head, type RawAnswer } from '../support/raw-http.ts';
import { openApplication, type Application, type Reached } from './application.ts';
import { describeAttacks } from './attack-rules.ts';
import { describeHttp2 } from './http2.ts';
import { IDENTITY, SPOOFS, identityIn, manyHeaders, valuesOf, webSocket, type Identity } from './identity.ts';
import { PROXIES, startProxy, type Proxy, type Running } from './proxies.ts';
import { answerOf, openTap, type Tap } from './tap.ts';

type Device = Seen & { readonly token: string };

export function describeGateway(key: keyof typeof PROXIES): void {
  const proxy: Proxy = PROXIES[key];
  describeIf(proxy.usable, proxy.program, `${proxy.name} in front of the service`, () => {
    const tenants = openTenants();
    let app: TestApp;
    let tenantApp: TestApp;
    let application: Application;
    let tap: Tap;
    let gateway: Running;
    let own: Device;
    let other: Device;
    beforeAll(async () => {
      app = await openApp();
      tenantApp = await openApp(tenants.settings);
      application = await openApplication();
      tap = await openTap(app.internalUrl);
      const devauth = Number(new URL(app.publicUrl).port);
      gateway = await startProxy(key, { devauth, internal: tap.port, app: application.port });
      own = await app.accepted();
      other = await tenants.fleet(tenantApp, 'globex').accepted();
    }, 60_000);
    afterAll(async () => {
      await gateway.stop();
      await tap.close();
      await application.close();
      await app.close();
      await tenantApp.close();
    });
    afterEach(async () => {
      tap.mode = 'pass';
      tap.target = app.internalUrl;
      await tap.down();
      await tap.up();
      application.takeReached();
      tap.takeSent();
      tap.takeConnections();
    });

    const bearer = (device: Pick<Device, 'token'>): string => `Authorization: Bearer ${device.token}`;
    const send = (path: string, ...headers: readonly string[]) =>
      exchange(gateway.url, head(`GET ${path}`, ...headers));
    const upgrade = async (...headers: readonly string[]): Promise<RawAnswer> => {
      const { socket, say, hear } = await converse(gateway.url);
      say(webSocket('/shell', ...headers));
      const answer = await hear();
      socket.destroy();
      return answer;
    };
    const reached = (): Reached => {
      const [request, ...more] = application.takeReached();
      if (request === undefined || more.length > 0)
        throw new Error(`${more.length + Number(request !== undefined)} requests reached the application`);
      return request;
    };
    const identityOf = async (device: Device): Promise<Identity> => {
      const { headers } = await (device === other ? tenantApp : app).verify(device.token);
      return Object.fromEntries(IDENTITY.map((name) => [name.toLowerCase(), headers.get(name) ?? 'missing']));
    };

    describe('a device with a good token', () => {
      test('reaches the application, which learns who it is and does not see the token', async () => {
        const { status } = await send('/firmware', bearer(own));
        const request = reached();

        expect(status).toBe(200);
        expect(identityIn(request)).toEqual(await identityOf(own));
        expect(valuesOf(request, 'authorization').filter((value) => value !== '')).toEqual([]);
      });

      test('keeps its request id on the way to the service and to the application', async () => {
        await send('/firmware', bearer(own), 'X-MEN-RequestID: 6f9619ff8b86d011b42d00c04fc964ff');

        expect(tap.takeSent().toLowerCase()).toContain('x-men-requestid: 6f9619ff8b86d011b42d00c04fc964ff');
        expect(valuesOf(reached(), 'x-men-requestid')).toEqual(['6f9619ff8b86d011b42d00c04fc964ff']);
      });

      test('may send large headers and a long path', async () => {
        const { status } = await send(
          `/${'p'.repeat(6000)}`,
          bearer(own),
          `Cookie: c=${'x'.repeat(6000)}`,
          ...manyHeaders(40),
        );

        expect([status, reached().url.length]).toEqual([200, 6001]);
      });

      test('sends its body to the application and not to the service', async () => {
        const body = 'of the device '.repeat(50);
        const request = head('POST /logs', bearer(own), `Content-Length: ${body.length}`);
        const { status } = await exchange(gateway.url, request, body);

        expect([status, reached().body]).toEqual([200, body]);
        expect(tap.takeSent()).not.toContain('of the device');
      });

      test('opens a WebSocket', async () => {
        const { status } = await upgrade(bearer(own), 'X-MEN-Tenant-Id: acme');
        const request = reached();

        expect([status, valuesOf(request, 'upgrade')]).toEqual([101, ['websocket']]);
        expect(identityIn(request)).toEqual(await identityOf(own));
      });

      test.each([401, 404, 500, 503])('sees the %i of the application unchanged', async (status) => {
        const answer = await send(`/answers/${status}`, bearer(own));

        expect(answer.status).toBe(status);
        expect(answer.body).toContain('of the application');
      });
    });

    describe('nobody else', () => {
      test.each([
        ['no token', []],
        ['a text that is not a token', ['Authorization: Bearer nonsense']],
        ['another scheme', ['Authorization: Basic YTpi']],
      ])('reaches the application with %s: 401 says how, as JSON', async (_name, headers) => {
        const answer = await send('/firmware', ...headers);

        expect([answer.status, answer.header('WWW-Authenticate').length]).toEqual([401, 1]);
        expect(answer.header('Content-Type').join()).toContain('application/json');
        expect(answer.body).toContain('unauthorized');
        expect(answer.header('X-MEN-Deny-Reason')).toEqual([]);
        expect(application.takeReached()).toEqual([]);
      });

      test('reaches the application with two tokens', async () => {
        const { status } = await send('/firmware', bearer(own), bearer(other));

        expect([400, 401]).toContain(status);
        expect(application.takeReached()).toEqual([]);
      });

      test('opens a WebSocket', async () => {
        const { status } = await upgrade();

        expect([status, application.takeReached()]).toEqual([401, []]);
      });

      test('is let in after the rejection was answered, on the very next call', async () => {
        const device = await app.accepted();
        const before = await send('/firmware', bearer(device));
        await app.setStatus(device, 'rejected');
        const after = await send('/firmware', bearer(device));
        const { status } = await upgrade(bearer(device));

        expect([before.status, after.status, status]).toEqual([200, 401, 401]);
        expect(application.takeReached()).toHaveLength(1);
      });
    });

    describe('an identity header of the client', () => {
      test.each(IDENTITY.flatMap((name) => SPOOFS.map(([way, lines]) => [name, way, lines] as const)))(
        '%s %s changes nothing of what the application is told',
        async (name, _way, lines) => {
          await send('/firmware', bearer(own), ...lines(name));
          const toldOfOwn = identityIn(reached());
          await tap.down();
          await tap.up();
          tap.target = tenantApp.internalUrl;
          await send('/firmware', bearer(other), ...lines(name));
          const toldOfOther = identityIn(reached());

          expect(toldOfOwn).toEqual(await identityOf(own));
          expect(toldOfOther).toEqual(await identityOf(other));
        },
      );
    });

    const attacked = async () => ({ gateway, application, tap, device: own, identity: await identityOf(own) });
    describeAttacks(attacked);
    if (proxy.speaksHttp2) describeHttp2(attacked);

    describe('without a verdict', () => {
      const refused = async (): Promise<void> => {
        const answer = await send('/firmware', bearer(own));

        expect([answer.status, answer.header('Retry-After').length]).toEqual([503, 1]);
        expect(application.takeReached()).toEqual([]);
      };

      test.each([302, 400, 403, 404, 429, 431, 500, 503])(
        'a service that answers %i is 503 with Retry-After',
        async (status) => {
          tap.mode = { answer: answerOf(status, 'Retry-After: 1') };

          await refused();
        },
      );

      test('a service that is down is 503 with Retry-After', async () => {
        await tap.down();

        await refused();
      });

      test('a service that hangs is 503 with Retry-After, in time', async () => {
        tap.mode = 'hang';
        const began = performance.now();

        await refused();

        expect(performance.now() - began).toBeLessThan(proxy.hangMs);
      }, 30_000);

      test('the next call after the service came back is let in', async () => {
        await tap.down();
        await refused();
        await tap.up();

        expect((await send('/firmware', bearer(own))).status).toBe(200);
      });
    });

    test('connections to the service are kept: 1,000 calls, 10 at once, need few', async () => {
      await Promise.all(
        Array.from({ length: 10 }, () =>
          inTurn(100, () => fetch(`${gateway.url}/firmware`, { headers: { Authorization: `Bearer ${own.token}` } })),
        ),
      );

      expect(application.takeReached()).toHaveLength(1000);
      expect(tap.takeConnections()).toBeLessThanOrEqual(proxy.maxConnections);
    });

    describe('the paths of the service', () => {
      test.each([
        ['/.well-known/jwks.json', 200],
        ['/api/management/v2/devauth/devices', 401],
        ['/api/default/devices', 401],
        ['/api/globex/devices', 401],
        ['/console/', 200],
        ['/console', 308],
        ['/livez', 204],
      ])('%s is answered by the public listener: %i', async (path, status) => {
        const answer = await send(path);

        expect([answer.status, application.takeReached()]).toEqual([status, []]);
        expect(tap.takeSent()).toBe('');
      });

      test.each([
        '/api/internal/v1/devauth/tokens/verify',
        '/api/internal/v1/devauth/tenant//limits/max_devices',
        '/metrics',
        '/readyz',
        '/api/default/../internal/v1/devauth/tokens/verify',
        '/api/default/devices/../../internal/v1/devauth/tenants',
        '/api/x%2f..%2finternal/v1/devauth/tokens/verify',
        '/.well-known/../api/internal/v1/devauth/tokens/verify',
        '//api/internal/v1/devauth/tokens/verify',
      ])('%s reaches neither the internal API nor the application without a token', async (path) => {
        const { status } = await send(path);

        expect([400, 401, 404]).toContain(status);
        expect(application.takeReached()).toEqual([]);
      });
    });
  });
}

async function inTurn(times: number, call: () => Promise<Response>): Promise<void> {
  for (let done = 0; done < times; done += 1) await (await call()).text();
}
