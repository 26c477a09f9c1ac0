// The field for a token or the key of the installation. It is emptied after use.
import { useEffect, useRef, useState } from 'preact/hooks';
import { signIn, type SignInFailure } from '../session.ts';
import { t } from '../words/en.ts';

export interface TokenFormParts {
  readonly label?: string;
  readonly hint?: string;
  /** Said of a text that is refused. */
  readonly wrong?: string;
  /** False if another way to sign in comes first. */
  readonly isFirst?: boolean;
}

export function TokenForm(parts: TokenFormParts) {
  const { label = t.login.token, hint = t.login.tokenHint, isFirst = true } = parts;
  const field = useRef<HTMLTextAreaElement>(null);
  const [problem, setProblem] = useState('');
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
    setProblem(failure === undefined ? '' : isRefused(failure) && parts.wrong ? parts.wrong : sayWrong(failure, token));
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
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="main" disabled={isChecking}>
        {isChecking ? t.login.checking : t.login.submit}
      </button>
    </form>
  );
}

const isRefused = ({ status }: SignInFailure): boolean => status === 401 || status === 400;

function sayWrong(failure: SignInFailure, token: string): string {
  const { status, requestId, description } = failure;
  if (status === 0) return t.login.noAnswer;
  if (status === 413) return t.login.tooLarge;
  if (!isRefused(failure)) return t.login.failed(status, requestId);
  if (/^d[ad]k_/.test(token)) return t.login.machine;
  return description === '' ? t.login.wrong : t.login.wrongBecause(description);
}

/** A pasted JWT may have line ends in it; the key of an installation may have spaces. */
function withoutLineEnds(text: string): string {
  const joined = text.replace(/\s/g, '');
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(joined) ? joined : text.trim();
}
