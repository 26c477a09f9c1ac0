// What the options that every command has say about its output and its tenant.
import type { Command } from 'commander';
import { jsonLines, type Io } from './io.ts';

/** True for `--json`: the output is for programs. */
export const isJson = (command: Command): boolean => command.optsWithGlobals<{ json?: true }>().json === true;

/** Returns `--tenant`; `''` is the installation's own. */
export const tenantOf = (command: Command): string => command.optsWithGlobals<{ tenant?: string }>().tenant ?? '';

/** Writes the result of one change: the object for programs, the sentence for people. */
export const say = (io: Io, command: Command, value: object, sentence: string): void =>
  io.out(isJson(command) ? jsonLines([value]) : `${sentence}\n`);
