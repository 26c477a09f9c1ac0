// Checks of hostile specs after each attack: nothing changed, nothing was revealed, and the next request is served.
import { expect } from '@jest/globals';
import type { Answer, TestApp } from '../support/app/app.ts';
import { exchange, head, type RawAnswer } from '../support/raw-http.ts';

export const MANAGEMENT = '/api/management/v2/devauth';
export const AUTH_REQUESTS = '/api/devices/v1/authentication/auth_requests';
export const VERIFY = '/api/internal/v1/devauth/tokens/verify';

/** Returns every device of the tenant for operators, and the end of the feed: any effect is visible in it. */
export async function stateOf(app: TestApp, tenant = ''): Promise<string> {
  const { text } = await app.management('GET /devices?per_page=500', { tenant });
  return `${await app.service.store.feed.head()} ${text}`;
}

/** Checks that the store is as before the attack. */
export async function without<Result>(app: TestApp, attack: () => Promise<Result>): Promise<Result> {
  const before = await stateOf(app);
  const result = await attack();
  expect(await stateOf(app)).toBe(before);
  return result;
}

const GIVEN_AWAY = /node_modules|\/src\/|\.[jt]s\b|\n\s+at |Error:|sqlite|express/i;

/**
 * Checks the body of a refusal: `{error}` and the request's id, or a problem of RFC 9457; never a stack, a path or a library's
 * name.
 */
export function expectRefusal(answer: RawAnswer | Answer, status: number): void {
  const text = 'text' in answer ? answer.text : answer.body;
  const type = 'headerLines' in answer ? answer.header('Content-Type')[0] : answer.headers.get('content-type');
  expect({ status: answer.status, type }).toEqual({
    status,
    type: expect.stringMatching(/^application\/(problem\+)?json; charset=utf-8$/),
  });
  const said: unknown = JSON.parse(text);
  expect(said).toMatchObject(type?.includes('problem') ? { status } : { error: expect.any(String) });
  expect(text).not.toMatch(GIVEN_AWAY);
}

export const isServing = async (app: TestApp): Promise<boolean> => (await app.public('GET /livez')).status === 204;

/** Asks with each of these as Bearer. Many share a connection; those that end one get their own. */
export async function bearerStatuses(
  url: string,
  path: string,
  bearers: readonly string[],
): Promise<readonly number[]> {
  const lines = (bearer: string): string => `Authorization: Bearer ${bearer}`;
  const statuses: number[] = Array.from({ length: bearers.length }, () => 0);
  const indices = bearers.map((_, index) => index);
  const alone = indices.filter((index) => UNPRINTABLE.test(bearers[index] ?? ''));
  const together = indices.filter((index) => !alone.includes(index));
  for (const batch of batchesOf(together, 16)) {
    const requests = batch.map(
      (index) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${lines(bearers[index] ?? '')}\r\n\r\n`,
    );
    const answer = await exchange(url, Buffer.from(requests.join(''), 'latin1'), head(`GET ${path}`));
    const all =
      `HTTP/1.1 ${answer.status} ${answer.headerLines.join('\n')}\n${answer.body}`.match(/HTTP\/1\.1 \d{3}/g) ?? [];
    expect(all).toHaveLength(batch.length + 1);
    batch.forEach((index, at) => (statuses[index] = Number(all[at]?.slice(-3))));
  }
  for (const batch of batchesOf(alone, 50)) {
    const answers = batch.map((index) =>
      exchange(url, Buffer.from(head(`GET ${path}`, lines(bearers[index] ?? '')), 'latin1')),
    );
    for (const [at, { status }] of (await Promise.all(answers)).entries()) statuses[batch[at] ?? 0] = status;
  }
  return statuses;
}

// eslint-disable-next-line no-control-regex -- these are what ends a connection
const UNPRINTABLE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

const batchesOf = (indices: readonly number[], size: number): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(indices.length / size) }, (_, at) => indices.slice(at * size, (at + 1) * size));
