// A button that is off while its call is under way.
import { useState } from 'preact/hooks';
import { asRefusal } from '../load.ts';
import { toast } from '../toasts.ts';
import { t } from '../words/en.ts';

export interface ActButtonParts {
  readonly label: string;
  readonly run: () => Promise<void>;
  readonly isSmall?: boolean;
}

export function ActButton({ label, run, isSmall = false }: ActButtonParts) {
  const [isRunning, setRunning] = useState(false);
  const press = async (): Promise<void> => {
    setRunning(true);
    await run().catch((error: unknown) => toast(t.refusal.short(asRefusal(error)), { isBad: true }));
    setRunning(false);
  };
  return (
    <button type="button" class={isSmall ? 'small' : ''} disabled={isRunning} onClick={() => void press()}>
      {isRunning ? t.webhooks.sending : label}
    </button>
  );
}
