import { expect, test } from '@jest/globals';
import { parseForm } from '../../../src/http/bind/form-body.ts';

test.each([
  ['username=d1&password=a.b.c', { username: 'd1', password: 'a.b.c' }],
  ['vhost=%2F&name=amq.topic', { vhost: '/', name: 'amq.topic' }],
  ['a=1+2&b=1%2B2', { a: '1 2', b: '1+2' }],
  ['a=x=y', { a: 'x=y' }],
  ['a&b=', { a: '', b: '' }],
  ['variable_map.client_id=d1', { 'variable_map.client_id': 'd1' }],
  ['%C3%A4=%E2%82%AC', { ä: '€' }],
  ['', {}],
  ['&a=1&', { a: '1' }],
])('%s', (text, fields) => {
  expect(parseForm(text)).toEqual(fields);
});

test.each(['a=1&a=2', 'a=1&%61=2', 'a=%', 'a=%zz', 'a=%ff'])(
  '%s is refused: two readers could understand it differently',
  (text) => {
    expect(() => parseForm(text)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  },
);
