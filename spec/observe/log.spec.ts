// Lines of the log: fields by name, and no field contains anything that looks like a secret.
import { describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import winston from 'winston';
import { json, redact, text } from '../../src/observe/log.ts';

function lineOf(format: winston.Logform.Format, message: string, fields: Readonly<Record<string, unknown>>): string {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] }).info(message, fields);
  return lines.join('');
}

const written = (fields: Readonly<Record<string, unknown>>) =>
  JSON.parse(lineOf(winston.format.combine(redact(), json()), 'spec', fields));

/** At four minutes and five seconds past midnight in the time zone of this machine. */
const AT = new Date(2027, 0, 1, 0, 4, 5).toISOString();

const shown = (message: string, fields: Readonly<Record<string, unknown>>): string =>
  lineOf(winston.format.combine(redact(), text()), message, { timestamp: AT, ...fields });

describe('a line of the log', () => {
  test('has the fields that are allowed, and names those that are not without their values', () => {
    expect(written({ status: 200, route: '/devices', authorization: 'Bearer x', body: { a: 1 } })).toEqual({
      level: 'info',
      message: 'spec',
      status: 200,
      route: '/devices',
      omitted: ['authorization', 'body'],
    });
  });

  test.each([
    ['a JWT', 'token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln refused'],
    ['a private key', 'bad: -----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----'],
    ['half a private key', 'bad: -----BEGIN PRIVATE KEY-----\nMIGHAgEA'],
    ['an API key', 'key dak_1_c2VjcmV0c2VjcmV0 refused'],
    ['the password in an address', 'cannot reach mongodb://root:hunter2@mongo:27017'],
  ])('masks %s in a text that is allowed', (_name, problem) => {
    const { problem: text } = written({ problem });

    expect(text).toContain('***');
    expect(text).not.toMatch(/eyJ|MIGHAgEA|c2VjcmV0|hunter2/);
  });

  test('masks in lists, shows no object, and ends a text that is too long', () => {
    expect(written({ jtis: ['a', 'dak_1_c2VjcmV0'], cause: { secret: 1 }, error: 'x'.repeat(9000) })).toMatchObject({
      jtis: ['a', '***'],
      cause: '***',
      error: 'x'.repeat(4000),
    });
  });
});

describe('a line for programs', () => {
  test('has its members in one order: time, level and message first', () => {
    const line = lineOf(winston.format.combine(redact(), json()), 'spec', {
      secret: 'x',
      error: 'broken',
      status: 500,
      request_id: 'r',
      timestamp: AT,
    });

    expect(Object.keys(JSON.parse(line))).toEqual([
      'timestamp',
      'level',
      'message',
      'request_id',
      'status',
      'error',
      'omitted',
    ]);
  });
});

describe('a line for people', () => {
  test('is the time of day, the level, the message and the members', () => {
    expect(shown('request', { status: 200, route: '/devices', complete: true, ms: 3 })).toBe(
      '00:04:05 info  request route=/devices status=200 complete=true ms=3\n',
    );
  });

  test('quotes texts with white space, and has the type of an event once', () => {
    expect(shown('device.accepted', { type: 'device.accepted', problem: 'a b="c"' })).toBe(
      '00:04:05 info  device.accepted problem="a b=\\"c\\""\n',
    );
  });

  test('indents the lines of a stack, so that none looks like a line of the log', () => {
    expect(shown('bug', { error: 'Error: x\n00:00:00 info  forged' })).toBe(
      '00:04:05 info  bug\n    Error: x\n    00:00:00 info  forged\n',
    );
  });

  test('escapes characters that steer a terminal', () => {
    expect(shown('request', { problem: 'a\u009b2Jb', error: '\u001b[2J' })).toBe(
      '00:04:05 info  request problem=a\\u009b2Jb\n    \\u001b[2J\n',
    );
  });

  test('masks secrets as the line for programs does', () => {
    expect(shown('request', { problem: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln' })).toContain('problem=***');
  });
});
