// A question before something that cannot be undone. An error is shown in the dialog, and the typed text stays. A refusal that asks for
// another step is told in a dialog too.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { asRefusal } from '../load.ts';
import type { Refusal } from '../refusal.ts';
import { t } from '../words/en.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { Typed } from './typed.tsx';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly go: string;
  readonly isDanger: boolean;
  /** The text that must be typed first. */
  readonly typed?: string;
  readonly run: () => Promise<unknown>;
}

export const question = signal<Question | undefined>(undefined);

export const ask = (asked: Question): void => {
  question.value = asked;
};

const told = signal<{ readonly title: string; readonly refusal: Refusal } | undefined>(undefined);

export const tell = (title: string, refusal: Refusal): void => {
  told.value = { title, refusal };
};

const close = (): void => {
  question.value = told.value = undefined;
};

/** A link in the dialog leads to another screen and closes it. */
export function AskDialog() {
  useEffect(() => {
    addEventListener('hashchange', close);
    return () => removeEventListener('hashchange', close);
  }, []);
  if (told.value !== undefined) return <Told {...told.value} />;
  return question.value && <Asked key={question.value.title} asked={question.value} />;
}

const Told = ({ title, refusal }: { title: string; refusal: Refusal }) => (
  <Dialog title={title} onClose={close}>
    <Problem refusal={refusal} />
    <div class="actions end">
      <button type="button" data-first onClick={close}>
        {t.close}
      </button>
    </div>
  </Dialog>
);

function Asked({ asked }: { asked: Question }) {
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<Refusal>();
  const [isRunning, setRunning] = useState(false);
  const isReady = !isRunning && (asked.typed === undefined || typed === asked.typed);
  const run = async (): Promise<void> => {
    setRunning(true);
    setRefusal(undefined);
    try {
      await asked.run();
      close();
    } catch (error) {
      setRefusal(asRefusal(error));
    }
    setRunning(false);
  };
  return (
    <Dialog title={asked.title} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void run();
        }}
      >
        <p>{asked.text}</p>
        {asked.typed !== undefined && (
          <Typed before={t.ask.type} text={asked.typed} after={t.ask.typeEnd} value={typed} onInput={setTyped} />
        )}
        {refusal && <Problem refusal={refusal} retry={() => void run()} />}
        <div class="actions end">
          <button type="button" data-first={asked.typed === undefined} onClick={close}>
            {t.cancel}
          </button>
          <button type="submit" class={asked.isDanger ? 'danger' : 'main'} disabled={!isReady}>
            {asked.go}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
