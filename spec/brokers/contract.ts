// The rules for every broker of scripts/brokers, with the real program and the real service. The spec of a broker calls
// `describeBroker`.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type Seen, type TestApp } from '../support/app/app.ts';
import { freePort } from '../support/free-port.ts';
import { describeIf } from '../support/optional.ts';
import { openTcpProxy, type TcpProxy } from '../support/stores/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { openMqtt, type MqttClient, type MqttOptions } from './mqtt.ts';
import type { RunningBroker } from './programs.ts';

export interface TestedBroker {
  readonly name: string;
  /** The packages to install for it. */
  readonly program: string;
  readonly usable: boolean;
  /** `internalUrl`: the internal listener, through a proxy that can be cut. */
  readonly start: (internalUrl: string, ports: { readonly admin: number }) => Promise<RunningBroker>;
  /** True if the broker has a management API whose address the service knows. */
  readonly kicks?: 'rabbitmq' | 'nats';
  /** What ends when the token is revoked: the connection, or only the messages of the device. */
  readonly afterRevocation: 'closed' | 'mute';
  /** Other user names with which no device may connect, by their fault. */
  readonly refusedNames?: Readonly<Record<string, (device: string) => string>>;
  /** The settings of the service. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly closedWithinMs?: number;
}

/** Filters that cover topics of other devices, or of the broker itself. */
const SPIED = [
  ...['#', '+/+/up', 'devices/+/up', 'devices/+/#', '/devices/#'],
  ...['$SYS/#', '$MQTT/sub/#', '$share/g/#', '$share/g/devices/+/up'],
];

type Device = Seen & { readonly token: string };

export function describeBroker(broker: TestedBroker): void {
  const { name, program, usable, start, kicks, afterRevocation, settings = {}, closedWithinMs = 2000 } = broker;
  const refusedNames = Object.entries(broker.refusedNames ?? {});
  describeIf(usable, program, `${name} with the service`, () => {
    let app: TestApp;
    let proxy: TcpProxy;
    let running: RunningBroker;
    let folder: string;
    const clients: MqttClient[] = [];
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'devauth-brokers-'));
      const admin = await freePort();
      app = await openApp({
        ...settings,
        ...(kicks !== undefined && { DEVICEAUTH_BROKERS: brokersFile(folder, { kind: kicks, admin }) }),
      });
      proxy = await openTcpProxy(new URL(app.internalUrl));
      running = await start(`http://127.0.0.1:${proxy.port}`, { admin });
    }, 120_000);
    afterEach(() => {
      for (const client of clients.splice(0)) client.end();
      proxy.pass();
    });
    afterAll(async () => {
      await running.stop();
      await proxy.close();
      await app.close();
      rmSync(folder, { recursive: true });
    });

    const connect = async (of: Partial<MqttOptions>): Promise<MqttClient> => {
      const client = await openMqtt({ port: running.port, clientId: 'x', ...of });
      clients.push(client);
      return client;
    };
    const asDevice = ({ id, token }: Device, more: Partial<MqttOptions> = {}) =>
      connect({ clientId: id, username: id, password: token, ...more });

    test('a device connects with its token, and sends and gets messages on its own topics', async () => {
      const one = await app.accepted();
      const client = await asDevice(one);

      expect(client.connack).toBe(0);
      expect(await client.subscribe(`devices/${one.id}/#`)).toBeLessThan(128);
      expect(await client.publish(`devices/${one.id}/up`, 'hello')).toBe('acked');
      await until('the message has come', () => client.received.includes(`devices/${one.id}/up hello`));
    });

    test('a client without a good token of the device cannot connect', async () => {
      const [one, other, revoked] = [await app.accepted(), await app.accepted(), await app.accepted()];
      await app.setStatus(revoked, 'rejected');

      const refused = {
        'nothing at all': await connect({ clientId: one.id }),
        'no password': await connect({ clientId: one.id, username: one.id }),
        'another password': await asDevice(one, { password: 'secret' }),
        "another device's token": await asDevice(one, { password: other.token }),
        'a token that was revoked': await asDevice(revoked),
        "another device's client id": await asDevice(one, { clientId: other.id }),
      };

      for (const [what, nameOf] of refusedNames)
        Object.assign(refused, { [what]: await asDevice(one, { username: nameOf(one.id) }) });
      const letIn = Object.entries(refused).filter(([, { connack }]) => connack === 0);
      expect(letIn.map(([what]) => what)).toEqual([]);
    });

    test("a device can neither publish nor subscribe to another device's topics", async () => {
      const [one, other] = [await app.accepted(), await app.accepted()];
      const victim = await asDevice(other);
      await victim.subscribe(`devices/${other.id}/#`);

      await (await asDevice(one, { clientId: `${one.id}-1` })).publish(`devices/${other.id}/up`, 'forged');
      const filters = [...SPIED, `devices/${other.id}/#`, `$share/g/devices/${other.id}/up`];
      for (const [index, filter] of filters.entries()) {
        const spy = await asDevice(one, { clientId: `${one.id}-s${index}` });
        const granted = await spy.subscribe(filter);
        await victim.publish(`devices/${other.id}/up`, `to ${index}`);
        await until('the message has come', () => victim.received.includes(`devices/${other.id}/up to ${index}`));
        expect([filter, granted === 'closed' || granted >= 128, spy.received]).toEqual([filter, true, []]);
      }

      expect(victim.received.join()).not.toContain('forged');
    });

    test(`a device whose token is revoked is ${afterRevocation} within ${closedWithinMs} ms`, async () => {
      const one = await app.accepted();
      const client = await asDevice(one);
      await client.subscribe(`devices/${one.id}/#`);
      await client.publish(`devices/${one.id}/up`, 'before');
      await until('the message has come', () => client.received.length === 1);

      await app.setStatus(one, 'rejected');
      const answered = performance.now();

      if (afterRevocation === 'closed') {
        const ms = (await client.closed) - answered;
        process.stderr.write(`\n${name}: closed ${ms.toFixed(0)} ms after the answer\n`);
        expect(ms).toBeLessThan(closedWithinMs);
      } else {
        await client.publish(`devices/${one.id}/up`, 'after');
        expect(client.received.join()).not.toContain('after');
      }
      expect((await asDevice(one)).connack).not.toBe(0);
    });

    test('no client can connect while the service cannot be reached', async () => {
      const one = await app.accepted();
      proxy.cut();

      expect((await asDevice(one)).connack).not.toBe(0);

      proxy.pass();
      await until('it connects again', async () => (await asDevice(one)).connack === 0);
    });
  });
}

/** What devauth ends sessions with: the scheme of the address, and the user of the configuration. */
const ADMINS = { rabbitmq: ['http', 'ops:secret'], nats: ['nats', 'devauth:kicks'] } as const;

function brokersFile(folder: string, { kind, admin }: { kind: keyof typeof ADMINS; admin: number }): string {
  const [scheme, credential] = ADMINS[kind];
  writeFileSync(join(folder, 'credential'), `${credential}\n`);
  const file = join(folder, 'brokers.json');
  const url = `${scheme}://127.0.0.1:${admin}`;
  writeFileSync(file, JSON.stringify([{ name: 'mqtt', kind, url, credential_file: 'credential' }]));
  return file;
}
