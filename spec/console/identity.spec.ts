// The attribute that names a device on the page.
import { describe, expect, test } from '@jest/globals';
import { attributesOf, nameOf } from '../../src/console/identity.ts';

describe('attributesOf', () => {
  test('begins with the choice of the operator, else with the most useful name, else with the first', () => {
    const identity = { site: 'osaka-02', mac: '02:00', sn: 'E1' };

    const [chosen] = attributesOf(identity, 'site');

    expect([chosen?.text, nameOf(identity), nameOf({ b: '2', a: '1' })]).toEqual(['osaka-02', 'E1', '2']);
  });

  test('names no device by an empty text', () => {
    expect(nameOf({ sn: '', site: '', mac: '02:00' })).toBe('02:00');
    expect(nameOf({ sn: '', site: 'osaka-02' })).toBe('osaka-02');
    expect(nameOf({ sn: '' })).toBe('');
    expect(attributesOf({ sn: '', site: 'osaka-02' }).map(({ name }) => name)).toEqual(['site', 'sn']);
  });
});
