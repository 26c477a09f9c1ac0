// `devauth devices export`: every matching device, page by page, as NDJSON or CSV.
import type { Command } from 'commander';
import { beginsFormula } from '../domain/formula.ts';
import { clientOf } from './client.ts';
import { filterOf } from './device-search.ts';
import { allDevices } from './device-stream.ts';
import { DEVICE_SHAPE, textOf as attributeText, type ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { formatOf, openListing, wholeText, type Column, type Shape } from './output.ts';
import { openProgress } from './progress.ts';

export interface Export {
  readonly query?: string;
  readonly status?: string;
  readonly spreadsheet?: true;
  /** Names with commas between them. */
  readonly attributes?: string;
}

export async function exportDevices(io: Io, command: Command, options: Export): Promise<void> {
  const format = formatOf(command);
  if (format !== 'csv' && format !== 'ndjson')
    throw new CommandFailed(EXIT.usage, 'an export is -o csv or -o ndjson', { next: 'add one of them' });
  const { query, status, spreadsheet, attributes } = options;
  const filter = filterOf(query, status);
  const shape = withAttributes(DEVICE_SHAPE, attributes?.split(',') ?? []);
  const listing = openListing(io, command, spreadsheet ? withoutFormulas(shape) : shape);
  const progress = openProgress(io.terminal === undefined ? io : { ...io, line: undefined }, command, undefined);
  let count = 0;
  for await (const devices of allDevices(clientOf(command), filter)) {
    listing.write(devices);
    count += devices.length;
    progress.done(count);
  }
  progress.close();
  listing.close();
}

/** Adds a column for each attribute, with the name that `preauthorize` accepts. */
const withAttributes = (shape: Shape<ListedDevice>, names: readonly string[]): Shape<ListedDevice> => ({
  ...shape,
  wide: [
    ...(shape.wide ?? []),
    ...names.map((name) => ({
      name: `identity.${name}`,
      of: ({ identity_data: identity }: ListedDevice) =>
        identity[name] === undefined ? undefined : attributeText(identity[name]),
    })),
  ],
});

const harmless = <Value>(columns: readonly Column<Value>[]): readonly Column<Value>[] =>
  columns.map((column) => ({ ...column, of: (value) => harmlessText(wholeText(column.of(value))) }));

const harmlessText = (text: string): string => (beginsFormula(text) ? `'${text}` : text);

const withoutFormulas = (shape: Shape<ListedDevice>): Shape<ListedDevice> => ({
  ...shape,
  whole: harmless(shape.whole),
  wide: harmless(shape.wide ?? []),
});
