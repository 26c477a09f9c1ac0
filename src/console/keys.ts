// The keyboard: single letters, which are off while typing, in dialogs and with Ctrl, Alt or Meta; and two letters that lead to a
// screen.
import { useEffect } from 'preact/hooks';
import { prefs } from './prefs.ts';

export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const layers: { keys: Keys }[] = [];
let wentTo = 0;
const SEQUENCE_MS = 1500;

/** Adds keys while a component is shown. The newest layer is asked first. `g p` is a key named `g p`. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const layer = { keys };
    layers.push(layer);
    return () => void layers.splice(layers.indexOf(layer), 1);
  });
}

export const listenToKeys = (): void => addEventListener('keydown', onKey);

function onKey(event: KeyboardEvent): void {
  const { key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (document.querySelector('dialog[open]') !== null) return; // a dialog has its own keys
  const isTyping = isField(event.target);
  if (key === 'Escape') return void run('Escape', event);
  if (isTyping || !prefs.value.keyboard) return;
  if (key === 'g') {
    wentTo = event.timeStamp;
    return;
  }
  const isSequence = event.timeStamp - wentTo < SEQUENCE_MS && wentTo > 0;
  wentTo = 0;
  if (isSequence && run(`g ${key}`, event)) return;
  if (key === 'Enter' && isControl(event.target)) return; // Enter activates the focused control
  if (!run(event.shiftKey && key.length === 1 ? `Shift+${key.toLowerCase()}` : key, event)) run(key, event);
}

function run(name: string, event: KeyboardEvent): boolean {
  const action = layers.findLast(({ keys }) => keys[name] !== undefined)?.keys[name];
  if (action === undefined) return false;
  event.preventDefault();
  action(event);
  return true;
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('textarea, select') ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));

const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('button, a[href]:not([data-row]), summary, input, [role=button]');
