// Parts of a list in the order of ids: `limit`, an opaque cursor, and a `next` link (D13).
import type { Part, PartWindow } from '../../store/store.ts';
import { readCursor, writeCursor } from './cursor.ts';

export interface PartQuery {
  readonly limit?: number;
  readonly cursor?: string;
}

const DEFAULT_LIMIT = 100;

export const partOf = <Id>(
  kind: string,
  { limit = DEFAULT_LIMIT, cursor = '' }: PartQuery,
  idOf: (text: string) => Id,
): PartWindow<Id> => ({
  limit,
  after: cursor === '' ? undefined : idOf(readCursor(kind, cursor, readId)),
});

export function nextLink(
  kind: string,
  url: string,
  { limit = DEFAULT_LIMIT }: PartQuery,
  { items, more }: Part<{ readonly id: string }>,
): Readonly<Record<string, string>> {
  const last = items.at(-1);
  if (!more || last === undefined) return {};
  const [path = '', search = ''] = url.split('?');
  const parameters = new URLSearchParams(search);
  parameters.set('cursor', writeCursor(kind, last.id));
  parameters.set('limit', String(limit));
  parameters.sort();
  return { Link: `<${path}?${parameters.toString()}>; rel="next"` };
}

const readId = (text: string): string | undefined => (/^[\da-f-]{32,36}$/.test(text) ? text : undefined);
