// Facts about the keys of a device.
import type { AuthSet, Device } from './api.ts';

export const waitingOf = ({ auth_sets }: Pick<Device, 'auth_sets'>): readonly AuthSet[] =>
  auth_sets.filter(({ status }) => status === 'pending');

/** True for a pending key while another key of the device is accepted. */
export const hasNewKey = (device: Pick<Device, 'auth_sets'>): boolean =>
  waitingOf(device).length > 0 && device.auth_sets.some(({ status }) => status === 'accepted');

/** Returns the key that a row shows: the pending one, else the strongest. */
export function shownKey(device: Pick<Device, 'auth_sets' | 'status'>): AuthSet | undefined {
  return waitingOf(device)[0] ?? device.auth_sets.find(({ status }) => status === device.status) ?? device.auth_sets[0];
}
