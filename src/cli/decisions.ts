// `devauth devices accept` and `reject`.
import type { Command } from 'commander';
import { clientOf } from './client.ts';
import type { ListedDevice } from './device-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { say } from './output.ts';

const DECISIONS = [
  ['accept', 'accepted', 'accept a device: it gets tokens from now on'],
  ['reject', 'rejected', 'reject a device: its tokens are revoked'],
] as const;

export function addDecisions(devices: Command, io: Io): void {
  for (const [verb, status, says] of DECISIONS) {
    devices
      .command(`${verb} <id> [auth-set]`)
      .description(`${says}; the auth set may be left out when only one can be meant`)
      .action(async (id: string, named: string | undefined, _options: unknown, command: Command) => {
        const { findDevice } = await import('./device-search.ts');
        const client = clientOf(command);
        const authSet = named ?? onlyChoice(await findDevice(client, id), status);
        const path = `/devices/${encodeURIComponent(id)}/auth/${encodeURIComponent(authSet)}/status`;
        await client.management(`PUT ${path}`, { body: { status } });
        say(io, command, { id, auth_set: authSet, status }, `${id} ${authSet} ${status}`);
      });
  }
}

/** Returns the one set that would change; pending sets come before others. */
function onlyChoice({ id, auth_sets }: ListedDevice, status: string): string {
  const others = auth_sets.filter((set) => set.status !== status && set.status !== 'preauthorized');
  const pending = others.filter((set) => set.status === 'pending');
  const choice = pending.length > 0 ? pending : others;
  const [only, ...more] = choice;
  if (only !== undefined && more.length === 0) return only.id;
  throw new CommandFailed(
    EXIT.usage,
    only === undefined
      ? `device ${id} has no auth set to choose`
      : `device ${id} has several auth sets, name one: ${choice.map((set) => set.id).join(', ')}`,
  );
}
