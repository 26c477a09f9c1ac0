// A caller that keeps cookies, as a browser does, and follows no redirect.
import type { TestApp } from './app.ts';

/** `accept`: the header that it sends. */
export function openBrowser({ publicUrl }: Pick<TestApp, 'publicUrl'>, { accept = '*/*' } = {}) {
  const cookies = new Map<string, string>();
  const seen: string[] = [];
  const get = async (path: string) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(publicUrl + path, {
      redirect: 'manual',
      headers: { accept, ...(cookie && { cookie }) },
    });
    const set = response.headers.getSetCookie();
    for (const text of set) {
      const [name = '', value = ''] = (text.split(';')[0] ?? '').split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location') ?? '';
    seen.push(path, location);
    return { status: response.status, location, set, text: await response.text() };
  };
  /** Calls the issuer, and returns the path and query to which it sends the browser back. */
  const toIssuer = async (to = '/console/#/pending?q=site%3Aberlin') => {
    const begun = await get(`/console/login?to=${encodeURIComponent(to)}`);
    const answer = await fetch(begun.location, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? '');
    return { begun, back, callback: `${back.pathname}${back.search}` };
  };
  const signedIn = async () => JSON.parse((await get('/console/session')).text);
  return { get, toIssuer, signedIn, cookies, seen };
}
