// The report: rates as medians of the rounds and as ratios to the first two rows, which are the bare servers; times at one connection.
const WIDTH = 46;
const HEADINGS = ['requests/s', 'of node:http', 'of Express', 'p50 ms', 'p99 ms'];

/** Rows: name, rates, latency. */
export function printTable(title, rows) {
  const [bare, express] = rows.map(({ rates }) => median(rates));
  console.log(`\n${title.padEnd(WIDTH)}${HEADINGS.map((heading) => heading.padStart(14)).join('')}`);
  for (const { name, rates, latency } of rows) {
    const rate = median(rates);
    const cells = [
      rate.toFixed(rate >= 100 ? 0 : 1),
      (rate / bare).toFixed(4),
      (rate / express).toFixed(4),
      latency.p50.toFixed(2),
      latency.p99.toFixed(2),
    ];
    console.log(name.padEnd(WIDTH) + cells.map((cell) => cell.padStart(14)).join(''));
  }
}

export const printFigure = (name, text) => console.log(`${name.padEnd(WIDTH)}${text}`);

export const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
