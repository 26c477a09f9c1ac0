// A verifier that reads the feed of a service over a network that can be cut, and a server in front of it.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createVerifier, type Verifier } from '../../src/verifier/verifier.ts';
import type { TestApp } from '../support/app/app.ts';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

export interface ServedVerifier {
  readonly network: TcpProxy;
  readonly verifier: Verifier;
  readonly url: string;
  /** Closes everything except the service. */
  close(): Promise<void>;
}

export async function serveVerifier(app: TestApp, serverOf: (verifier: Verifier) => Server): Promise<ServedVerifier> {
  const network = await openTcpProxy(app.internalUrl);
  const verifier = await createVerifier({
    jwksUrl: `${app.publicUrl}/.well-known/jwks.json`,
    feedUrl: `${network.url}/api/internal/v1/devauth/revocations`,
  });
  const server = serverOf(verifier).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    network,
    verifier,
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await verifier.close();
      await network.close();
    },
  };
}
