// Settings of this browser. They hold nothing secret.
import { effect, signal } from '@preact/signals';

export interface Prefs {
  readonly theme: 'auto' | 'light' | 'dark';
  readonly density: 'normal' | 'dense';
  /** The attribute that names a device. Empty: the most useful attribute. */
  readonly first: string;
  readonly time: 'local' | 'utc';
  readonly keyboard: boolean;
}

const KEY = 'devauth.settings';
const DEFAULTS: Prefs = { theme: 'auto', density: 'normal', first: '', time: 'local', keyboard: true };

export const prefs = signal<Prefs>(read());

export const setPrefs = (changed: Partial<Prefs>): void => {
  prefs.value = { ...prefs.value, ...changed };
  try {
    localStorage.setItem(KEY, JSON.stringify(prefs.value));
  } catch {
    // the browser stores nothing: the settings last as long as the page
  }
};

/** Applies theme and density to the page, now and when they change. */
export const showPrefs = (): void =>
  void effect(() => {
    const { theme, density } = prefs.value;
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.dataset['density'] = density;
  });

function read(): Prefs {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? merge(kept) : DEFAULTS;
  } catch {
    return DEFAULTS;
  }
}

function merge(kept: object): Prefs {
  const get = (name: string): unknown => Object.entries(kept).find(([key]) => key === name)?.[1];
  const [theme, density, first, time, keyboard] = ['theme', 'density', 'first', 'time', 'keyboard'].map(get);
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    density: density === 'dense' ? density : 'normal',
    first: typeof first === 'string' ? first.slice(0, 256) : '',
    time: time === 'utc' ? time : 'local',
    keyboard: keyboard !== false,
  };
}
