// The head of a screen. It names the page, and gets the focus when the screen is opened.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../words/en.ts';

export interface HeadParts {
  readonly title: string;
  /** A text beside the title, such as a number. */
  readonly note?: string | undefined;
  /** The text of the browser's tab; the title if it is absent. */
  readonly tab?: string | undefined;
  readonly children?: ComponentChildren;
}

export function Head({ title, note, tab = title, children }: HeadParts) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    document.title = t.title(tab);
  }, [tab]);
  return (
    <div class="head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {note !== undefined && <p class="note">{note}</p>}
      {children}
    </div>
  );
}
