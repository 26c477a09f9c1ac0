// Reports of actions with their undo, at the foot of the page.
import { dismiss, toasts } from '../toasts.ts';
import { t } from '../words/en.ts';
import { AgainButton } from './problem.tsx';

export const Toasts = () => (
  <section class="toasts" aria-label={t.decided.undo}>
    {toasts.value.map(({ id, text, isBad, undo, again }) => (
      <div key={id} class={`toast ${isBad ? 'bad' : ''}`}>
        <p>{text}</p>
        {undo && (
          <button
            type="button"
            onClick={() => {
              dismiss(id);
              void undo();
            }}
          >
            {t.decided.undo} <kbd aria-hidden="true">U</kbd>
          </button>
        )}
        {again && (
          <AgainButton
            seconds={again.seconds}
            again={() => {
              dismiss(id);
              again.run();
            }}
          />
        )}
        <button type="button" class="plain" aria-label={t.close} onClick={() => dismiss(id)}>
          ✕
        </button>
      </div>
    ))}
  </section>
);
