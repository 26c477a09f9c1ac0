import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { openApp, type TestApp } from '../support/app/app.ts';
import { describeIf } from '../support/optional.ts';
import { freePort } from '../support/free-port.ts';
import { until } from '../support/until.ts';
import { describeBroker } from './contract.ts';
import { isNatsInstalled, startNats, type RunningBroker } from './programs.ts';

const PROGRAM = 'nats-server (Go module proxy: github.com/nats-io/nats-server/v2, in ~/.cache/devauth-ci/bin)';

describeBroker({
  name: 'NATS with MQTT',
  program: PROGRAM,
  usable: isNatsInstalled(),
  start: startNats,
  kicks: 'nats',
  afterRevocation: 'closed',
});

describeIf(isNatsInstalled(), PROGRAM, 'a client of NATS itself', () => {
  let app: TestApp;
  let nats: RunningBroker;
  beforeAll(async () => {
    app = await openApp({ DEVICEAUTH_BROKER_SESSION_SECONDS: '2' });
    nats = await startNats(app.internalUrl, { admin: await freePort() });
  });
  afterAll(async () => {
    await nats.stop();
    await app.close();
  });

  /** Sends these lines after its token, and returns what NATS says until PONG or the end. */
  async function say(token: string, ...lines: readonly string[]): Promise<string> {
    const socket = connect(nats.clientPort ?? 0, '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    await once(socket, 'connect');
    const options = JSON.stringify({ auth_token: token, verbose: false, pedantic: false });
    socket.write([`CONNECT ${options}`, ...lines, 'PING', ''].join('\r\n'));
    await until('it has answered', () => heard.includes('PONG') || socket.closed);
    socket.destroy();
    return heard;
  }

  test('is disconnected at the end of its session, also where nobody ends it', async () => {
    const { token } = await app.accepted();
    const socket = connect(nats.clientPort ?? 0, '127.0.0.1').resume();
    const closed = once(socket, 'close');
    socket.write(`CONNECT ${JSON.stringify({ auth_token: token, verbose: false, pedantic: false })}\r\nPING\r\n`);

    await closed;

    expect((await app.verify(token)).status).toBe(200);
  });

  test('has the subjects of its device, and hears no deliveries to clients of MQTT', async () => {
    const { id, token } = await app.accepted();

    expect(await say(token, `SUB devices.${id}.> 1`)).not.toContain('-ERR');
    for (const subject of ['>', 'devices.>', '$MQTT.sub.>', '$MQTT.>', '$SYS.>', '_INBOX.>'])
      expect([subject, await say(token, `SUB ${subject} 1`)]).toEqual([
        subject,
        expect.stringContaining('Permissions Violation'),
      ]);
    expect(await say(token, 'PUB $MQTT.sub.x 0', '')).toContain('Permissions Violation');
    expect(await say('x')).toContain('Authorization Violation');
  });
});
