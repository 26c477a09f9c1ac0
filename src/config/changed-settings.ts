// The settings without their default, as the audit records each start.
import { environment, type Environment } from './environment.ts';
import { SETTINGS, type Setting } from './settings.ts';
import { PREFIX } from './wrong-settings.ts';

/** The text in the place of a secret value. */
const HIDDEN = '(set)';
/** A user name or password in an address. */
const CREDENTIALS = /\/\/[^/]*@/;

/** Returns the values of these settings by name. For a secret, or an address with a password, only that it is set. */
export function changedSettings(env: Environment = environment): Readonly<Record<string, string>> {
  const set = Object.values<Setting>(SETTINGS).flatMap((setting) => {
    const name = PREFIX + setting.name;
    const value =
      env[name] ?? (setting.secret === true && env[`${name}_FILE`] !== undefined ? HIDDEN : setting.default);
    if (value === setting.default) return [];
    return [[name, setting.secret === true || CREDENTIALS.test(value) ? HIDDEN : value] as const];
  });
  return Object.fromEntries(set);
}
