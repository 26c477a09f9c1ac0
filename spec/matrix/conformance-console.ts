// Refusals of the console's own operations, whose credential differs from that of the APIs.
import { describe, expect, test } from '@jest/globals';
import { openApp } from '../support/app/app.ts';

export function describeConsoleRefusals(): void {
  describe('the console', () => {
    test('signIn is 401 for a token that is not good, and 413 for one that makes too large a cookie', async () => {
      const app = await openApp(); // with the usual room for bodies
      const signIn = (token: string) =>
        app.public('POST /console/session', { headers: { 'X-Devauth-Console': '1' }, body: { token } });

      const large = await signIn(app.users.token('', { groups: 'g'.repeat(4000) }));
      const wrong = await signIn('nonsense');

      expect([wrong.status, large.status]).toEqual([401, 413]);
      await app.close();
    });

    test.each(['POST', 'DELETE'])('%s /console/session is 403 for callers other than its page', async (method) => {
      const app = await openApp();

      const answer = await app.public(`${method} /console/session`, {
        headers: { 'X-Devauth-Console': '1', 'Sec-Fetch-Site': 'cross-site' },
        body: { token: app.users.token('') },
      });

      expect(answer.status).toBe(403);
      await app.close();
    });

    test('getConsoleFile is 404 for a file that the page does not have', async () => {
      const app = await openApp();

      expect((await app.public('GET /console/index.html')).status).toBe(404);
      await app.close();
    });
  });
}
