// A secret that the service shows once. The dialog closes only when the operator says that it is stored.
import { t } from '../words/en.ts';
import { CopyButton } from './copy.tsx';
import { Dialog } from './dialog.tsx';

export interface ShownOnceParts {
  readonly title: string;
  readonly text: string;
  readonly secret: string;
  readonly close: () => void;
}

export const ShownOnce = ({ title, text, secret, close }: ShownOnceParts) => (
  <Dialog title={title} onClose={() => undefined}>
    <p>{text}</p>
    <p class="command">
      <code>{secret}</code>
      <CopyButton text={secret} label={t.copy} />
    </p>
    <div class="actions end">
      <button type="button" class="main" data-first onClick={close}>
        {t.apiKeys.stored}
      </button>
    </div>
  </Dialog>
);
