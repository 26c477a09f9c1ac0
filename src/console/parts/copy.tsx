// Copies a text to the clipboard.
import { toast } from '../toasts.ts';
import { t } from '../words/en.ts';

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(t.copied);
  } catch {
    toast(t.notCopied, { isBad: true });
  }
}

export const CopyButton = ({ text, label }: { text: string; label: string }) => (
  <button type="button" class="small" onClick={() => void copyText(text)}>
    {label}
  </button>
);
