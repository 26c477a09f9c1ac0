// The answer of what takes its own time is read as quickly as any other, or its connection ends.
import { expect, test } from '@jest/globals';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { inItsOwnTime } from '../../../src/http/server/deadline.ts';

test.each([
  ['is ready', () => Promise.resolve()],
  ['has failed', () => Promise.reject(new Error('it cannot be done'))],
])('a connection may be idle until what takes its own time %s, and no longer', async (_how, end) => {
  const socket = new Socket();
  socket.setTimeout(5000);
  let meanwhile: number | undefined;

  const work = (): Promise<void> => {
    meanwhile = socket.timeout;
    return end();
  };
  await inItsOwnTime(new IncomingMessage(socket), work).catch(() => undefined);

  expect([meanwhile, socket.timeout]).toEqual([0, 5000]);
  socket.destroy();
});
