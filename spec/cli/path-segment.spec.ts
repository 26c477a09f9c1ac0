import { describe, expect, test } from '@jest/globals';
import { CommandFailed } from '../../src/cli/io.ts';
import { segmentOf, tenantSegmentOf } from '../../src/cli/path-segment.ts';

describe('an id in a path', () => {
  test('is encoded', () => {
    expect(segmentOf('a/b?c', 'a device')).toBe('a%2Fb%3Fc');
    expect(segmentOf('...', 'a device')).toBe('...');
  });

  test.each(['', '.', '..'])('is refused where it makes another path: %j', (id) => {
    expect(() => segmentOf(id, 'a bulk decision')).toThrow(CommandFailed);
    expect(() => segmentOf(id, 'a bulk decision')).toThrow(`${JSON.stringify(id)} is not the id of a bulk decision`);
  });

  test('of a tenant may be empty, which is the installation’s own', () => {
    expect(tenantSegmentOf('')).toBe('');
    expect(() => tenantSegmentOf('..')).toThrow('".." is not the id of a tenant');
  });
});
