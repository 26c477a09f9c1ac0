import { describe, expect, test } from '@jest/globals';
import { changedSettings } from '../../src/config/changed-settings.ts';

describe('changedSettings', () => {
  test('are those that have not their default, by name', () => {
    expect(changedSettings({ DEVICEAUTH_MAX_DEVICES: '5', DEVICEAUTH_LOG_LEVEL: 'info', PATH: '/bin' })).toEqual({
      DEVICEAUTH_MAX_DEVICES: '5',
    });
  });

  test('show no secret, from the environment or from a file, and no address with a password', () => {
    const shown = changedSettings({
      DEVICEAUTH_GATEWAY_SECRET: 'canary-1',
      DEVICEAUTH_INTERNAL_API_KEY_FILE: '/run/canary-2',
      DEVICEAUTH_TRACES_URL: 'https://user:canary-3@collector/v1/traces',
    });

    expect(shown).toEqual({
      DEVICEAUTH_GATEWAY_SECRET: '(set)',
      DEVICEAUTH_INTERNAL_API_KEY: '(set)',
      DEVICEAUTH_TRACES_URL: '(set)',
    });
  });
});
