// What may stand in a line of the log: fields by name, and nothing that looks like a secret in any of them.
import { describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import winston from 'winston';
import { redact } from '../../src/observe/log.ts';

function written(fields: Readonly<Record<string, unknown>>) {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const format = winston.format.combine(redact(), winston.format.json());
  winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] }).info('spec', fields);
  return JSON.parse(lines[0] ?? '');
}

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
