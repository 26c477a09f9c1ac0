#!/usr/bin/env node
// The entry: passes the words of the command line to the CLI. Without words it serves. The result is the exit code.
import { setFlagsFromString } from 'node:v8';
import { switchOptimizer } from './cli/optimizer.ts';

// Keeps the young generation of the heap at 1 MiB for each half. V8 would let it grow to 16 MiB, which brings nothing for a service
// with short-lived objects. The program is loaded after this line: loading it makes the young generation grow too.
setFlagsFromString('--semi-space-growth-factor=1');
switchOptimizer('off');
const { runCli } = await import('./cli/main.ts');
switchOptimizer('on');

process.exitCode = await runCli(process.argv.slice(2));
