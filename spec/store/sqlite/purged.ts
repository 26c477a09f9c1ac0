// The token that a purge on SQLite removes first: it removes them in the order of jti.
import type { Device } from '../../../src/domain/device.ts';
import type { TokenId } from '../../../src/domain/ids.ts';

export function firstToGo(devices: readonly Device[]): TokenId {
  const [first] = devices.flatMap(({ tokens }) => tokens.map(({ jti }) => jti)).toSorted();
  if (first === undefined) throw new TypeError('the devices have tokens');
  return first;
}
