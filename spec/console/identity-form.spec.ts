// An identity as an operator enters it.
import { describe, expect, test } from '@jest/globals';
import { asJson, asRows, readForm, startForm } from '../../src/console/identity-form.ts';

const json = (text: string) => ({ ...startForm(), json: text });

describe('the rows', () => {
  test('are the identity, without spaces around a text and without rows that are not filled in', () => {
    const rows = [
      { name: ' sn ', value: ' A-1 ' },
      { name: 'mac', value: '' },
      { name: '', value: 'lost' },
    ];

    expect(readForm({ rows, json: undefined })).toEqual({ sn: 'A-1' });
  });

  test('begin with what the address says, else with an empty serial number, which is no identity', () => {
    expect(readForm(startForm({ sn: 'A-1', site: 'lyon' }))).toEqual({ sn: 'A-1', site: 'lyon' });
    expect(readForm(startForm())).toBeUndefined();
  });
});

describe('the JSON', () => {
  test.each(['', '{', '[]', '"text"', 'null', '{}'])('%s is no identity', (text) => {
    expect(readForm(json(text))).toBeUndefined();
  });

  test('may have values that are no texts, which rows cannot hold', () => {
    const form = json('{"sn": 7, "tags": ["a"]}');

    expect(readForm(form)).toEqual({ sn: 7, tags: ['a'] });
    expect(asRows(form)).toBeUndefined();
  });

  test('becomes rows again, and rows become JSON, with the same identity', () => {
    const form = startForm({ sn: 'A-1', site: 'lyon' });

    expect(readForm(asJson(form))).toEqual(readForm(form));
    expect(asRows(asJson(form))?.rows).toEqual(form.rows);
  });
});
