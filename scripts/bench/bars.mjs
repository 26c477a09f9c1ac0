// The limits that the service has to reach (README.md), each with the figure of this run.
import { printFigure } from './table.mjs';

const measured = [];

/** `most` or `least` is the limit of the figure. */
export function holdBar(name, figure, { most = Infinity, least = -Infinity, unit = '' }) {
  const isMet = figure <= most && figure >= least;
  const bar = most === Infinity ? `at least ${least}${unit}` : `at most ${most}${unit}`;
  measured.push({ name, text: `${bar.padEnd(22)}${figure.toFixed(2)}${unit}`.padEnd(40) + (isMet ? 'met' : 'MISSED') });
}

export function printBars() {
  if (measured.length === 0) return;
  console.log('\nbars');
  for (const { name, text } of measured) printFigure(name, text);
}
