// The keys and the words of the search.
import { signal } from '@preact/signals';
import { t } from '../words/en.ts';
import { Dialog } from './dialog.tsx';

const isOpen = signal(false);

export const showHelp = (): void => {
  isOpen.value = true;
};

const close = (): void => {
  isOpen.value = false;
};

export const HelpDialog = () =>
  isOpen.value && (
    <Dialog title={t.help.title} onClose={close} size="wide">
      <div class="help">
        <Rows title={t.help.keys} rows={t.help.keyRows} />
        <Rows title={t.help.words} rows={t.help.wordRows} />
      </div>
      <p class="quiet">{t.help.documentsText}</p>
      <div class="actions end">
        <button type="button" class="main" data-first onClick={close}>
          {t.close}
        </button>
      </div>
    </Dialog>
  );

const Rows = ({ title, rows }: { title: string; rows: readonly (readonly [string, string])[] }) => (
  <table>
    <caption>{title}</caption>
    <tbody>
      {rows.map(([name, text]) => (
        <tr key={name}>
          <th scope="row">
            <kbd>{name}</kbd>
          </th>
          <td>{text}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
