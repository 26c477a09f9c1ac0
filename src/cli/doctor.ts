// `devauth doctor`: what is wrong with the installation. A server is asked where one answers; where none does, the store and the
// keys are looked at from here, by the settings of this environment.
import { Command } from 'commander';
import { z } from 'zod';
import { systemClock } from '../time/clock.ts';
import { readConfig } from '../config/settings.ts';
import type { Finding } from '../service/diagnose.ts';
import { clientOf } from './client.ts';
import { CommandFailed, EXIT, jsonLines, table, type Io } from './io.ts';

export const doctorCommand = (io: Io): Command =>
  new Command('doctor')
    .description('look for what is wrong: the store, slots, events left behind, keys, clocks')
    .option('--offline', 'ask no server: look at the store and the keys from here')
    .action(async (options: { readonly offline?: true }, command: Command) => {
      const findings = options.offline ? await lookHere() : await askServer(command, io);
      const { json } = command.optsWithGlobals<{ json?: true }>();
      io.out(json ? jsonLines(findings) : table(findings.map(({ status, check, says }) => ({ status, check, says }))));
      const wrong = findings.filter(({ status }) => status === 'wrong').length;
      if (wrong > 0) throw new CommandFailed(EXIT.unwell, `${wrong} of ${findings.length} are wrong`);
    });

async function askServer(command: Command, io: Io): Promise<readonly Finding[]> {
  try {
    const answer = await clientOf(command).internal('GET /diagnosis');
    return [...findingsIn(answer.body), clockFinding(answer.headers.get('date'))];
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.exitCode !== EXIT.unavailable) throw error;
    io.err(`devauth: ${error.message}; looking from here\n`);
    return [...(await lookHere()), { check: 'server', status: 'wrong', says: error.message }];
  }
}

async function lookHere(): Promise<readonly Finding[]> {
  const { config } = readConfig(undefined, { purpose: 'maintain' });
  const { examine } = await import('../maintain.ts');
  return examine(config);
}

const Diagnosis = z.object({
  findings: z.array(z.object({ check: z.string(), status: z.enum(['ok', 'wrong']), says: z.string() })),
});

const findingsIn = (body: unknown): readonly Finding[] => Diagnosis.parse(body).findings;

const SECOND = 1000;
const MAX_DIFFERENCE_SECONDS = 5;

/** `Date` has whole seconds. */
function clockFinding(date: string | null): Finding {
  const seconds = Math.round((Date.parse(date ?? '') - systemClock().getTime()) / SECOND);
  const isNear = Math.abs(seconds) <= MAX_DIFFERENCE_SECONDS;
  return { check: 'clock', status: isNear ? 'ok' : 'wrong', says: `the server is ${seconds} s ahead of this machine` };
}
