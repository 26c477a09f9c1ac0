// The words of a search in the console and the CLI: `site:berlin-03 sn=E2026 key:3f2a "free text"`. Pure functions: they turn words
// into a filter of the API, and a filter into words.

/** The meaning of the words: a part of `DeviceFilter` of the management API. */
export interface WordFilter {
  readonly id?: readonly string[];
  readonly status?: readonly string[];
  /** `waits:key`: devices with a pending key, also a new key of an accepted device. */
  readonly auth_set_status?: readonly ['pending'];
  readonly identity?: readonly Condition[];
  readonly key?: string;
  readonly created?: TimeRange;
  readonly check_in?: TimeRange & { readonly never?: boolean };
}

export type Condition =
  | { readonly name: string; readonly op: 'eq' | 'prefix'; readonly value: string }
  | { readonly name: string; readonly op: 'exists' };

interface TimeRange {
  readonly after?: string;
  readonly before?: string;
}

/** A word without a meaning. It is never ignored, because the search would find more than the user wants. */
export interface Problem {
  readonly word: string;
  readonly says: string;
}

export interface Understood {
  readonly filter: WordFilter;
  readonly problems: readonly Problem[];
}

export function readWords(text: string, now: Date): Understood {
  const problems: Problem[] = [];
  let filter: WordFilter = {};
  for (const [word] of text.matchAll(WORD)) {
    const outcome = addWord(filter, splitWord(word), now);
    if (typeof outcome === 'string') problems.push({ word, says: outcome });
    else filter = outcome;
  }
  return { filter, problems };
}

/** Returns words that `readWords` turns into this filter. */
export function writeWords(filter: WordFilter): string {
  const { created = {}, check_in: checkIn = {} } = filter;
  const words = [
    ...(filter.auth_set_status === undefined ? [] : ['waits:key']),
    ...(filter.status === undefined ? [] : [`status:${filter.status.join(',')}`]),
    ...(filter.id ?? []).map((id) => `id:${quoted(id)}`),
    ...(filter.identity ?? []).map(conditionWord),
    ...(filter.key === undefined ? [] : [`key:${filter.key}`]),
    ...(created.before === undefined ? [] : [`older:${created.before}`]),
    ...(created.after === undefined ? [] : [`newer:${created.after}`]),
    ...(checkIn.after === undefined ? [] : [`seen:${checkIn.after}`]),
    ...(checkIn.before === undefined ? [] : [`unseen:${checkIn.before}`]),
    ...(checkIn.never === true ? ['unseen:ever'] : []),
  ];
  return words.join(' ');
}

const WORD = /(?:"(?:[^"\\]|\\.)*(?:"|$)|[^\s"])+/gs;

interface Word {
  readonly name: Part | undefined;
  readonly isWhole: boolean;
  readonly value: Part;
  readonly isOpen: boolean;
}

interface Part {
  readonly text: string;
  /** Writes the text in quotation marks, in which every character has its own meaning. */
  readonly isQuoted: boolean;
}

/** Splits at the first `:` or `=` outside quotation marks. A MAC address is one value. */
function splitWord(word: string): Word {
  const isOpen = unquoted(word).includes('"');
  const at = MAC_BEGINNING.test(word) ? -1 : unquoted(word).search(/[:=]/);
  if (at < 0) return { name: undefined, isWhole: false, value: partOf(word), isOpen };
  return { name: partOf(word.slice(0, at)), isWhole: word[at] === '=', value: partOf(word.slice(at + 1)), isOpen };
}

const MAC_BEGINNING = /^[\da-f]{2}(?:[:-][\da-f]{2})+[:-]?[\da-f]?$/i;
const QUOTED = /"((?:[^"\\]|\\.)*)"/gs;

/** Replaces quoted texts by spaces of the same length. */
const unquoted = (word: string): string => word.replace(QUOTED, (text) => ' '.repeat(text.length));

const partOf = (text: string): Part => ({
  text: text.replace(QUOTED, (_all, inside: string) => inside.replace(/\\(.)/gs, '$1')),
  isQuoted: text.startsWith('"'),
});

/** Returns the filter with the word, or the fault of the word. */
function addWord(filter: WordFilter, { name, isWhole, value, isOpen }: Word, now: Date): WordFilter | string {
  if (isOpen) return 'a quotation mark is not closed';
  if (name === undefined) {
    if (value.text === '') return 'there is nothing to look for';
    return starOf(value) ?? addCondition(filter, { name: '*', op: 'prefix', value: value.text });
  }
  if (name.text === '') return 'the name of the attribute is missing';
  if (name.text === '*') return 'a name is needed; a word alone is looked for in every attribute';
  if (value.text === '') return 'a value is missing';
  const known = name.isQuoted || isWhole ? undefined : READERS[name.text];
  if (known !== undefined) return known(filter, value.text, now);
  return addAttribute(filter, name.text, value, isWhole);
}

