// Every sentence of the page; `en/` has those of each screen. Another language is another file of this shape, with a folder.
import { count } from '../format.ts';
import { apiKeys } from './en/api-keys.ts';
import { audit, events } from './en/audit.ts';
import { bulk, decided } from './en/decisions.ts';
import { ask, device } from './en/device.ts';
import { limit, nav } from './en/frame.ts';
import { help } from './en/help.ts';
import { installation } from './en/installation.ts';
import { devices, list, pending, search, selection, statuses } from './en/lists.ts';
import { login } from './en/login.ts';
import { identity, missing } from './en/missing.ts';
import { preauthorize } from './en/preauthorize.ts';
import { refusal } from './en/refusals.ts';
import { settings } from './en/settings.ts';
import { webhooks } from './en/webhooks.ts';

export const t = {
  product: 'devauth',
  title: (page: string): string => `${page} · devauth`,
  more: (n: number, isMore: boolean): string => `${count(n)}${isMore ? '+' : ''}`,
  ago: (age: string): string => `${age} ago`,
  never: 'never',
  cancel: 'Cancel',
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied.',
  notCopied: 'The browser did not allow copying. Select the text and copy it by hand.',
  tryAgain: 'Try again',
  tryAgainIn: (seconds: number): string => `Try again in ${seconds} s`,
  request: (id: string): string => `Request ${id}`,
  skip: 'Skip to the content',
  loading: 'Loading…',
  nav,
  limit,
  login,
  offline: (since: string, seconds: number): string =>
    `The service does not answer. What you see is of ${since}. Trying again in ${seconds} s.`,
  tryNow: 'Try now',
  refusal,
  search,
  list,
  pending,
  devices,
  statuses,
  selection,
  bulk,
  decided,
  device,
  ask,
  audit,
  events,
  change: (from: string, to: string): string => `${from} → ${to}`,
  apiKeys,
  webhooks,
  settings,
  help,
  identity,
  missing,
  preauthorize,
  installation,
  notFound: 'There is no such screen.',
};
