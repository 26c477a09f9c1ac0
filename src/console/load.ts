// The data of a screen. The last answer stays on the page while the next one is loaded.
import { useEffect, useState } from 'preact/hooks';
import { offlineSince } from './session.ts';
import { Refusal } from './refusal.ts';

export interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly refusal: Refusal | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Loads when `key` changes, on `reload`, and when the service is back. */
export function useLoad<Data>(key: string, ask: (signal: AbortSignal) => Promise<Data>): Loaded<Data> {
  const [state, setState] = useState<{ key: string; data?: Data | undefined; refusal?: Refusal; isLoading: boolean }>({
    key,
    isLoading: true,
  });
  const [turn, setTurn] = useState(0);
  const isOffline = offlineSince.value !== undefined;
  useEffect(() => {
    if (isOffline && state.key === key && state.data !== undefined) return undefined;
    const stop = new AbortController();
    setState((before) => ({ key, data: before.key === key ? before.data : undefined, isLoading: true }));
    ask(stop.signal).then(
      (data) => stop.signal.aborted || setState({ key, data, isLoading: false }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        setState((before) => ({ key, data: before.data, refusal: asRefusal(error), isLoading: false }));
      },
    );
    return () => stop.abort();
  }, [key, turn, isOffline]);
  return {
    data: state.data,
    refusal: state.refusal,
    isLoading: state.isLoading,
    reload: () => setTurn((before) => before + 1),
  };
}

/** A fault of the page is shown like a fault of the service. */
export const asRefusal = (error: unknown): Refusal =>
  error instanceof Refusal
    ? error
    : new Refusal('fault', { text: error instanceof Error ? error.message : String(error) });
