// Which settings have not their default, as the audit of starts keeps them.
import { environment, type Environment } from './environment.ts';
import { SETTINGS, type Setting } from './settings.ts';
import { PREFIX } from './wrong-settings.ts';

/** What stands for a value that must not be shown. */
const HIDDEN = '(set)';
/** A user name or password in an address. */
const CREDENTIALS = /\/\/[^/]*@/;

/** Returns the values of these settings by name. Of a secret, and of an address that holds one, only that it is set. */
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
