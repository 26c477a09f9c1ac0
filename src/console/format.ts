// Numbers, times and ages as people read them.
import { signal } from '@preact/signals';
import { prefs } from './prefs.ts';

export const LANGUAGE = 'en';

const numbers = new Intl.NumberFormat(LANGUAGE);
const plurals = new Intl.PluralRules(LANGUAGE);

export const count = (value: number): string => numbers.format(value);

/** Returns the form for this number. `#` stands for the number. */
export const plural = (value: number, forms: { readonly one: string; readonly other: string }): string =>
  (plurals.select(value) === 'one' ? forms.one : forms.other).replaceAll('#', count(value));

/** Changes every half minute, so that ages on the page are updated. */
export const tick = signal(Date.now());
setInterval(() => (tick.value = Date.now()), 30_000);

/** The time now. Who reads it is rendered again with each tick. */
const present = (): number => Math.max(tick.value, Date.now());

const STEPS = [
  { unit: 'year', seconds: 31_536_000 },
  { unit: 'month', seconds: 2_592_000 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const;

const unitFormat = (unit: string): Intl.NumberFormat =>
  new Intl.NumberFormat(LANGUAGE, { style: 'unit', unit, unitDisplay: 'short' });
const FORMATS = new Map([...STEPS.map(({ unit }) => unit), 'second'].map((unit) => [unit, unitFormat(unit)]));

/** Returns `9 min`, `3 days`: the time from now. */
export function age(iso: string, now: number = present()): string {
  const seconds = Math.max(0, Math.abs(now - Date.parse(iso)) / 1000);
  const step = STEPS.find((candidate) => seconds >= candidate.seconds) ?? { unit: 'second', seconds: 1 };
  return FORMATS.get(step.unit)?.format(Math.floor(seconds / step.seconds)) ?? '';
}

const zone = () => (prefs.value.time === 'utc' ? { timeZone: 'UTC' } : {});

export const moment = (iso: string): string =>
  new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'short', ...zone() }).format(new Date(iso));

export const clock = (time: number | string, withSeconds = false): string =>
  new Intl.DateTimeFormat(LANGUAGE, {
    timeStyle: withSeconds ? 'medium' : 'short',
    hourCycle: 'h23',
    ...zone(),
  }).format(new Date(time));
