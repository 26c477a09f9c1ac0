// THE table of device types: the settings of each type, and their defaults. A new type is one entry here, and its schema in
// api/tenant-devices.yaml.
import { Refused } from './errors.ts';

/** The installation's settings, for tenants without their own. */
export interface SettingDefaults {
  readonly crewCheckLogoUrl: string;
}

type Given = Readonly<Record<string, unknown>>;

// prettier-ignore
export const DEVICE_TYPES = {
  CrewCheck: {
    read:     (given: Given) => ({ logoUrl: httpsAddress(given, 'logoUrl') }),
    defaults: ({ crewCheckLogoUrl }: SettingDefaults) => ({ logoUrl: crewCheckLogoUrl }),
  },
} as const;

export type DeviceType = keyof typeof DEVICE_TYPES;
export type DeviceSettings = Readonly<ReturnType<(typeof DEVICE_TYPES)[DeviceType]['read']>>;

export const DEFAULT_TYPE: DeviceType = 'CrewCheck';

export const defaultSettings = (type: DeviceType, defaults: SettingDefaults): DeviceSettings =>
  DEVICE_TYPES[type].defaults(defaults);

/** Returns the settings if every member is present and valid and there is no other member. Refuses with `invalid_request`. */
export function readSettings(type: DeviceType, given: Given): DeviceSettings {
  const settings = DEVICE_TYPES[type].read(given);
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(settings, name));
  if (unknown.length > 0) throw new Refused('invalid_request', `${type} has no setting ${unknown.join(', ')}`);
  return settings;
}

function httpsAddress(given: Given, name: string): string {
  const value = given[name];
  if (typeof value === 'string' && isHttpsAddress(value)) return value;
  throw new Refused('invalid_request', `${name} must be an https address without user and password`);
}

const MAX_ADDRESS = 2048;

/**
 * Checks an address for devices; the service never fetches it. The text is checked before it is parsed, because a URL parser drops
 * line breaks.
 */
export function isHttpsAddress(text: string): boolean {
  if (text.length > MAX_ADDRESS || !/^https:\/\/[^\s\p{Cc}\\]+$/u.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