function addAttribute(filter: WordFilter, name: string, value: Part, isWhole: boolean): WordFilter | string {
  if (isWhole) return addCondition(filter, { name, op: 'eq', value: value.text });
  if (value.text === '*' && !value.isQuoted) return addCondition(filter, { name, op: 'exists' });
  return starOf(value) ?? addCondition(filter, { name, op: 'prefix', value: value.text });
}

const MAX_CONDITIONS = 8;

const starOf = ({ text, isQuoted }: Part): string | undefined =>
  !isQuoted && text.endsWith('*') ? 'leave the * out: the beginning of a value is enough' : undefined;

const addCondition = (filter: WordFilter, condition: Condition): WordFilter | string =>
  (filter.identity?.length ?? 0) >= MAX_CONDITIONS
    ? `at most ${MAX_CONDITIONS} words about attributes`
    : { ...filter, identity: [...(filter.identity ?? []), condition] };

type Reader = (filter: WordFilter, value: string, now: Date) => WordFilter | string;

/** Names before a colon that are not attributes. An attribute with such a name is `status=on`, or `"status":on`. */
const READERS: Readonly<Record<string, Reader | undefined>> = {
  id: (filter, value) => ({ ...filter, id: [...(filter.id ?? []), value] }),
  key: (filter, value) => {
    const digits = value.replaceAll(/[\s:]/g, '').toLowerCase();
    return /^[\da-f]{4,64}$/.test(digits)
      ? once(filter, 'key', { key: digits })
      : 'a key is named by the first 4 to 64 hexadecimal digits of its SHA-256';
  },
  status: addStatus,
  waits: (filter, value) =>
    value === 'key' ? { ...filter, auth_set_status: ['pending'] } : 'it is waits:key, a key that waits for a decision',
  older: (filter, value, now) => addTime(filter, { member: 'created', end: 'before' }, value, now),
  newer: (filter, value, now) => addTime(filter, { member: 'created', end: 'after' }, value, now),
  seen: (filter, value, now) => addTime(filter, { member: 'check_in', end: 'after' }, value, now),
  unseen: (filter, value, now) =>
    value === 'ever'
      ? once(filter, 'check_in', { check_in: { never: true } })
      : addTime(filter, { member: 'check_in', end: 'before' }, value, now),
};

const STATUSES = ['pending', 'accepted', 'rejected', 'preauthorized', 'noauth'];

function addStatus(filter: WordFilter, value: string): WordFilter | string {
  const statuses = value.split(',');
  return statuses.every((status) => STATUSES.includes(status))
    ? { ...filter, status: [...(filter.status ?? []), ...statuses] }
    : `a status is one of ${STATUSES.join(', ')}`;
}

const once = (filter: WordFilter, member: keyof WordFilter, added: WordFilter): WordFilter | string =>
  filter[member] === undefined ? { ...filter, ...added } : 'it is there twice';

interface TimeMember {
  readonly member: 'created' | 'check_in';
  readonly end: keyof TimeRange;
}

function addTime(filter: WordFilter, { member, end }: TimeMember, value: string, now: Date): WordFilter | string {
  const time = timeOf(value, now);
  if (time === undefined) return 'a time is such as 90m, 12h, 2d, 3w, 2026-11-28 or 2026-11-28T09:30:00Z';
  const range: WordFilter['check_in'] = filter[member] ?? {};
  if (range.never === true || range[end] !== undefined) return 'it is there twice';
  return { ...filter, [member]: { ...range, [end]: time } };
}

const SECOND = 1000;
const UNITS: Readonly<Record<string, number | undefined>> = {
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
  d: 86_400 * SECOND,
  w: 604_800 * SECOND,
};

/** Reads a time, or a length of time before now. */
export function timeOf(value: string, now: Date): string | undefined {
  const [, count = '', unit = ''] = /^(\d{1,5})([smhdw])$/.exec(value) ?? [];
  const length = UNITS[unit];
  if (length !== undefined) return new Date(now.getTime() - Number(count) * length).toISOString();
  const isTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(value);
  const time = new Date(isTime ? value : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function conditionWord(condition: Condition): string {
  const isWord = condition.op !== 'eq' && READERS[condition.name] !== undefined;
  const name = isWord ? inMarks(condition.name) : quoted(condition.name);
  switch (condition.op) {
    case 'exists':
      return `${name}:*`;
    case 'eq':
      return `${name}=${quoted(condition.value)}`;
    case 'prefix':
      return condition.name === '*' ? quoted(condition.value) : `${name}:${quoted(condition.value)}`;
  }
}

const quoted = (text: string): string => (/[\s":=\\]|\*$/.test(text) ? inMarks(text) : text);

const inMarks = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
