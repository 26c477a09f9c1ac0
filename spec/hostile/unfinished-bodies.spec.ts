// Bodies of unknown callers that begin and never end: together they take only the allowed memory, and complete requests are
// answered as usual.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { openApp, type TestApp } from '../support/app/app.ts';
import { openProgram, type Program, type Serving } from '../support/app/program.ts';
import { simulateDevice } from '../support/app/simulated-device.ts';
import { closed, converse, open, readAnswer, type RawAnswer } from '../support/raw-http.ts';
import { times } from '../support/times.ts';
import { until } from '../support/until.ts';
import { AUTH_REQUESTS, expectRefusal, isServing, MANAGEMENT } from './tools.ts';

const ROOM = 65_536;
/** Of connections that hold more than the room, in hundreds. */
const HUNDREDS = times({ inCi: 30, here: 6 });
const JSON_TYPE = 'Content-Type: application/json';
const CHUNKED = 'Transfer-Encoding: chunked';
const LENGTH = 'Content-Length: 65536';

const headOf = (target: string, ...headers: readonly string[]): string =>
  [`POST ${target} HTTP/1.1`, 'Host: localhost', JSON_TYPE, ...headers, '', ''].join('\r\n');

/** A connection with a body that has begun. */
interface Begun {
  readonly socket: Socket;
  /** Resolves when the connection has ended. */
  readonly answer: Promise<RawAnswer>;
}

/** A chunk of that many bytes, or as many bytes of a body with a length. */
const piece = (bytes: number, framing: string): string =>
  framing === CHUNKED ? `${bytes.toString(16)}\r\n${' '.repeat(bytes)}\r\n` : ' '.repeat(bytes);

async function begin(url: string, bytes: number, framing = LENGTH): Promise<Begun> {
  const socket = await open(url);
  socket.on('error', () => {});
  const answer = readAnswer(socket);
  socket.write(headOf(AUTH_REQUESTS, framing) + piece(bytes, framing));
  return { socket, answer };
}

// T150
describe('with room for 64 KiB of unfinished bodies', () => {
  let app: TestApp;
  let crowd: readonly Begun[] = [];
  beforeAll(async () => {
    app = await openApp({ DEVICEAUTH_UNFINISHED_BODIES_LIMIT: String(ROOM) });
  });
  beforeEach(() => letGo());
  afterAll(async () => {
    await letGo();
    await app.close();
  });

  async function letGo(): Promise<void> {
    crowd.forEach(({ socket }) => socket.destroy());
    await Promise.all(crowd.map(({ socket }) => closed(socket)));
    crowd = [];
    await until('there is room again', async () => {
      const probe = await begin(app.publicUrl, 60_000);
      const answer = await Promise.race([probe.answer, isServing(app)]);
      probe.socket.destroy();
      return answer === true;
    });
  }

  /** Begins bodies until all of the room is taken. */
  async function fill(framing = LENGTH): Promise<RawAnswer> {
    crowd = await Promise.all(Array.from({ length: 15 }, () => begin(app.publicUrl, 4000, framing)));
    await isServing(app);
    const [sixteenth, next] = [await begin(app.publicUrl, 4000, framing), await begin(app.publicUrl, 4000, framing)];
    crowd = [...crowd, sixteenth];
    return next.answer;
  }

  const refusals = async (): Promise<number> => {
    const text = await (await fetch(`${app.internalUrl}/metrics`)).text();
    return Number(/^devauth_bodies_refused_total (\d+)$/m.exec(text)?.[1]);
  };

  test.each([
    ['of a known length', LENGTH],
    ['in chunks', CHUNKED],
  ])('one more %s is 503 with the time to wait, ends its connection, and is counted', async (_how, framing) => {
    const before = await refusals();

    const refused = await fill(framing);

    expectRefusal(refused, 503);
    expect([refused.header('Retry-After'), refused.header('Connection')]).toEqual([['1'], ['close']]);
    expect(await refusals()).toBe(before + 1);
  });

  test('a body that grows past the room is 503, and its room is free at once', async () => {
    await fill();
    const growing = crowd[0];

    growing?.socket.write(' '.repeat(5000));
    const refused = await growing?.answer;
    const next = await begin(app.publicUrl, 4000);
    const isWaiting = await Promise.race([next.answer, isServing(app)]);

    expect([refused?.status, isWaiting]).toEqual([503, true]);
    next.socket.destroy();
  });

  test('a device that sends its request in one piece is answered as ever', async () => {
    await fill();

    const answer = await app.ask(simulateDevice());

    expect(answer.status).toBe(401);
  });

  test('a user with a token may send a body in pieces', async () => {
    await fill();
    const { say, hear, socket } = await converse(app.publicUrl);

    say(headOf(`${MANAGEMENT}/devices/search`, `Authorization: Bearer ${app.users.token()}`, 'Content-Length: 3'), '{');
    await isServing(app);
    say(' }');
    const answer = await hear();

    expect(answer.status).toBe(200);
    socket.destroy();
  });

  test('a body that was complete or cut off takes no room', async () => {
    for (let round = 0; round < 40; round += 1) {
      const { say, hear, socket } = await converse(app.publicUrl);
      say(headOf(AUTH_REQUESTS, 'Content-Length: 6000'), ' '.repeat(3000));
      await isServing(app);
      if (round % 2 === 0) say(' '.repeat(3000));
      if (round % 2 === 0) expect((await hear()).status).toBe(400);
      socket.destroy();
    }

    expect(await Promise.race([(await begin(app.publicUrl, 60_000)).answer, isServing(app)])).toBe(true);
  });

  test('a full public listener leaves the room of the internal one', async () => {
    await fill();
    const { say, hear, socket } = await converse(app.internalUrl);

    say(headOf('/api/internal/v1/devauth/api-keys', 'Content-Length: 3'), '{');
    await isServing(app);
    say(' }');
    const answer = await hear();

    expect(answer.status).toBe(400);
    socket.destroy();
  });
});

// T150
describe(`${(100 * HUNDREDS).toLocaleString('en')} connections with an unfinished auth request of 64 KiB`, () => {
  let program: Program;
  let serving: Serving;
  beforeAll(async () => {
    program = openProgram();
    serving = await program.serve({
      DEVICEAUTH_LOG_LEVEL: 'error',
      DEVICEAUTH_UNFINISHED_BODIES_LIMIT: String(16 * ROOM),
    });
  }, 60_000);
  afterAll(() => program.close());

  const residentBytes = (): number =>
    1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${serving.process.pid}/status`, 'utf8'))?.[1]);

  test('take at most what the setting allows, and a device gets its answer at the same time', async () => {
    const before = residentBytes();

    const crowd: Begun[] = [];
    for (let batch = 0; batch < HUNDREDS; batch += 1)
      crowd.push(...(await Promise.all(Array.from({ length: 100 }, () => begin(serving.publicUrl, 65_000)))));
    const { body, signature } = simulateDevice().authRequest();
    const device = await fetch(serving.publicUrl + AUTH_REQUESTS, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-MEN-Signature': signature },
      body,
    });
    const held = await until('the others have ended', () => {
      const left = crowd.filter(({ socket }) => !socket.closed);
      return left.length <= 17 && left.length;
    });
    const cost = residentBytes() - before;
    crowd.forEach(({ socket }) => socket.destroy());

    expect(device.status).toBe(401);
    expect(held).toBeGreaterThan(10);
    expect(cost).toBeLessThan(150_000_000);
  }, 120_000);
});
