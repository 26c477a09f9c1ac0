import { describe, expect, test } from '@jest/globals';
import { csvRow, CSV_HEADER } from '../../../src/http/api/event-view.ts';
import { OWN_TENANT } from '../../../src/domain/ids.ts';
import { given } from '../../support/stores/given.ts';

const rowOf = (reason: string): string => {
  const origin = { actor: 'user:alice', requestId: 'request-1', reason };
  return csvRow(given.event({ id: '1.0', tenant: OWN_TENANT, origin }));
};

describe('a row of CSV', () => {
  test('has as many cells as the header', () => {
    expect(rowOf('plain').split(',')).toHaveLength(CSV_HEADER.split(',').length);
  });

  test.each([
    ['a comma', 'one, two', '"one, two"'],
    ['a quote', 'the "big" one', '"the ""big"" one"'],
    ['a line break', 'one\ntwo', '"one\ntwo"'],
    ['a formula', '=HYPERLINK(1)', "'=HYPERLINK(1)"],
    ['another formula', '@SUM(1)', "'@SUM(1)"],
  ])('keeps %s', (_name, reason, cell) => {
    expect(rowOf(reason)).toContain(`user:alice,${cell},`);
  });

  test('holds the members that have no column as JSON', () => {
    const event = given.event({ tenant: OWN_TENANT }, { type: 'device.provisioned', provisioned: true });

    expect(csvRow(event)).toMatch(/,"\{""provisioned"":true\}"\r\n$/);
  });
});
