#!/usr/bin/env node
// The entry: passes the words of the command line to the CLI. Without words it serves. The result is the exit code.
import { keepFirstTick } from './cli/first-tick.ts';
import { sizeHeap } from './cli/heap.ts';
import { switchOptimizer } from './cli/optimizer.ts';

keepFirstTick();
sizeHeap();
switchOptimizer('off');
const { runCli } = await import('./cli/main.ts');
switchOptimizer('on');

process.exitCode = await runCli(process.argv.slice(2));
