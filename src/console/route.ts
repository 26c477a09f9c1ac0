// The address of a screen: `#/pending?q=site%3Aberlin`. It can be shared; it never holds a token.
import { signal } from '@preact/signals';

export interface Route {
  readonly screen: string;
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
}

export const HOME = 'pending';

export const route = signal<Route>(parse(location.hash));

addEventListener('hashchange', () => (route.value = parse(location.hash)));

export function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [screen = '', id = ''] = path.split('/').map(decode);
  return { screen: screen || HOME, id, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Builds the address of a screen; the only source of `href` on the page. */
export function href(
  screen: string,
  { id = '', query = {} }: { id?: string; query?: Record<string, string> } = {},
): string {
  const kept = Object.entries(query).filter(([, value]) => value !== '');
  const search = kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : '';
  return `#/${screen}${id && `/${encodeURIComponent(id)}`}${search}`;
}

/** The start of the sign-in at the issuer, which ends at this screen. */
export const loginAddress = (screen: string = location.hash): string =>
  `/console/login?to=${encodeURIComponent(`/console/${screen}`)}`;

export const go = (screen: string, to: Parameters<typeof href>[1] = {}): void => {
  location.hash = href(screen, to);
};

/** Changes the query of the present screen without a new entry in the history. */
export function setQuery(query: Record<string, string>): void {
  const { screen, id } = route.value;
  history.replaceState(null, '', href(screen, { id, query }));
  route.value = { screen, id, query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
