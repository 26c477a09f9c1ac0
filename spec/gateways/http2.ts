// HTTP/2 without TLS, which HAProxy and Envoy speak on the same port. A gateway's contract calls `describeHttp2`.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type ClientHttp2Session, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2';
import type { Attacked } from './attack-rules.ts';
import { IDENTITY, identityIn, valuesOf } from './identity.ts';

export function describeHttp2(attacked: () => Promise<Attacked>): void {
  describe('over HTTP/2', () => {
    let session: ClientHttp2Session;
    beforeAll(async () => {
      session = connect((await attacked()).gateway.url);
      await once(session, 'connect');
    });
    afterAll(() => session.destroy());

    const send = (headers: OutgoingHttpHeaders, body?: string): Promise<unknown> => {
      const stream = session.request(headers, { endStream: body === undefined });
      if (body !== undefined) stream.write(body);
      return outcomeOf(stream);
    };
    const spoofs = ['-', '_', '.', '!'].flatMap((mark) =>
      IDENTITY.map((name) => [name.toLowerCase().replaceAll('-', mark), 'acme']),
    );

    test('a device cannot name itself', async () => {
      const { application, device, identity } = await attacked();
      const headers = { ':path': '/firmware', authorization: `Bearer ${device.token}`, ...Object.fromEntries(spoofs) };

      expect(await send(headers)).toBe(200);
      const [request] = application.takeReached();

      expect(request && identityIn(request)).toEqual(identity);
      expect(request && valuesOf(request, 'authorization').filter((value) => value !== '')).toEqual([]);
    });

    test.each(['/firmware', '/metrics', '/api/internal/v1/devauth/tenants', '/livez/../metrics'])(
      'nobody without a token reaches anything at %s',
      async (path) => {
        expect([400, 401, 404]).toContain(await send({ ':path': path }));
        expect((await attacked()).application.takeReached()).toEqual([]);
      },
    );

    test('a CONNECT opens no tunnel, also with a good token', async () => {
      const { application, device } = await attacked();
      const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: localhost\r\nX-MEN-Device-Id: acme\r\n\r\n';
      const headers = {
        ':method': 'CONNECT',
        ':authority': 'devauth:8081',
        authorization: `Bearer ${device.token}`,
      };

      expect(await send(headers, smuggled)).not.toBe(200);
      expect(application.takeReached()).toEqual([]);
    });
  });
}

/** The status, or the error that ended the stream. */
const outcomeOf = (stream: ClientHttp2Stream): Promise<unknown> =>
  new Promise((resolve) => {
    stream.once('response', (headers) => {
      resolve(headers[':status']);
      stream.close();
    });
    stream.on('error', resolve);
    stream.on('close', () => resolve(stream.rstCode));
    stream.resume();
  });
