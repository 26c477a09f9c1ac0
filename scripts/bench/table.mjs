// The report. Rates are medians of the rounds. The important figures are the ratios to the bare servers of the same run: of the
// rate, where more is better, and of the CPU that one request takes of the server's process, where less is better.
const WIDTH = 50;
const CELL = 12;
const HEADINGS = [
  'requests/s',
  'of bare',
  'CPU µs',
  '× bare',
  '× headers',
  '× Express',
  'p50 ms',
  'p99 ms',
  'p99 ½ load',
];

/** Rows: name, rates and cpus of the rounds, latency at one connection, and perhaps the p99 at half load. The first three are bare. */
export function printTable(title, rows) {
  const [bare] = rows;
  console.log(`\n${title.padEnd(WIDTH)}${HEADINGS.map((heading) => heading.padStart(CELL)).join('')}`);
  for (const row of rows) {
    const { name, latency, halfLoad } = row;
    const [rate, cpu] = [median(row.rates), median(row.cpus)];
    const cells = [
      rate.toFixed(rate >= 100 ? 0 : 1),
      (rate / median(bare.rates)).toFixed(4),
      (cpu * 1e6).toFixed(cpu >= 1e-3 ? 0 : 1),
      ...rows.slice(0, 3).map((other) => cpuRatio(row, other).toFixed(2)),
      latency.p50.toFixed(2),
      latency.p99.toFixed(2),
      halfLoad === undefined ? '-' : halfLoad.toFixed(2),
    ];
    console.log(name.padEnd(WIDTH) + cells.map((cell) => cell.padStart(CELL)).join(''));
  }
  return rows;
}

export const cpuRatio = (row, other) => median(row.cpus) / median(other.cpus);

export const printFigure = (name, text) => console.log(`${name.padEnd(WIDTH)}${text}`);

export const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
