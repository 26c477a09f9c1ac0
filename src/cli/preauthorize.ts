// Preauthorizes a list of devices, several at a time. A second run of the same list changes nothing and fails nothing.
import { readConfig } from '../config/settings.ts';
import { createKeys } from '../device-keys/device-key.ts';
import type { Keys } from '../device-keys/keys.ts';
import { Refused } from '../domain/errors.ts';
import { identityOf } from '../domain/identity.ts';
import type { Client } from './client.ts';
import type { Entry, Line } from './device-list.ts';
import { parseDevice } from './device-view.ts';
import { CommandFailed, EXIT, jsonLines, type Io } from './io.ts';

export interface DeviceList {
  readonly lines: readonly Line[];
  readonly force?: true;
  /** Checks what the server would check, by the settings of this environment, and sends nothing. */
  readonly dryRun?: true;
  readonly isJson: boolean;
}

interface Outcome {
  readonly line: number;
  readonly result: 'created' | 'exists' | 'failed' | 'valid';
  readonly id?: string;
  readonly says?: string;
}

const AT_ONCE = 8;

/** Writes one answer a line, in the order of the file. Fails when one line failed. */
export async function preauthorizeList(io: Io, client: Client, list: DeviceList): Promise<void> {
  const decide = list.dryRun ? dryRun() : (entry: Entry) => send(client, entry, list);
  const outcomes: Outcome[] = [];
  for (let at = 0; at < list.lines.length; at += AT_ONCE) {
    const part = await Promise.all(list.lines.slice(at, at + AT_ONCE).map((line) => outcomeOf(line, decide)));
    if (list.isJson) io.out(jsonLines(part));
    else
      part
        .filter(({ result }) => result === 'failed')
        .forEach(({ line, says }) => io.err(`line ${line}: ${says ?? 'failed'}\n`));
    outcomes.push(...part);
  }
  if (!list.isJson) io.out(`${summaryOf(outcomes)}\n`);
  const failed = outcomes.filter(({ result }) => result === 'failed').length;
  if (failed > 0) throw new CommandFailed(EXIT.refused, `${failed} of ${outcomes.length} were refused`);
}

type Decision = Omit<Outcome, 'line'>;

async function outcomeOf(
  { line, entry }: Line,
  decide: (entry: Entry) => Decision | Promise<Decision>,
): Promise<Outcome> {
  if (entry === undefined) return { line, result: 'failed', says: 'identity data and a public key are needed' };
  return { line, ...(await decide(entry)) };
}

async function send(client: Client, entry: Entry, { force }: DeviceList): Promise<Decision> {
  try {
    const body = { ...entry, ...(force && { force }) };
    const answer = await client.management('POST /devices', { body, also: [CONFLICT] });
    if (answer.status !== CONFLICT) return { result: 'created', id: idOf(answer.headers.get('location')) };
    const { id, auth_sets } = parseDevice(answer.body);
    const isKnown = auth_sets.some(({ pubkey }) => isSameKey(pubkey, entry.pubkey));
    return isKnown
      ? { result: 'exists', id }
      : { result: 'failed', id, says: `the identity is that of device ${id}, which has another key` };
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.exitCode !== EXIT.refused) throw error;
    return { result: 'failed', says: error.message };
  }
}

const CONFLICT = 409;

const idOf = (location: string | null): string => location?.replace(/^.*devices\//, '') ?? '';

const isSameKey = (one: string, other: string): boolean => one.replaceAll(/\s/g, '') === other.replaceAll(/\s/g, '');

function dryRun(): (entry: Entry) => Decision {
  const { config } = readConfig(undefined, { purpose: 'maintain' });
  const keys = createKeys({ minRsaBits: config.minRsaBits, types: config.keyTypes });
  return (entry) => check(keys, entry);
}

function check(keys: Keys, { identity_data, pubkey }: Entry): Decision {
  try {
    identityOf(identity_data);
    keys.admit(pubkey);
    return { result: 'valid' };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { result: 'failed', says: error.message };
  }
}

function summaryOf(outcomes: readonly Outcome[]): string {
  const counts = ['created', 'exists', 'valid', 'failed'].flatMap((result) => {
    const count = outcomes.filter((outcome) => outcome.result === result).length;
    return count > 0 ? [`${count} ${result}`] : [];
  });
  return counts.join(', ') || 'the list is empty';
}
