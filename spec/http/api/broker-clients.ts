// Clients of a broker: two accepted devices and a rejected one.
import { openApp, type Seen, type TestApp } from '../../support/app/app.ts';

export type Client = Seen & { readonly token: string };

export interface BrokerClients {
  readonly app: TestApp;
  readonly one: Client;
  readonly other: Client;
  readonly revoked: Client;
}

export async function openBrokerClients(): Promise<BrokerClients> {
  const app = await openApp();
  const [one, other, revoked] = [await app.accepted(), await app.accepted(), await app.accepted()];
  await app.setStatus(revoked, 'rejected');
  return { app, one, other, revoked };
}

/** Asks like a broker that sends forms. */
export const sendForm = (app: TestApp, path: string, fields: Readonly<Record<string, string>>) =>
  app.internal(`POST /brokers${path}`, {
    body: new URLSearchParams(fields).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  });
