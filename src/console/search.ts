// The words of a search and the filter of the API, in both directions. Pure. An unknown word is reported, never ignored, because
// the user would decide about a longer list than intended.

export interface Condition {
  name: string;
  op: 'eq' | 'prefix' | 'in' | 'exists';
  value?: unknown;
}

export type Status = 'pending' | 'accepted' | 'rejected' | 'preauthorized' | 'noauth';
export type SetStatus = Exclude<Status, 'noauth'>;

/** `DeviceFilter` of the management API. */
export interface Filter {
  status?: Status[];
  id?: string[];
  auth_set_status?: SetStatus[];
  identity?: Condition[];
  key?: string;
  created?: { after?: string; before?: string };
  check_in?: { after?: string; before?: string; never?: boolean };
}

export interface WrongWord {
  readonly word: string;
  readonly why: 'value' | 'status' | 'key' | 'age' | 'quote' | 'many';
}

export interface Understood {
  readonly filter: Filter;
  readonly wrong: readonly WrongWord[];
}

const STATUSES: readonly string[] = ['pending', 'accepted', 'rejected', 'preauthorized', 'noauth'];
const MOST_CONDITIONS = 8;
const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Reads the words. Ages count back from `now`. */
export function readWords(text: string, now: Date): Understood {
  const filter: Filter = {};
  const wrong: WrongWord[] = [];
  for (const word of wordsOf(text)) {
    const why = word.isOpen ? 'quote' : addWord(filter, word, now);
    if (why !== undefined) wrong.push({ word: word.raw, why });
  }
  return { filter, wrong };
}

interface Word {
  readonly raw: string;
  /** Absent in a bare word. */
  readonly name?: string;
  readonly operator?: ':' | '=';
  readonly value: string;
  /** A quotation mark without its partner. */
  readonly isOpen: boolean;
}

/** Words are separated by spaces; a value or a name with spaces is in quotation marks. */
function wordsOf(text: string): readonly Word[] {
  return (text.match(/(?:"[^"]*(?:"|$)|[^\s"])+/g) ?? []).map((raw) => {
    const isOpen = raw.split('"').length % 2 === 0;
    const [, name, operator, value = ''] = /^("[^"]*"|[^:="]+)([:=])(.*)$/s.exec(raw) ?? [];
    if (name === undefined || isAddress(raw)) return { raw, value: unquoted(raw), isOpen };
    return { raw, name: unquoted(name), operator: operator === '=' ? '=' : ':', value: unquoted(value), isOpen };
  });
}

/** A MAC address has colons and is a bare word. */
const isAddress = (raw: string): boolean => /^[0-9a-f]{2}([:-][0-9a-f]{2}){1,}[:-]?[0-9a-f]?$/i.test(raw);

const unquoted = (text: string): string => text.replace(/^"([^"]*)"?$/, '$1');

/** Returns what is wrong with the word. */
function addWord(filter: Filter, { name, operator, value }: Word, now: Date): WrongWord['why'] | undefined {
  if (value === '') return 'value';
  if (name === undefined) return addCondition(filter, { name: '*', op: 'prefix', value });
  if (operator === '=') return addCondition(filter, { name, op: 'eq', value });
  const special = SPECIAL[name];
  if (special !== undefined) return special(filter, value, now);
  if (value === '*') return addCondition(filter, { name, op: 'exists' });
  return addCondition(filter, { name, op: 'prefix', value });
}

function addCondition(filter: Filter, condition: Condition): 'many' | undefined {
  if ((filter.identity?.length ?? 0) >= MOST_CONDITIONS) return 'many';
  filter.identity = [...(filter.identity ?? []), condition];
  return undefined;
}

type Special = (filter: Filter, value: string, now: Date) => WrongWord['why'] | undefined;

const SPECIAL: Readonly<Record<string, Special>> = {
  key: (filter, value) => {
    const hex = value.replace(/[\s:]/g, '').toLowerCase();
    if (!/^[0-9a-f]{4,64}$/.test(hex)) return 'key';
    filter.key = hex;
    return undefined;
  },
  id: (filter, value) => {
    filter.id = [...(filter.id ?? []), value];
    return undefined;
  },
  status: (filter, value) => {
    const statuses = value.split(',').filter(isStatus);
    if (statuses.length !== value.split(',').length) return 'status';
    filter.status = [...(filter.status ?? []), ...statuses];
    return undefined;
  },
  waits: (filter, value) => {
    if (value !== 'key') return 'value';
    filter.auth_set_status = ['pending'];
    return undefined;
  },
  older: (filter, value, now) => setTime(filter, 'created', 'before', ago(value, now)),
  newer: (filter, value, now) => setTime(filter, 'created', 'after', ago(value, now)),
  unseen: (filter, value, now) => {
    if (value !== 'ever') return setTime(filter, 'check_in', 'before', ago(value, now));
    filter.check_in = { never: true };
    return undefined;
  },
  seen: (filter, value, now) => setTime(filter, 'check_in', 'after', ago(value, now)),
};

const isStatus = (value: string): value is Status => STATUSES.includes(value);

function setTime(
  filter: Filter,
  member: 'created' | 'check_in',
  edge: 'after' | 'before',
  time: string | undefined,
): 'age' | undefined {
  if (time === undefined) return 'age';
  filter[member] = { ...filter[member], [edge]: time };
  return undefined;
}

/** `90m`, `1h`, `2d`, `3w` before now. */
function ago(value: string, now: Date): string | undefined {
  const [, count, unit = ''] = /^(\d{1,4})([mhdw])$/.exec(value) ?? [];
  const seconds = UNITS[unit];
  return count === undefined || seconds === undefined
    ? undefined
    : new Date(now.getTime() - Number(count) * seconds * 1000).toISOString();
}

/** Returns one word that finds attributes of this value, and no others. */
export const wordFor = (name: string, value: string): string => `${quoted(name)}=${quoted(value)}`;

const quoted = (text: string): string => (/[\s:="]/.test(text) ? `"${text.replaceAll('"', '')}"` : text);

/** Returns the words for a filter, as far as words can express it. Times are left out, because an age would move. */
export function writeWords({ status, id, identity, key, auth_set_status: sets }: Filter): string {
  return [
    ...(sets ? ['waits:key'] : []),
    ...(status ? [`status:${status.join(',')}`] : []),
    ...(id ?? []).map((one) => `id:${one}`),
    ...(key === undefined ? [] : [`key:${key}`]),
    ...(identity ?? []).map(wordOf),
  ].join(' ');
}

function wordOf({ name, op, value }: Condition): string {
  if (op === 'exists') return `${quoted(name)}:*`;
  if (name === '*') return quoted(String(value));
  return op === 'prefix' ? `${quoted(name)}:${quoted(String(value))}` : wordFor(name, String(value));
}

/** True if the filter is empty: it would mean every device. */
export const isEmpty = (filter: Filter): boolean => Object.keys(filter).length === 0;
