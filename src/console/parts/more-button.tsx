// The foot of a list: the button that reads the next rows. It says when it reads, and reads once.
import { useState } from 'preact/hooks';
import { t } from '../words/en.ts';

export function MoreButton({ label, load }: { label: string; load: () => Promise<void> }) {
  const [isLoading, setLoading] = useState(false);
  const click = async (): Promise<void> => {
    if (isLoading) return;
    setLoading(true);
    await load();
    setLoading(false);
  };
  return (
    <p class="more">
      <button type="button" aria-disabled={isLoading} onClick={() => void click()}>
        {isLoading ? t.loading : label}
      </button>
    </p>
  );
}
