import { describe, expect, test } from '@jest/globals';
import type { AuthSet } from '../../src/domain/device.ts';
import { authSetId, deviceId } from '../../src/domain/ids.ts';
import { findRoom, findRoomInDevice, holdsPlace, type Place } from '../../src/domain/places.ts';
import { given } from '../support/stores/given.ts';
import { deviceWith, many } from './tools.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

/** A place of that source that was taken and last asked for at those minutes. */
const place = (name: string, from: string, created = 0, asked = created): Place => ({
  device: deviceId(name),
  authSet: authSetId(name),
  from,
  createdAt: given.time(created),
  askedAt: given.time(asked),
});

const found = (places: readonly Place[], from: string, minute: number) =>
  findRoom(places, from, given.time(minute))?.authSet;

describe('findRoom', () => {
  test('the longest silent makes room, once it was silent for a day', () => {
    const places = [place('a', 'x', 0, 20), place('b', 'y', 5, 10)];

    expect(found(places, 'z', 10 + DAY - 1)).toBeUndefined();
    expect(found(places, 'z', 10 + DAY)).toBe('b');
    expect(found(places, 'z', 20 + DAY)).toBe('b');
  });

  test('then the newest of the source with most places, if that has two more than the stranger’s', () => {
    const heavy = [place('a', 'x', 1), place('b', 'x', 3), place('c', 'x', 2)];

    expect(found(heavy, 'z', 10)).toBe('b');
    expect(found([...heavy, place('d', 'z', 4)], 'z', 10)).toBe('b');
    expect(found([...heavy, place('d', 'z', 4), place('e', 'z', 5)], 'z', 10)).toBeUndefined();
  });

  test('no source takes from itself or from one that is as heavy', () => {
    const places = [place('a', 'x'), place('b', 'x'), place('c', 'x')];

    expect(found(places, 'x', 10)).toBeUndefined();
    expect(found([place('a', 'x')], 'z', 10)).toBeUndefined();
  });

  test('last one of the stranger’s own source, once it was silent for an hour', () => {
    const places = [place('a', 'x', 0), place('b', 'z', 1), place('c', 'z', 0, 2)];

    expect(found(places, 'z', HOUR)).toBeUndefined();
    expect(found(places, 'z', HOUR + 1)).toBe('b');
  });
});

describe('findRoomInDevice', () => {
  /** Ten pending sets. The first is the one that the device was stored with. */
  const crowded = (from: (index: number) => string, status: 'pending' | 'accepted' = 'pending') => {
    const device = deviceWith(status, ...many(status === 'pending' ? 9 : 10, 'pending'));
    const authSets = device.authSets.map((set, index): AuthSet => ({ ...set, from: from(index) }));
    return { ...device, authSets };
  };
  const roomIn = (device: ReturnType<typeof crowded>, from: string, minute: number) =>
    findRoomInDevice(device, from, given.time(minute))?.id;

  test('the newest of the heaviest source makes room', () => {
    expect(
      roomIn(
        crowded(() => 'x'),
        'z',
        30,
      ),
    ).toBe('set 9');
  });

  test('the first set never does, however long it was silent', () => {
    const device = crowded((index) => (index === 0 ? 'x' : `y${index}`));

    expect(roomIn(device, 'z', 30)).toBeUndefined();
    expect(roomIn(device, 'z', 10 * DAY)).toBe('set 1');
  });

  test.each(['pending', 'accepted'] as const)(
    'from the source of the first key, which is %s, the newest foreign key makes room',
    (status) => {
      const device = crowded((index) => (index === 0 ? 'home' : `y${index}`), status);

      expect(roomIn(device, 'home', 30)).toBe(status === 'pending' ? 'set 9' : 'set 10');
      expect(roomIn(device, 'elsewhere', 30)).toBeUndefined();
    },
  );
});

describe('holdsPlace', () => {
  test('a pending set does, until it is displaced; others do not', () => {
    const set = given.authSet({ status: 'pending' });

    expect(holdsPlace(set)).toBe(true);
    expect(holdsPlace({ ...set, leavingAt: given.time(1) })).toBe(false);
    for (const status of ['accepted', 'preauthorized', 'rejected'] as const) {
      expect(holdsPlace({ ...set, status })).toBe(false);
    }
  });
});
