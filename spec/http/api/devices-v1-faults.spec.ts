// Faults of auth requests: the device gets Mender's text, and the operator reads the fault in the log and the metrics.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync, sign } from 'node:crypto';
import { openApp, type TestApp } from '../../support/app/app.ts';
import { simulateDevice } from '../../support/app/simulated-device.ts';
import { openLogLines } from '../../support/log-lines.ts';
import { until } from '../../support/until.ts';

const PATH = 'POST /api/devices/v1/authentication/auth_requests';
const device = simulateDevice();

describe('a refused auth request', () => {
  const { log, lines } = openLogLines();
  let app: TestApp;
  beforeAll(async () => {
    app = await openApp({}, { log });
  });
  afterAll(() => app.close());

  const { body } = device.authRequest();
  const rawSignature = sign('sha256', body, { key: device.privateKey, dsaEncoding: 'ieee-p1363' });

  test.each([
    ['not_base64', 'not base64!'],
    ['raw_rs', rawSignature.toString('base64')],
    ['other_digest', sign('sha512', body, device.privateKey).toString('base64')],
    ['no_match', sign('sha256', Buffer.from('{}'), device.privateKey).toString('base64')],
  ])('with a wrong signature is answered as ever, and %s is logged and counted', async (why, signature) => {
    const answer = await app.public(PATH, { headers: headersOf(signature), body });

    expect(answer).toMatchObject({ status: 401, body: { error: 'signature verification failed' } });
    await reported(answer.headers.get('x-men-requestid'), 'signature_wrong', why);
  });

  test('with a private key learns that the key has leaked; the key is not in the log', async () => {
    const pubkey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const sent = JSON.stringify({ id_data: '{"sn":"1"}', pubkey });

    const answer = await app.public(PATH, { headers: headersOf('AAAA'), body: sent });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(
      /^invalid auth request: cannot decode public key: this is a PRIVATE KEY, and it has leaked/,
    );
    await reported(answer.headers.get('x-men-requestid'), 'key_refused', 'private_key');
    expect(JSON.stringify(lines) + answer.text).not.toContain(pubkey.split('\n')[1]);
  });

  async function reported(id: string | null, refused: string, why: string): Promise<void> {
    const line = await until('the request is logged', () => lines.find(({ request_id }) => request_id === id));
    expect(line).toMatchObject({ refused, why });
    const metrics = await (await fetch(`${app.internalUrl}/metrics`)).text();
    expect(metrics).toContain(`devauth_auth_request_faults_total{fault="${why}"} 1`);
  }
});

const headersOf = (signature: string) => ({ 'Content-Type': 'application/json', 'X-MEN-Signature': signature });
