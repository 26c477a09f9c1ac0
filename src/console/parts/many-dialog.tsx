// The dialog of actions for many devices with one call for each.
import { useState } from 'preact/hooks';
import { many, stopMany } from '../many.ts';
import { t } from '../words/en.ts';
import { Dialog } from './dialog.tsx';
import { Typed } from './typed.tsx';

export function ManyDialog() {
  const state = many.value;
  const [typed, setTyped] = useState('');
  if (state === undefined) return null;
  const { action, picks, names, phase, done, failures } = state;
  const close = (): void => {
    stopMany();
    many.value = undefined;
    setTyped('');
  };
  const isTyped = picks.length >= 51 || action === 'decommission';
  const isReady = !isTyped || typed === String(picks.length);
  return (
    <Dialog
      phase={phase}
      title={phase === 'failed' ? t.bulk.resultTitle : t.bulk.title(action, picks.length)}
      onClose={close}
    >
      {phase === 'ask' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (isReady) void state.run();
          }}
        >
          <p class="names">
            {names.slice(0, 4).map((name) => (
              <span class="chip" key={name}>
                <bdi>{name}</bdi>
              </span>
            ))}
            {names.length > 4 && <span class="quiet">{t.bulk.more(names.length - 4)}</span>}
          </p>
          <p class="warning">
            {action === 'decommission' ? t.bulk.final : action === 'dismiss' ? t.ask.dismissText : t.ask.revokeText}
          </p>
          {isTyped && (
            <Typed
              before={t.bulk.type}
              text={String(picks.length)}
              after={t.bulk.typeEnd}
              value={typed}
              onInput={setTyped}
            />
          )}
          <div class="actions end">
            <button type="button" data-first={!isTyped} onClick={close}>
              {t.cancel}
            </button>
            <button type="submit" class="danger" disabled={!isReady}>
              {t.bulk.go(action, picks.length)}
            </button>
          </div>
        </form>
      )}
      {phase === 'running' && (
        <>
          <p role="status">{t.bulk.running(done, picks.length)}</p>
          <progress max={picks.length} value={done} aria-label={t.bulk.running(done, picks.length)} />
          <div class="actions end">
            <button type="button" onClick={close}>
              {t.bulk.stop}
            </button>
          </div>
        </>
      )}
      {phase === 'failed' && (
        <>
          <ul class="failures">
            {failures.slice(0, 100).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <div class="actions end">
            <button type="button" class="main" data-first onClick={close}>
              {t.close}
            </button>
          </div>
        </>
      )}
    </Dialog>
  );
}
