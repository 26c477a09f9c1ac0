// The process: how it stops under load, who owns its file, and its answer to settings that it cannot serve with.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { until } from '../support/until.ts';

let program: Program;
beforeAll(() => {
  program = openProgram();
});
afterAll(() => program.close());

const dataDir = (name: string) => ({ DEVICEAUTH_DATA: join(program.folder, name) });

interface Load {
  readonly answered: Readonly<Record<number, number>>;
  /** Requests that were sent and got no complete answer. */
  readonly broken: readonly string[];
  readonly ended: Promise<unknown>;
}

/** Callers that keep their connection and send the next request as soon as they have an answer, as long as they may. */
function startLoad(url: string, { callers, may }: { readonly callers: number; readonly may: () => boolean }): Load {
  const answered: Record<number, number> = {};
  const broken: string[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      const fail = (error: Error): void => {
        broken.push(error.message);
        resolve();
      };
      const sent = request(url, { agent, headers: { Authorization: 'Bearer a.b.c' } }, (response) => {
        const status = response.statusCode ?? 0;
        response.resume().once('error', fail);
        response.once('end', () => {
          answered[status] = (answered[status] ?? 0) + 1;
          resolve();
        });
      });
      sent.once('error', fail).end();
    });
  const caller = async (): Promise<void> => {
    while (may()) await ask();
  };
  return {
    answered,
    broken,
    ended: Promise.all(Array.from({ length: callers }, caller)).finally(() => agent.destroy()),
  };
}

/** What every load balancer does: it polls the readiness, and sends no more requests after it ends. */
function startBalancer(serving: Serving) {
  const balancer = { isSending: true, refusal: undefined as Response | undefined };
  const watch = async (): Promise<void> => {
    while (balancer.refusal === undefined) {
      const answer = await fetch(`${serving.internalUrl}/readyz`);
      if (answer.status === 503) balancer.refusal = answer;
    }
    balancer.isSending = false;
    balancer.refusal = await fetch(`${serving.internalUrl}/readyz`); // one that began after the signal
  };
  return { ...{ balancer }, watching: watch() };
}

describe('SIGTERM under load', () => {
  test('is not ready first, answers every request that was sent, and ends with 0', async () => {
    const serving = await program.serve({
      ...dataDir('drain'),
      DEVICEAUTH_DRAIN_DELAY: '1',
      DEVICEAUTH_LOG_LEVEL: 'error',
    });
    const { balancer, watching } = startBalancer(serving);
    const may = (): boolean => balancer.isSending;
    const verify = startLoad(`${serving.internalUrl}/api/internal/v1/devauth/tokens/verify`, { callers: 10, may });
    const jwks = startLoad(`${serving.publicUrl}/.well-known/jwks.json`, { callers: 10, may });
    const answers = () => (verify.answered[401] ?? 0) + (jwks.answered[200] ?? 0);
    await until('the load runs', () => answers() > 200);

    const code = await serving.stop('SIGTERM');
    await Promise.all([watching, verify.ended, jwks.ended]);
    const readyz = balancer.refusal;

    expect(JSON.parse((await readyz?.text()) ?? '').checks).toMatchObject({ process: 'failed', store: 'ok' });
    expect(readyz?.headers.get('connection')).toBe('close');
    expect([verify.broken, jwks.broken]).toEqual([[], []]);
    expect(Object.keys({ ...verify.answered, ...jwks.answered })).toEqual(['200', '401']);
    expect(code).toBe(0);
  }, 40_000);

  test('waits for a request that has begun, and takes no new connection', async () => {
    const serving = await program.serve({ ...dataDir('slow'), DEVICEAUTH_LOG_LEVEL: 'error' });
    const answer = new Promise<number | undefined>((resolve, reject) => {
      const sent = request(
        `${serving.publicUrl}/api/devices/v1/authentication/auth_requests`,
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'Content-Length': 2, 'X-MEN-Signature': 'AAAA' },
        },
        (response) => resolve(response.resume().statusCode),
      );
      sent.once('error', reject);
      sent.write('{');
      sent.once('socket', (socket) => socket.once('connect', () => finishAfterSignal(serving, () => sent.end('}'))));
    });

    expect(await answer).toBe(400);
    expect(await serving.ended).toBe(0);
  }, 30_000);

  test('does not wait for a request that never arrives whole', async () => {
    const serving = await program.serve({ ...dataDir('never'), DEVICEAUTH_LOG_LEVEL: 'error' });
    const port = Number(new URL(serving.publicUrl).port);
    const head = `POST /api/devices/v1/authentication/auth_requests HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;
    const strangers = [head, `${head}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{`].map((text) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(text);
      return socket;
    });
    await Promise.all(strangers.map((socket) => once(socket, 'connect')));
    await fetch(`${serving.publicUrl}/livez`); // the bytes that were sent before have been read

    const began = performance.now();
    expect(await serving.stop()).toBe(0);

    expect(performance.now() - began).toBeLessThan(12_000); // four seconds, on a busy machine
  }, 40_000);

  test('does not wait on SIGINT, and SIGHUP does not stop it', async () => {
    const serving = await program.serve({ ...dataDir('hangup'), DEVICEAUTH_DRAIN_DELAY: '300' });
    serving.process.kill('SIGHUP');
    expect((await fetch(`${serving.publicUrl}/livez`)).status).toBe(204);

    expect(await serving.stop('SIGINT')).toBe(0);
  });
});

describe('settings it cannot serve with', () => {
  test.each(['DATA', 'KEYS_DIR'])('are also %s where no folder can be made', async (setting) => {
    const env = { ...dataDir('nowhere'), [`DEVICEAUTH_${setting}`]: '/proc/devauth/data' };

    const { code, stderr } = await program.run(['serve'], env);

    expect([code, stderr]).toEqual([2, expect.stringMatching(`^devauth: DEVICEAUTH_${setting}: ENOENT`)]);
  });

  test('are all named, with their exit code', async () => {
    const { code, stderr } = await program.run(['serve'], { DEVICEAUTH_LISTEN: 'x', DEVICEAUTH_SHARD: '1' });

    expect(code).toBe(2);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/LISTEN must/),
      expect.stringMatching(/SHARD is not a setting/),
      expect.stringMatching(/^ {2}next: /),
      '',
    ]);
  });
});

/** Sends the rest of the request after the listener is closed. */
function finishAfterSignal(serving: Serving, finish: () => void): void {
  const isClosed = (): Promise<boolean> =>
    fetch(`${serving.publicUrl}/livez`).then(
      () => false,
      () => true,
    );
  void until('the first half has arrived', () => fetch(`${serving.publicUrl}/livez`)).then(async () => {
    serving.process.kill('SIGTERM');
    await until('nobody else gets in', isClosed);
    finish();
  });
}
