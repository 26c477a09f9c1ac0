// The words of a search and the filter that they mean. The CLI and the console read words by rules of their own copy; both are held
// against this table.
export const NOW = new Date('2026-11-28T12:00:00.000Z');

interface Example {
  readonly words: string;
  readonly filter: Readonly<Record<string, unknown>>;
}

const identity = (...conditions: readonly object[]) => ({ identity: conditions });

/** Written back, the filter is these same words. */
export const EXAMPLES: readonly Example[] = [
  { words: '', filter: {} },
  { words: 'sn:E2026', filter: identity({ name: 'sn', op: 'prefix', value: 'E2026' }) },
  { words: 'sn=E20260001', filter: identity({ name: 'sn', op: 'eq', value: 'E20260001' }) },
  { words: 'sn=E1,E2', filter: identity({ name: 'sn', op: 'in', value: ['E1', 'E2'] }) },
  { words: 'sn="E1,E2"', filter: identity({ name: 'sn', op: 'eq', value: 'E1,E2' }) },
  { words: 'site:', filter: identity({ name: 'site', op: 'exists' }) },
  { words: 'E2026', filter: identity({ name: '*', op: 'prefix', value: 'E2026' }) },
  { words: '"New York"', filter: identity({ name: '*', op: 'prefix', value: 'New York' }) },
  { words: 'site:"New York"', filter: identity({ name: 'site', op: 'prefix', value: 'New York' }) },
  { words: '"a \\"b\\" \\\\"', filter: identity({ name: '*', op: 'prefix', value: 'a "b" \\' }) },
  { words: '"two words":x', filter: identity({ name: 'two words', op: 'prefix', value: 'x' }) },
  { words: '"status":on', filter: identity({ name: 'status', op: 'prefix', value: 'on' }) },
  { words: 'sn:"E2026*"', filter: identity({ name: 'sn', op: 'prefix', value: 'E2026*' }) },
  {
    words: 'site:berlin-03 model:edge',
    filter: identity(
      { name: 'site', op: 'prefix', value: 'berlin-03' },
      { name: 'model', op: 'prefix', value: 'edge' },
    ),
  },
  { words: 'status:pending', filter: { auth_set_status: 'pending' } },
  { words: 'status:accepted,noauth', filter: { status: ['accepted', 'noauth'] } },
  { words: 'id:a,b', filter: { id: ['a', 'b'] } },
  { words: 'key:3f2a', filter: { key: '3f2a' } },
  { words: 'older:2026-11-26T12:00:00.000Z', filter: { created: { before: '2026-11-26T12:00:00.000Z' } } },
  { words: 'seen:never', filter: { check_in: { never: true } } },
];

/** Read so, but written back in another spelling. */
export const SPELLINGS: readonly Example[] = [
  { words: '  sn:E2026  ', filter: identity({ name: 'sn', op: 'prefix', value: 'E2026' }) },
  { words: '02:00:5e:00:00:01', filter: identity({ name: '*', op: 'prefix', value: '02:00:5e:00:00:01' }) },
  { words: '02:00:5E', filter: identity({ name: '*', op: 'prefix', value: '02:00:5E' }) },
  { words: 'mac:02:00:5e', filter: identity({ name: 'mac', op: 'prefix', value: '02:00:5e' }) },
  { words: 'url:https://a/?b=c', filter: identity({ name: 'url', op: 'prefix', value: 'https://a/?b=c' }) },
  { words: 'key:3F:2A:ff', filter: { key: '3f2aff' } },
  { words: 'status=pending', filter: { auth_set_status: 'pending' } },
  { words: 'older:2d', filter: { created: { before: '2026-11-26T12:00:00.000Z' } } },
  {
    words: 'newer:1h older:90s',
    filter: { created: { after: '2026-11-28T11:00:00.000Z', before: '2026-11-28T11:58:30.000Z' } },
  },
  { words: 'older:2026-11-26', filter: { created: { before: '2026-11-26T00:00:00.000Z' } } },
  { words: 'seen:1h', filter: { check_in: { after: '2026-11-28T11:00:00.000Z' } } },
  { words: 'silent:1w', filter: { check_in: { before: '2026-11-21T12:00:00.000Z' } } },
];

/** Words that are refused, never ignored. */
export const WRONG: readonly string[] = [
  'status:waiting',
  'status:',
  'status:pending,rejected',
  'status:pending status:rejected',
  'key:3f2',
  'key:xyz1',
  'key:3f2a key:3f2b',
  'id:',
  'older:soon',
  'older:2026-13-01',
  'older:1d older:2d',
  'seen:never seen:1h',
  'sn:E2026*',
  'E2026*',
  ':x',
  '*:x',
  '"open',
  '""',
  'a: b: c: d: e: f: g: h: i:',
];
