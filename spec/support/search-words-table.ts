// The words of a search and the filter that they mean. The CLI and the console each have their own copy of the rules; both are
// tested with this table.
export const NOW = new Date('2026-11-28T12:00:00.000Z');

interface Example {
  readonly words: string;
  readonly filter: Readonly<Record<string, unknown>>;
}

const identity = (...conditions: readonly object[]) => ({ identity: conditions });

/** The filter is written as these same words. */
export const EXAMPLES: readonly Example[] = [
  { words: '', filter: {} },
  { words: 'sn:E2026', filter: identity({ name: 'sn', op: 'prefix', value: 'E2026' }) },
  { words: 'sn=E20260001', filter: identity({ name: 'sn', op: 'eq', value: 'E20260001' }) },
  { words: 'sn=E1,E2', filter: identity({ name: 'sn', op: 'eq', value: 'E1,E2' }) },
  { words: 'site:*', filter: identity({ name: 'site', op: 'exists' }) },
  { words: 'E2026', filter: identity({ name: '*', op: 'prefix', value: 'E2026' }) },
  { words: '"New York"', filter: identity({ name: '*', op: 'prefix', value: 'New York' }) },
  { words: 'site:"New York"', filter: identity({ name: 'site', op: 'prefix', value: 'New York' }) },
  { words: 'site="New York"', filter: identity({ name: 'site', op: 'eq', value: 'New York' }) },
  { words: '"two words":x', filter: identity({ name: 'two words', op: 'prefix', value: 'x' }) },
  { words: 'status=on', filter: identity({ name: 'status', op: 'eq', value: 'on' }) },
  {
    words: 'site:berlin-03 model:edge',
    filter: identity(
      { name: 'site', op: 'prefix', value: 'berlin-03' },
      { name: 'model', op: 'prefix', value: 'edge' },
    ),
  },
  { words: 'status:pending', filter: { status: ['pending'] } },
  { words: 'status:accepted,noauth', filter: { status: ['accepted', 'noauth'] } },
  { words: 'waits:key', filter: { auth_set_status: ['pending'] } },
  { words: 'id:a id:b', filter: { id: ['a', 'b'] } },
  { words: 'key:3f2a', filter: { key: '3f2a' } },
  { words: 'unseen:ever', filter: { check_in: { never: true } } },
];

/** Read like this, but written in another spelling. */
export const SPELLINGS: readonly Example[] = [
  { words: '  sn:E2026  ', filter: identity({ name: 'sn', op: 'prefix', value: 'E2026' }) },
  { words: '02:00:5e:00:00:01', filter: identity({ name: '*', op: 'prefix', value: '02:00:5e:00:00:01' }) },
  { words: '02:00:5E', filter: identity({ name: '*', op: 'prefix', value: '02:00:5E' }) },
  { words: 'mac:02:00:5e', filter: identity({ name: 'mac', op: 'prefix', value: '02:00:5e' }) },
  { words: 'url:https://a/?b=c', filter: identity({ name: 'url', op: 'prefix', value: 'https://a/?b=c' }) },
  { words: 'status:accepted status:pending', filter: { status: ['accepted', 'pending'] } },
  { words: 'key:3F:2A:ff', filter: { key: '3f2aff' } },
  { words: 'older:2d', filter: { created: { before: '2026-11-26T12:00:00.000Z' } } },
  {
    words: 'newer:1h older:30m',
    filter: { created: { after: '2026-11-28T11:00:00.000Z', before: '2026-11-28T11:30:00.000Z' } },
  },
  { words: 'seen:1h', filter: { check_in: { after: '2026-11-28T11:00:00.000Z' } } },
  { words: 'unseen:1w', filter: { check_in: { before: '2026-11-21T12:00:00.000Z' } } },
];

/** Words that are refused, never ignored. */
export const WRONG: readonly string[] = [
  'status:waiting',
  'status:',
  'waits:me',
  'key:3f2',
  'key:xyz1',
  'id:',
  'sn:',
  'sn=',
  'older:soon',
  'older:2y',
  '"open',
  'a:x b:x c:x d:x e:x f:x g:x h:x i:x',
];
