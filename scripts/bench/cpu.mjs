// What a process has used of the CPU, all its threads together. On a machine with others at work it is the steadier figure.
import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;
const [USER, SYSTEM] = [11, 12]; // of the fields behind the name of the program (proc(5))

export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS_A_SECOND;
}
