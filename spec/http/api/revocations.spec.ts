import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openApp, type Answer, type TestApp } from '../../support/app/app.ts';
import { jtiOf } from '../../support/app/users.ts';
import { until } from '../../support/until.ts';

let app: TestApp;

beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

const ask = (query = '', headers = {}): Promise<Answer> => app.internal(`GET /revocations${query}`, { headers });
const cursorNow = async (): Promise<string> => (await ask()).body.cursor;
const rejected = async (): Promise<{ readonly id: string; readonly jti: string }> => {
  const seen = await app.accepted();
  await app.setStatus(seen, 'rejected');
  return { id: seen.id, jti: jtiOf(seen.token) };
};

describe('the snapshot', () => {
  test('has every revoked token, its device, and its expiry', async () => {
    const { id, jti } = await rejected();

    const { body, headers } = await until('it is there', async () => {
      const answer = await ask();
      return answer.body.items.some((item: { jti?: string }) => item.jti === jti) && answer;
    });

    expect(body).toMatchObject({ full: true, next: null, generated_at: expect.any(Number) });
    expect(body.items).toContainEqual({ kind: 'token', jti, exp: expect.any(Number), device: id, tenant: '' });
    expect(headers.get('etag')).toBe(`"${body.cursor}"`);
  });

  test('has the removed device, and the tenant whose tokens were purged', async () => {
    const { id } = await app.accepted();
    await app.management(`DELETE /devices/${id}`);
    await app.internal('DELETE /tokens?tenant_id=acme');

    const { items } = await until('both are there', async () => {
      const { body } = await ask();
      return body.items.some(({ kind }: { kind: string }) => kind === 'tenant') && body;
    });

    expect(items).toContainEqual({
      kind: 'device',
      device: id,
      tenant: '',
      before: expect.any(Number),
      exp: expect.any(Number),
    });
    expect(items).toContainEqual({
      kind: 'tenant',
      tenant: 'acme',
      before: expect.any(Number),
      exp: expect.any(Number),
    });
  });
});

describe('the delta', () => {
  test('returns the items after the cursor, each once', async () => {
    const before = await cursorNow();
    const { jti } = await rejected();

    const { body } = await until('it is there', async () => {
      const answer = await ask(`?cursor=${before}`);
      return answer.body.items.length > 0 && answer;
    });
    const after = await ask(`?cursor=${body.cursor}`);

    expect(body).toMatchObject({ full: false, items: [{ kind: 'token', jti }] });
    expect(after.body).toMatchObject({ full: false, items: [], cursor: body.cursor });
  });

  test('waits for an item, and then answers all waiting readers at once', async () => {
    const before = await cursorNow();
    const { token } = await app.accepted();
    const began = performance.now();
    const waiting = Array.from({ length: 20 }, () => ask(`?cursor=${before}&wait=30`));

    await app.management(`DELETE /tokens/${jtiOf(token)}`);
    const answers = await Promise.all(waiting);

    expect(performance.now() - began).toBeLessThan(10_000);
    for (const { body } of answers) expect(body.items).toMatchObject([{ kind: 'token', jti: jtiOf(token) }]);
  });

  test('answers nothing when the time is over', async () => {
    const cursor = await cursorNow();

    const { body } = await ask(`?cursor=${cursor}&wait=1`);

    expect(body.items).toEqual([]);
  });

  test.each([
    ['of another feed', '5 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70.0'],
    ['past the end, of a feed that was restored', '999999 0198f3a2-7c1e-7d4b-9a55-3f0d6b1c2e70.0'],
  ])('answers 410 to a cursor %s', async (_name, text) => {
    const cursor = Buffer.from(text).toString('base64url');

    expect((await ask(`?cursor=${cursor}`)).status).toBe(410);
    expect((await ask(`?cursor=${cursor}`, { Accept: 'text/event-stream' })).status).toBe(410);
  });

  test.each(['?cursor=x', '?page=x', '?wait=31', '?cursor=MSB4&page=MCAxIHg'])('refuses %s', async (query) => {
    expect([400, 410]).toContain((await ask(query)).status);
  });

  test('a stream without a cursor is refused', async () => {
    expect((await ask('', { Accept: 'text/event-stream' })).status).toBe(400);
  });
});

describe('the stream', () => {
  test('sends items at once, each with the cursor after it, and a heartbeat every second', async () => {
    const cursor = await cursorNow();
    const end = new AbortController();
    const response = await fetch(`${app.internalUrl}/api/internal/v1/devauth/revocations`, {
      headers: { Accept: 'text/event-stream', 'Last-Event-ID': cursor },
      signal: end.signal,
    });
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    await until('it beats twice', () => text.split(':\n\n').length > 2);
    const { jti } = await rejected();
    await until('the item comes', () => text.includes(jti));
    end.abort();
    await reading;

    const [, id, data = ''] = /id: (\S+)\ndata: (.*)\n\n/.exec(text) ?? [];
    expect(JSON.parse(data)).toMatchObject({ kind: 'token', jti });
    expect((await ask(`?cursor=${id}`)).body.items).toEqual([]);
    expect(response.headers.get('x-accel-buffering')).toBe('no');
  });

  test('ends when the node stops, so that a reader continues on another node', async () => {
    const other = await openApp();
    const { cursor } = (await other.internal('GET /revocations')).body;
    const response = await fetch(`${other.internalUrl}/api/internal/v1/devauth/revocations?cursor=${cursor}`, {
      headers: { Accept: 'text/event-stream' },
    });

    other.service.stopping();

    expect(await response.text()).toMatch(/^:/);
    await other.close();
  });
});
