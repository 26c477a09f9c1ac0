// The CPU time of a process with all its threads. On a busy machine it is the steadier figure.
import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;
const [USER, SYSTEM] = [11, 12]; // of the fields after the name of the program (proc(5))

export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS_A_SECOND;
}
