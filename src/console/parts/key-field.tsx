// The field of a public key, with its fingerprint as soon as it can be read.
import { useEffect, useState } from 'preact/hooks';
import { readPrint } from '../compare.ts';
import { t } from '../words/en.ts';
import { Print } from './text.tsx';

export interface KeyFieldParts {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onPrint?: (print: string | undefined) => void;
}

export function KeyField({ label, value, onInput, onPrint }: KeyFieldParts) {
  const [print, setPrint] = useState<string>();
  useEffect(() => {
    let isOld = false;
    void readPrint(value.includes('BEGIN') ? value : '').then((hex) => {
      if (isOld) return;
      setPrint(hex);
      onPrint?.(hex);
    });
    return () => {
      isOld = true;
    };
  }, [value]);
  return (
    <>
      <label class="typed">
        <span>{label}</span>
        <textarea
          rows={5}
          value={value}
          spellcheck={false}
          placeholder={t.identity.keyPlaceholder}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      </label>
      {print !== undefined && <Print hex={print} whole />}
    </>
  );
}
