// `devauth events list` and `devauth history`: changes and their actors, the newest first.
import { Command, Option } from 'commander';
import { clientOf } from './client.ts';
import type { EventQuery } from './event-list.ts';
import type { Io } from './io.ts';
import { countOption } from './query-option.ts';

export function eventsCommand(io: Io): Command {
  const events = new Command('events').description('what happened, and who did it');
  addListOptions(events.command('list').alias('ls').description('list events, the newest first'))
    .option('--device <device>', 'only of this device: its id, a serial or a MAC address')
    .action((options: EventQuery, command: Command) => show(io, command, options));
  return events;
}

export const historyCommand = (io: Io): Command =>
  addListOptions(new Command('history').description('list what happened to a device, the newest first'))
    .argument('<device>', 'its id, a serial or a MAC address; a removed device by its id')
    .action((device: string, options: EventQuery, command: Command) => show(io, command, { ...options, device }));

const addListOptions = (command: Command): Command =>
  command
    .option('--type <type>', 'only events of this type, such as auth_set.changed')
    .option('--actor <actor>', 'only changes by this actor, such as user:anna')
    .option('--after <time>', 'only events since then: 2h, 3d, or a time')
    .option('--before <time>', 'only events before then')
    .addOption(countOption('the most events to list; default 50'))
    .addOption(new Option('--all', 'list every event that is kept').conflicts('limit'));

async function show(io: Io, command: Command, query: EventQuery): Promise<void> {
  const { listEvents } = await import('./event-list.ts');
  await listEvents(io, command, clientOf(command), query);
}
