// Specs for a program that this machine may not have: skipped loudly, and a failure in CI.
import { describe, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';

/** `command`: a line of shell that succeeds if the program can be used. */
export const works = (command: string): boolean => spawnSync('sh', ['-c', command], { stdio: 'ignore' }).status === 0;

export const isInstalled = (program: string): boolean => works(`command -v ${program}`);

export function describeIf(usable: boolean, program: string, name: string, specs: () => void): void {
  if (usable) {
    describe(name, specs);
    return;
  }
  if (process.env['CI'] !== undefined) {
    test(`${name} needs ${program}`, () => {
      throw new Error(`${program} cannot be used here, and in CI nothing is skipped`);
    });
    return;
  }
  process.stderr.write(`\nSKIPPED: ${name} (${program} cannot be used here)\n`);
  describe.skip(`${name} (${program} cannot be used here)`, specs);
}
