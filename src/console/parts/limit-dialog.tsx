// The dialog that sets the limit of a tenant.
import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { asRefusal } from '../load.ts';
import type { Refusal } from '../refusal.ts';
import { t } from '../words/en.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { TextField } from './text-field.tsx';

interface Wanted {
  readonly name: string;
  readonly limit: number;
  readonly save: (limit: number) => Promise<void>;
}

const wanted = signal<Wanted | undefined>(undefined);

export const openLimit = (asked: Wanted): void => {
  wanted.value = asked;
};

const close = (): void => {
  wanted.value = undefined;
};

export const LimitDialog = () => wanted.value && <Opened key={wanted.value.name} asked={wanted.value} />;

function Opened({ asked }: { asked: Wanted }) {
  const [text, setText] = useState(asked.limit < 0 ? '' : String(asked.limit));
  const [refusal, setRefusal] = useState<Refusal>();
  const isReady = /^\d{0,12}$/.test(text.trim());
  const save = async (): Promise<void> => {
    try {
      await asked.save(text.trim() === '' ? -1 : Number(text));
      close();
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  return (
    <Dialog title={t.installation.limitOf(asked.name)} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void save();
        }}
      >
        <TextField
          label={t.installation.limit}
          hint={t.installation.limitHint}
          value={text}
          onInput={setText}
          isNumber
          isFirst
        />
        {!isReady && <p class="warning">{t.installation.noNumber}</p>}
        {refusal && <Problem refusal={refusal} retry={() => void save()} />}
        <div class="actions end">
          <button type="button" onClick={close}>
            {t.cancel}
          </button>
          <button type="submit" class="main" disabled={!isReady}>
            {t.installation.setLimit.replace('…', '')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
