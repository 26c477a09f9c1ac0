// The rules that no request of a client can break. A gateway's contract calls `describeAttacks`.
import { describe, expect, test } from '@jest/globals';
import type { Seen } from '../support/app/app.ts';
import { exchange, head, open } from '../support/raw-http.ts';
import type { Application, Reached } from './application.ts';
import { STRANGERS, type Attack } from './attacks.ts';
import { DEVICES } from './device-attacks.ts';
import { identityIn, valuesOf, type Identity } from './identity.ts';
import type { Running } from './proxies.ts';
import type { Tap } from './tap.ts';

export interface Attacked {
  readonly gateway: Running;
  readonly application: Application;
  readonly tap: Tap;
  readonly device: Seen & { readonly token: string };
  readonly identity: Identity;
}

const VERIFY = '/api/internal/v1/devauth/tokens/verify';
/** What only the internal listener says. */
const INTERNAL_ANSWER = /\bdevauth_\w+|process_cpu_|"limit":|"ready":|swagger/i;
const LAST = '/after';

export function describeAttacks(attacked: () => Promise<Attacked>): void {
  describe('an attack', () => {
    test('without a token reaches neither the application nor the internal API', async () => {
      expect(await survivors(await attacked(), STRANGERS, { reaches: false })).toEqual([]);
    }, 240_000);

    test('with a token reaches the application with the identity of that token and no other', async () => {
      expect(await survivors(await attacked(), DEVICES, { reaches: true })).toEqual([]);
    }, 240_000);
  });
}

/** The attacks that did something, with what they did. After each of them the next request of a device is served as usual. */
async function survivors(
  { gateway, application, tap, device, identity }: Attacked,
  attacks: readonly Attack[],
  { reaches }: { readonly reaches: boolean },
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, bytes] of attacks) {
    application.takeReached();
    tap.takeSent();
    const text = await pour(gateway.url, bytes(device.token));
    const after = await exchange(gateway.url, head(`GET ${LAST}`, `Authorization: Bearer ${device.token}`));
    const requests = application.takeReached();
    const wrongs = [
      after.status !== 200 && `the next request is answered ${after.status}`,
      requests.filter(({ url }) => url === LAST).length !== 1 && 'the next request does not reach the application once',
      ...requests.map((request) => wrongWith(request, { identity, reaches })),
      ...askedFor(tap.takeSent()).map((path) => `the internal listener is asked for ${path}`),
      text.includes(device.token) && 'the token is in the answer',
      INTERNAL_ANSWER.test(text) && 'the internal listener answers',
    ];
    for (const wrong of wrongs) if (wrong !== false) found.push(`${name.slice(0, 60)}: ${wrong}`);
  }
  return found;
}

function wrongWith(
  request: Reached,
  { identity, reaches }: { readonly identity: Identity; readonly reaches: boolean },
): string | false {
  const { method, url } = request;
  if (!reaches && url !== LAST) return `${method} ${url.slice(0, 60)} reaches the application`;
  const told = identityIn(request);
  if (JSON.stringify(told) !== JSON.stringify(identity))
    return `${url.slice(0, 60)} reaches it as ${JSON.stringify(told)}`;
  if (valuesOf(request, 'authorization').some((value) => value !== '')) return 'the application sees the token';
  const upgrades = valuesOf(request, 'upgrade').filter((value) => value !== 'websocket');
  return upgrades.length > 0 && `an upgrade to ${upgrades.join()} reaches the application`;
}

/** Paths of the requests that are no question for a verdict. */
const askedFor = (sent: string): readonly string[] =>
  [...sent.matchAll(/^[A-Z]+ (\S+) HTTP\/1\.[01]\r?$/gim)].flatMap(([, path = '']) =>
    path.startsWith(VERIFY) ? [] : [path],
  );

/** Sends the bytes, and returns what comes until the gateway closes the connection, or says nothing for a while. */
async function pour(url: string, bytes: string): Promise<string> {
  const socket = await open(url);
  return new Promise((resolve) => {
    let text = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    let timer = setTimeout(end, SILENT_MS);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(end, QUIET_MS);
    });
    socket.on('error', () => undefined).on('close', end);
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}

const SILENT_MS = 1500;
const QUIET_MS = 150;
