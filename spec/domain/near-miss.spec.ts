import { describe, expect, test } from '@jest/globals';
import { differencesOf } from '../../src/domain/near-miss.ts';

describe('differencesOf', () => {
  test('names the attributes that differ, with both values', () => {
    expect(differencesOf('{"mac":"02","sn":"A-1"}', '{"mac":"02","sn":"a-1"}')).toEqual([
      { name: 'sn', expected: 'A-1', got: 'a-1' },
    ]);
  });

  test('leaves out the value of an attribute that one of them does not have', () => {
    expect(differencesOf('{"sn":"A-1"}', '{"serial":"A-1"}')).toEqual([
      { name: 'sn', expected: 'A-1' },
      { name: 'serial', got: 'A-1' },
    ]);
  });

  test('distinguishes a number from its text, and shows other values as JSON', () => {
    expect(differencesOf('{"n":1}', '{"n":"1"}')).toEqual([{ name: 'n', expected: '1', got: '1' }]);
    expect(differencesOf('{"n":{"b":1,"a":[null]}}', '{"n":null}')).toEqual([
      { name: 'n', expected: '{"a":[null],"b":1}', got: 'null' },
    ]);
  });

  test('finds none in the same attributes in another order', () => {
    expect(differencesOf('{"a":{"x":1,"y":2},"b":2}', '{"b":2,"a":{"y":2,"x":1}}')).toEqual([]);
  });

  test.each(['constructor', 'toString'])('an attribute named %s is one like any other', (name) => {
    expect(differencesOf('{}', JSON.stringify({ [name]: 'x' }))).toEqual([{ name, got: 'x' }]);
  });
});
