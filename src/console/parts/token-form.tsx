// The field for a token or the key of the installation. It is emptied after use.
import { useEffect, useRef, useState } from 'preact/hooks';
import { signIn, type SignInFailure } from '../session.ts';
import { t } from '../words/en.ts';

export interface TokenFormParts {
  readonly label?: string;
  readonly hint?: string;
  /** False if another way to sign in comes first. */
  readonly isFirst?: boolean;
}

export function TokenForm({ label = t.login.token, hint = t.login.tokenHint, isFirst = true }: TokenFormParts) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [wrong, setWrong] = useState('');
  const [isChecking, setChecking] = useState(false);
  useEffect(() => {
    if (isFirst) field.current?.focus();
  }, []);
  const submit = async (): Promise<void> => {
    const token = withoutLineEnds(field.current?.value ?? '');
    if (field.current === null || token === '' || isChecking) return;
    setChecking(true);
    field.current.value = ''; // the token must not stay on the page
    const failure = await signIn({ token });
    setWrong(failure === undefined ? '' : sayWrong(failure, token));
    setChecking(false);
    field.current?.focus();
  };
  return (
    <form
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class="typed">
        <span>{label}</span>
        <textarea
          ref={field}
          class="token"
          rows={3}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-describedby="token-hint"
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            void submit();
          }}
        />
      </label>
      <p class="quiet" id="token-hint">
        {hint}
      </p>
      {wrong !== '' && (
        <p class="problem" role="alert">
          {wrong}
        </p>
      )}
      <button type="submit" class="main" disabled={isChecking}>
        {isChecking ? t.login.checking : t.login.submit}
      </button>
    </form>
  );
}

function sayWrong({ status, requestId, description }: SignInFailure, token: string): string {
  if (status === 0) return t.login.noAnswer;
  if (status === 413) return t.login.tooLarge;
  if (status !== 401 && status !== 400) return t.login.failed(status, requestId);
  if (/^d[ad]k_/.test(token)) return t.login.machine;
  return description === '' ? t.login.wrong : t.login.wrongBecause(description);
}

/** A pasted JWT may have line ends in it; the key of an installation may have spaces. */
function withoutLineEnds(text: string): string {
  const joined = text.replace(/\s/g, '');
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(joined) ? joined : text.trim();
}
