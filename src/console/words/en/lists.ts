// The lists of devices: the queue, all devices, the search and the selection.
import { count, plural } from '../../format.ts';
import { VERBS, type Action } from './verbs.ts';

export const search = {
  label: 'Search',
  placeholder: 'Search: sn:E2026  site:berlin-03  key:3f2a',
  order: 'Order',
  oldest: 'Oldest first',
  newest: 'Newest first',
  clear: 'Clear the search',
  wrong: (words: readonly string[]): string =>
    `Not understood: ${words.join(', ')}. Nothing is searched until you correct it.`,
  why: {
    value: 'a value is missing after the name',
    status: 'status is pending, accepted, rejected, preauthorized or noauth',
    key: 'key takes 4 to 64 hexadecimal digits',
    age: 'a time is a number and m, h, d or w, such as 2d',
    quote: 'a quotation mark is open',
    many: 'a search has at most 8 words',
  },
};

export const list = {
  device: 'Device',
  key: 'Key (SHA-256)',
  waiting: 'Waiting',
  seen: 'Last token',
  first: 'First heard',
  status: 'Status',
  choose: (name: string): string => `Select ${name}`,
  choosePage: 'Select all on this page',
  several: (n: number): string => `${n} keys: decide each`,
  newKey: 'new key, accepted device',
  leaving: 'leaves soon',
  loadMore: (n: number): string => `Load ${n} more`,
  nextPage: 'Next page',
  firstPage: 'Back to the first page',
  from: (n: number): string => `From row ${count(n)}`,
  arrived: (n: number): string => `${count(n)} more arrived. Show them`,
  arrivedSay: (n: number): string => plural(n, { one: '# more device waits', other: '# more devices wait' }),
};

export const pending = {
  title: 'Pending',
  waiting: (n: string): string => `${n} waiting`,
  caption: 'Devices that wait for a decision',
  empty: 'Nobody is waiting.',
  emptyHint: 'A device appears here after its first auth request. To try it, run in another terminal:',
  demo: 'npm run demo',
  preauthorize: 'Or preauthorize devices before they come',
  full: 'As many keys wait as may wait. New devices are told to come back later. Decide or dismiss some.',
  noMatch: 'No device matches.',
  understood: (words: string): string => `Understood: ${words}`,
};

export const devices = {
  title: 'All devices',
  total: (n: string): string => (n === '1' ? '1 device' : `${n} devices`),
  matching: (n: string): string => (n === '1' ? '1 matches' : `${n} match`),
  caption: 'All devices of the tenant',
  empty: 'There are no devices yet.',
  emptyHint: 'A device appears here after its first auth request.',
  filters: 'Filters',
  all: 'all',
  newKey: 'has a new key',
  unseen: 'last token over 30 days ago',
  exportCsv: 'Export as CSV',
  exportNdjson: 'Export as NDJSON',
  exporting: (n: number): string => plural(n, { one: '# row', other: '# rows' }),
  exported: (n: number): string => plural(n, { one: '# row exported.', other: '# rows exported.' }),
  exportStopped: 'Export stopped. The file was not written.',
  exportCut: (n: number): string =>
    `The export was cut off after ${plural(n, { one: '# line', other: '# lines' })}. No file was written. Try again.`,
};

export const statuses = {
  pending: 'pending',
  accepted: 'accepted',
  rejected: 'rejected',
  preauthorized: 'preauthorized',
  noauth: 'no auth set',
  decommissioning: 'being decommissioned',
};

export const selection = {
  label: 'Selection',
  selected: (n: number): string => `${count(n)} selected`,
  page: (n: number): string => `${count(n)} on this page are selected.`,
  all: (n: string, words: string): string => (words === '' ? `Select all ${n}` : `Select all ${n} that match ${words}`),
  allSelected: (n: string, time: string): string => `all ${n} matching, seen until ${time}`,
  clear: 'Clear',
  mixed: 'The selected devices have different statuses. Select devices of one status to accept, reject or put back.',
  action: (action: Action): string => `${VERBS[action].replace(' of', '')}…`,
};
