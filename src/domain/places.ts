// Places: every stored pending auth set holds a place of its tenant and of its device. When all places are taken, a stranger gets
// one only if another pending set makes room (D23). Places are shared by source: a source with many sets gives way first.
import type { AuthSet, Device } from './device.ts';
import type { AuthSetId, DeviceId } from './ids.ts';

/** The most pending auth sets of one device that hold a place. */
export const PLACES_OF_A_DEVICE = 10;

export interface Place {
  readonly device: DeviceId;
  readonly authSet: AuthSetId;
  /** `undefined` for sets of earlier versions. They count as one source. */
  readonly from: string | undefined;
  readonly createdAt: Date;
  readonly askedAt: Date;
}

/** The number of places that a source holds. */
export interface SourceShare {
  /** `undefined` for sets of earlier versions. */
  readonly from: string | undefined;
  readonly places: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A source gives way only if it is still heavier than the stranger's afterwards. */
const HEAVIER_BY = 2;

const HIGH_SHARE = 0.8;

/** True if so many places are taken that operators have to know. */
export const isPressed = (taken: number, places: number): boolean => taken >= places * HIGH_SHARE;

/** True if the auth set holds a place. */
export const holdsPlace = ({ status, leavingAt }: AuthSet): boolean => status === 'pending' && leavingAt === undefined;

export const placeOf = (device: Pick<Device, 'id'>, set: AuthSet): Place => ({
  device: device.id,
  authSet: set.id,
  from: set.from,
  createdAt: set.createdAt,
  askedAt: lastAskedOf(set),
});

export const lastAskedOf = ({ askedAt, createdAt }: AuthSet): Date => askedAt ?? createdAt;

/** True for the first set of the device. It never makes room for another key of the device. */
export const isFirst = (device: Pick<Device, 'createdAt'>, set: AuthSet): boolean =>
  set.createdAt.getTime() === device.createdAt.getTime();

/**
 * Returns the place for a stranger from that source. In this order: one that was silent for a day; the newest of the heaviest
 * source, if that source is heavier than the stranger's; one of the stranger's own source that was silent for an hour. Returns
 * `undefined` if none gives way.
 */
export function findRoom(places: readonly Place[], from: string, now: Date): Place | undefined {
  const silent = longestSilent(places);
  if (silent !== undefined && isSilentFor(silent, DAY, now)) return silent;
  const newest = newestOfHeaviest(places, from);
  if (newest !== undefined) return newest;
  const own = longestSilent(places.filter((place) => place.from === from));
  return own !== undefined && isSilentFor(own, HOUR, now) ? own : undefined;
}

/**
 * Does the same within a device. A stranger from the source of the accepted or the first key may also replace the newest set of
 * another source.
 */
export function findRoomInDevice(device: Device, from: string, now: Date): AuthSet | undefined {
  const waiting = device.authSets.filter((set) => holdsPlace(set) && !isFirst(device, set));
  const places = waiting.map((set) => placeOf(device, set));
  const found = findRoom(places, from, now) ?? (isHome(device, from) ? newestForeign(places, from) : undefined);
  return waiting.find(({ id }) => id === found?.authSet);
}

const isSilentFor = ({ askedAt }: Place, milliseconds: number, now: Date): boolean =>
  now.getTime() - askedAt.getTime() >= milliseconds;

const longestSilent = (places: readonly Place[]): Place | undefined =>
  places.reduce<Place | undefined>((a, b) => (a === undefined || b.askedAt < a.askedAt ? b : a), undefined);

const newest = (places: readonly Place[]): Place | undefined =>
  places.reduce<Place | undefined>((a, b) => (a === undefined || b.createdAt > a.createdAt ? b : a), undefined);

/** Returns the sources that hold the most places, the heaviest first. */
export const heaviestOf = (places: readonly Place[], count: number): readonly SourceShare[] =>
  [...heldBySource(places)]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([from, held]) => ({ from, places: held }));

function heldBySource(places: readonly Place[]): ReadonlyMap<string | undefined, number> {
  const held = new Map<string | undefined, number>();
  for (const place of places) held.set(place.from, (held.get(place.from) ?? 0) + 1);
  return held;
}

function newestOfHeaviest(places: readonly Place[], from: string): Place | undefined {
  const held = heldBySource(places);
  const [heaviest, most] = [...held].reduce((a, b) => (b[1] > a[1] ? b : a), [undefined, 0]);
  if (heaviest === from || most < (held.get(from) ?? 0) + HEAVIER_BY) return undefined;
  return newest(places.filter((place) => place.from === heaviest));
}

const isHome = (device: Device, from: string): boolean =>
  device.authSets.some((set) => (set.status === 'accepted' || isFirst(device, set)) && set.from === from);

const newestForeign = (places: readonly Place[], from: string): Place | undefined =>
  newest(places.filter((place) => place.from !== from));
