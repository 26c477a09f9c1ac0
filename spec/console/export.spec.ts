// The parameters of the export: the filter of the search.
import { describe, expect, test } from '@jest/globals';
import { exportQuery } from '../../src/console/export-query.ts';
import { readWords } from '../../src/console/search.ts';

const NOW = new Date('2026-11-28T12:00:00Z');
const queryFor = (words: string): string | undefined => {
  const query = exportQuery(readWords(words, NOW).filter);
  return query && decodeURIComponent(query.toString());
};

describe('exportQuery', () => {
  test.each([
    ['', ''],
    ['status:accepted,rejected waits:key', 'status=accepted&status=rejected&auth_set_status=pending'],
    ['sn:E20 site=lyon model:*', 'identity.sn=E20*&identity.site=lyon&identity.model=*'],
    ['berlin', 'identity.*=berlin*'],
    ['key:3f2a id:a id:b', 'id=a&id=b&key=3f2a'],
    ['older:1d unseen:ever', 'created_before=2026-11-27T12:00:00.000Z&check_in_never=true'],
    ['seen:1h', 'check_in_after=2026-11-28T11:00:00.000Z'],
  ])('%s becomes %s', (words, query) => {
    expect(queryFor(words)).toBe(query);
  });

  test.each(['berlin lyon', 'sn:E sn:F', 'sn=E*'])(
    '%s cannot be said in parameters: they would find other devices',
    (words) => {
      expect(queryFor(words)).toBeUndefined();
    },
  );
});
