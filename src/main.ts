#!/usr/bin/env node
// The entry: the words of the command line go to the CLI, and no words mean `serve`. What it answers is how the process ends.
import { runCli } from './cli/main.ts';

process.exitCode = await runCli(process.argv.slice(2));
