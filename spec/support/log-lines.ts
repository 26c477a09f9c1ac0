// A log with lines that a spec reads.
import { Writable } from 'node:stream';
import winston, { type Logger } from 'winston';

export type LogLine = Readonly<Record<string, unknown>>;

export function openLogLines(): { readonly log: Logger; readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const stream = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines.push(JSON.parse(String(line)));
      done();
    },
  });
  const transports = [new winston.transports.Stream({ stream })];
  return { log: winston.createLogger({ format: winston.format.json(), transports }), lines };
}
