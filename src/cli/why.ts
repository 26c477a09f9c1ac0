// `devauth devices why`: explains in one sentence why a device gets tokens or not. The exit code is 0 if it does.
import type { Command } from 'commander';
import { z } from 'zod';
import { systemClock } from '../time/clock.ts';
import { clientOf, type Client } from './client.ts';
import { readText } from './device-list.ts';
import { findDevice } from './device-search.ts';
import { titleOf } from './device-view.ts';
import { CommandFailed, EXIT, type Io } from './io.ts';
import { isJson, list, say, type Shape } from './output.ts';
import { ageOf, shortPrint, visible } from './show-text.ts';

export interface Why {
  readonly identity?: string;
  readonly key?: string;
}

export async function why(io: Io, command: Command, device: string | undefined, asked: Why): Promise<void> {
  const isStranger = asked.identity !== undefined || asked.key !== undefined;
  if ((device === undefined) !== isStranger)
    throw new CommandFailed(EXIT.usage, 'name a device, or what it would send with --identity and --key', {
      next: `devauth devices why E20260001, or devauth devices why --identity '{"sn":"E20260001"}'`,
    });
  const client = clientOf(command);
  if (device === undefined) await whyStranger(io, command, client, asked);
  else await whyDevice(io, command, client, device);
}

const Attempt = z.object({ ts: z.string(), outcome: z.string(), times: z.number().optional() });

const AuthSet = z.looseObject({
  id: z.string(),
  fingerprint: z.string(),
  key_type: z.string().optional(),
  status: z.string(),
  last_attempt: Attempt.optional(),
  decided: z.object({ ts: z.string(), actor: z.string(), to: z.string(), reason: z.string().optional() }).optional(),
});

const DeviceDiagnosis = z.looseObject({
  verdict: z.string(),
  says: z.string(),
  next: z.string().optional(),
  auth_sets: z.array(AuthSet),
});

async function whyDevice(io: Io, command: Command, client: Client, text: string): Promise<void> {
  const device = await findDevice(client, text);
  const { body } = await client.management(`GET /devices/${encodeURIComponent(device.id)}/diagnosis`);
  const diagnosis = DeviceDiagnosis.parse(body);
  say(io, command, { id: device.id, ...diagnosis }, visible(`${titleOf(device)}: ${diagnosis.says}`));
  if (!isJson(command) && diagnosis.auth_sets.length > 0) list(io, command, diagnosis.auth_sets, AUTH_SET_SHAPE);
  if (diagnosis.verdict === 'in') return;
  throw new CommandFailed(EXIT.refused, 'it is not in', { next: nextText(diagnosis.next, device.id) });
}

const COLUMNS: Shape<z.infer<typeof AuthSet>>['whole'] = [
  { name: 'status', of: ({ status }) => status, isStatus: true },
  { name: 'key', of: ({ fingerprint }) => fingerprint, short: ({ fingerprint }) => shortPrint(fingerprint) },
  { name: 'type', of: ({ key_type: type }) => type, isExtra: true },
  { name: 'last request', of: ({ last_attempt: attempt }) => attempt && attemptText(attempt), isText: true },
  { name: 'decided', of: ({ decided }) => decided && `${decided.to} by ${decided.actor}`, isText: true, isExtra: true },
  { name: 'reason', of: ({ decided }) => decided?.reason, isText: true, isExtra: true },
];

const AUTH_SET_SHAPE: Shape<z.infer<typeof AuthSet>> = { short: COLUMNS, whole: COLUMNS, name: ({ id }) => id };

const attemptText = ({ ts, outcome, times }: z.infer<typeof Attempt>): string =>
  `${outcome.replaceAll('_', ' ')}, ${ageOf(new Date(ts), systemClock())} ago${times === undefined || times === 1 ? '' : `, ${times} times`}`;

const PREAUTHORIZE = 'devauth devices preauthorize --identity <json> --key <file>';

function nextText(next: string | undefined, id: string): string {
  switch (next) {
    case 'accept':
      return `devauth devices accept ${id}`;
    case 'wait':
      return 'nothing is missing but its next request';
    case 'free_room':
      return 'raise the limit (`devauth limits set`), or reject or decommission devices';
    case 'preauthorize_key':
      return `${PREAUTHORIZE} --force`;
    default:
      return `devauth history ${id} shows what happened`;
  }
}

const IdentityDiagnosis = z.looseObject({
  match: z.string(),
  says: z.string(),
  device: z.string().optional(),
  differences: z.array(z.object({ name: z.string(), expected: z.string().optional(), got: z.string().optional() })),
  would: z.string(),
  next: z.string().optional(),
});

async function whyStranger(io: Io, command: Command, client: Client, { identity, key }: Why): Promise<void> {
  const { body } = await client.management('POST /devices/diagnosis', {
    body: {
      ...(identity !== undefined && { identity_data: identityIn(identity) }),
      ...(key !== undefined && { pubkey: readText(key) }),
    },
  });
  const diagnosis = IdentityDiagnosis.parse(body);
  const { says, device, differences, would } = diagnosis;
  say(io, command, diagnosis, visible(device === undefined ? says : `${says} (${device})`));
  if (!isJson(command) && differences.length > 0) list(io, command, differences, DIFFERENCE_SHAPE);
  if (would === 'accept') return;
  throw new CommandFailed(EXIT.refused, WOULD[would] ?? 'it would not get in', {
    next: nextOfStranger(diagnosis),
  });
}

/** Only a key that is not admitted is refused without a next step, but for a device that is being decommissioned. */
function nextOfStranger({ match, device, would, next }: z.infer<typeof IdentityDiagnosis>): string {
  if (would === 'reject' && next === undefined && (match !== 'exact' || device === undefined)) return OTHER_KEY;
  if (next !== 'preauthorize_key') return nextText(next, device ?? '<device>');
  return match === 'near' && device !== undefined
    ? `give it the identity on record, \`devauth devices show ${device}\`, or ${PREAUTHORIZE}`
    : PREAUTHORIZE;
}

const OTHER_KEY =
  'give the device a key that is admitted, and name its public key in PEM: `openssl pkey -in <private key> -pubout`';

const WOULD: Readonly<Record<string, string | undefined>> = {
  wait: 'it would wait for a decision',
  reject: 'it would be refused',
  no_room: 'there would be no room',
};

type Difference = z.infer<typeof IdentityDiagnosis>['differences'][number];

const DIFFERENCES: Shape<Difference>['whole'] = [
  { name: 'attribute', of: ({ name }) => name },
  { name: 'on record', of: ({ expected }) => expected ?? 'absent', isText: true },
  { name: 'given', of: ({ got }) => got ?? 'absent', isText: true },
];

const DIFFERENCE_SHAPE: Shape<Difference> = { short: DIFFERENCES, whole: DIFFERENCES, name: ({ name }) => name };

function identityIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandFailed(EXIT.usage, '--identity is not JSON', { next: `such as --identity '{"sn":"E20260001"}'` });
  }
}
