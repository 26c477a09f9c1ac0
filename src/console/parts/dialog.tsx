// A native dialog: the browser keeps the focus in it and restores it afterwards.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

export interface DialogParts {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** The content of the dialog: when it changes, the first control gets the focus again. */
  readonly phase?: string;
  /** `wide` for tables. */
  readonly size?: 'normal' | 'wide';
}

export function Dialog({ title, onClose, children, phase = '', size = 'normal' }: DialogParts) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const [opener, element] = [document.activeElement, dialog.current];
    element?.showModal();
    return () => {
      element?.close(); // while it is open, no other control can have the focus
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  useLayoutEffect(() => {
    dialog.current?.querySelector<HTMLElement>('[data-first]:not([data-first="false"])')?.focus();
  }, [phase]);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${size}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}
