// Distinguishes calls of the console's own page from calls that a page of another site makes a browser send (D22).
import type { IncomingMessage } from 'node:http';
import { Refused } from '../../domain/errors.ts';

/**
 * Refuses a call without the header of the page, or from another site. A page of another site cannot send the header: its browser
 * asks first (CORS) and gets no permission. `SameSite=Strict` also keeps the cookie away from it.
 */
export function checkOwnPage({ headers }: Pick<IncomingMessage, 'headers'>): void {
  const site = headers['sec-fetch-site'];
  if (headers['x-devauth-console'] === '1' && (site === undefined || site === 'same-origin')) return;
  throw new Refused('caller_forbidden', 'only the page of the console may call this');
}
