// Shows one device on a terminal, with its keys. In a pipe it is the object of the API.
import type { Command } from 'commander';
import { systemClock } from '../time/clock.ts';
import { printOf, seenOf, textOf, type ListedAuthSet, type ListedDevice } from './device-view.ts';
import { jsonLines, type Io } from './io.ts';
import { formatOf, list, openListing, type Shape } from './output.ts';
import { ageOf, jsonText, padded, shortPrint, visible } from './show-text.ts';

export function showDevice(io: Io, command: Command, device: ListedDevice): void {
  switch (formatOf(command)) {
    case 'ndjson':
      return io.out(jsonLines([device]));
    case 'csv':
      return listOne(io, command, device);
    case 'name':
      return io.out(`${device.id}\n`);
    case 'json':
      return io.out(`${JSON.stringify(device, undefined, 2)}\n`);
    default:
      if (io.terminal === undefined) io.out(`${JSON.stringify(device, undefined, 2)}\n`);
      else showPage(io, command, device);
  }
}

const listOne = (io: Io, command: Command, device: ListedDevice): void => {
  const { id, status, created_ts: created, identity_data: identity } = device;
  const row = { id, status, created, identity: jsonText(identity) };
  const names = ['id', 'status', 'created', 'identity'] as const;
  const columns = names.map((name) => ({ name, of: (value: typeof row) => value[name] }));
  const listing = openListing(io, command, { short: columns, whole: columns, name: (value: typeof row) => value.id });
  listing.write([row]);
  listing.close();
};

function showPage(io: Io, command: Command, device: ListedDevice): void {
  const now = systemClock();
  const seen = seenOf(device);
  const facts = [
    ['status', device.status],
    ['id', device.id],
    ...Object.entries(device.identity_data).map(([name, value]) => [name, textOf(value)] as const),
    ['first heard', `${ageOf(new Date(device.created_ts), now)} ago`],
    ['last token', seen === undefined ? 'never' : `${ageOf(seen, now)} ago`],
  ] as const;
  const width = Math.max(...facts.map(([name]) => visible(name).length));
  for (const [name, text] of facts) io.out(`${padded(visible(name), width)}  ${visible(text)}\n`);
  io.out(device.auth_sets.length === 0 ? '\nno keys\n' : '\n');
  list(io, command, device.auth_sets, AUTH_SET_SHAPE);
}

const ALL: Shape<ListedAuthSet>['whole'] = [
  { name: 'status', of: ({ status }) => status, isStatus: true },
  { name: 'key', of: printOf, short: (set) => shortPrint(printOf(set)) },
  { name: 'type', of: ({ key_type: type }) => type },
  { name: 'age', of: ({ ts }) => new Date(ts) },
  { name: 'auth set', of: ({ id }) => id },
];

const AUTH_SET_SHAPE: Shape<ListedAuthSet> = { short: ALL, whole: ALL, name: ({ id }) => id };
