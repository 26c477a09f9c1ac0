// Pages of a list (D13): `page` and `per_page` with Mender's Link headers, or a cursor for walks over many devices.
import { deviceId } from '../../domain/ids.ts';
import { Refused } from '../../domain/errors.ts';
import type { Page, Position, Window } from '../../store/store.ts';
import { readCursor, writeCursor } from './cursor.ts';

export interface PageQuery {
  readonly page?: number;
  readonly per_page?: number;
  readonly cursor?: string;
}

const PER_PAGE = 20;

export function windowOf({ page, per_page: limit = PER_PAGE, cursor }: PageQuery): Window {
  if (cursor === undefined) return { limit, skip: ((page ?? 1) - 1) * limit };
  if (page !== undefined) throw new Refused('invalid_request', 'page and cursor cannot be used together');
  return { limit, after: cursor === '' ? undefined : readPosition(DEVICES, cursor) };
}

/** The address of a list with hundreds of ids is so long that proxies and clients refuse an answer that repeats it. */
const MAX_LINK_BYTES = 4096;

/** Returns one value for each relation, which is a header of its own as in Mender. A link that would be too long is left out. */
export const linksOf = (url: string, query: PageQuery, page: Page): readonly string[] =>
  allLinksOf(url, query, page).filter(({ length }) => length <= MAX_LINK_BYTES);

function allLinksOf(url: string, query: PageQuery, { devices, more }: Page): readonly string[] {
  const [path = '', search = ''] = url.split('?');
  const link = (relation: string, set: Readonly<Record<string, string>>): string => {
    const parameters = new URLSearchParams(search);
    for (const [name, value] of Object.entries({ per_page: String(query.per_page ?? PER_PAGE), ...set })) {
      parameters.set(name, value);
    }
    parameters.sort();
    return `<${path}?${parameters.toString()}>; rel="${relation}"`;
  };
  const last = devices.at(-1);
  if (query.cursor !== undefined) {
    return [
      link('first', { cursor: '' }),
      ...(more && last ? [link('next', { cursor: writePosition(DEVICES, last) })] : []),
    ];
  }
  const page = query.page ?? 1;
  return [
    link('first', { page: '1' }),
    ...(page > 1 ? [link('prev', { page: String(page - 1) })] : []),
    ...(more ? [link('next', { page: String(page + 1) })] : []),
  ];
}

const DEVICES = 'devices';

/** A position in the order of creation, as an opaque text. */
export const writePosition = (kind: string, position: Position): string => writeCursor(kind, textOf(position));

const textOf = ({ createdAt, id }: Position): string => `${createdAt.getTime()}.${id}`;

/** Refuses a text that is not one of ours with `invalid_request`. */
export const readPosition = (kind: string, cursor: string): Position =>
  readCursor(kind, cursor, (text) => {
    const [, time, id] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(text) ?? [];
    if (time === undefined || id === undefined) return undefined;
    const position = { createdAt: new Date(Number(time)), id: deviceId(id) };
    return textOf(position) === text ? position : undefined;
  });
