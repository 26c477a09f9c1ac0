// During work without a deadline its connection may be idle; its answer is read in time like any other.
import { expect, test } from '@jest/globals';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { withoutDeadline } from '../../../src/http/server/deadline.ts';

test.each([
  ['is ready', () => Promise.resolve()],
  ['has failed', () => Promise.reject(new Error('it cannot be done'))],
])('a connection may be idle until work without a deadline %s, and no longer', async (_how, end) => {
  const socket = new Socket();
  socket.setTimeout(5000);
  let during: number | undefined;

  const work = (): Promise<void> => {
    during = socket.timeout;
    return end();
  };
  await withoutDeadline(new IncomingMessage(socket), work).catch(() => undefined);

  expect([during, socket.timeout]).toEqual([0, 5000]);
  socket.destroy();
});
