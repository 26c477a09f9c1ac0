// The sign-in: the whole page at first, and a dialog over the page when a session ends.
import { useEffect } from 'preact/hooks';
import { failedSignIn, type FailedSignIn } from '../came-back.ts';
import { CopyButton } from '../parts/copy.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Mark } from '../parts/frame.tsx';
import { Head } from '../parts/head.tsx';
import { TokenForm } from '../parts/token-form.tsx';
import { href, loginAddress } from '../route.ts';
import { config, linkProblem, loadSession, type SignInFailure } from '../session.ts';
import { t } from '../words/en.ts';

export function LoginPage() {
  useEffect(() => {
    document.title = t.title(t.login.title);
  }, []);
  return (
    <main class="login" id="main">
      <p class="brand">
        <Mark />
        <strong>{t.product}</strong>
      </p>
      <h1>{isSecure() ? t.login.title : t.login.insecureTitle}</h1>
      <Ways />
    </main>
  );
}

const LOOK_MS = 5000;

/**
 * Shown over the page, which stays. It cannot be closed, because nothing works without a session. A sign-in in another tab ends it too.
 */
export function SignedOutDialog() {
  useEffect(() => {
    const look = (): void => {
      if (!document.hidden) void loadSession().catch(() => undefined); // no answer: the next look
    };
    const timer = setInterval(look, LOOK_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return (
    <Dialog title={t.login.signedOutTitle} onClose={() => undefined}>
      <p>{t.login.signedOut}</p>
      <Ways target="_blank" />
    </Dialog>
  );
}

/** Shown in a new tab after the sign-in there. The first tab continues by itself. */
export const SignedIn = () => (
  <main id="main" class="page">
    <Head title={t.login.signedIn} />
    <p>{t.login.signedInText}</p>
  </main>
);

/** Over plain HTTP only this machine itself is safe. */
const isSecure = (): boolean => window.isSecureContext;

/** `target`: a sign-in that leaves the page does so in a new tab. */
function Ways({ target }: { target?: '_blank' }) {
  const { ways = [], label = '', first_run: isFirst, token_file: file } = config.value ?? {};
  if (!isSecure()) return <p>{t.login.insecure}</p>;
  if (ways.includes('gateway')) {
    return (
      <>
        <p>{t.login.gateway}</p>
        {target === undefined ? (
          <button type="button" class="main" onClick={() => location.reload()}>
            {t.login.reload}
          </button>
        ) : (
          <a class="button main" href={href('signed-in')} target={target}>
            {t.login.atGateway}
          </a>
        )}
      </>
    );
  }
  return (
    <>
      <Problem text={linkProblem.value && sayLinkProblem(linkProblem.value)} />
      <Problem text={failedSignIn.value && sayFailed(failedSignIn.value)} />
      {ways.includes('oidc') && (
        <>
          <a class="button main" href={loginAddress(target && href('signed-in'))} target={target} data-first>
            {t.login.oidc(label)}
          </a>
          {target !== undefined && <p class="quiet">{t.login.newTab}</p>}
          <p class="quiet">{t.login.orToken}</p>
        </>
      )}
      <TokenForm isFirst={!ways.includes('oidc')} />
      {isFirst && file !== undefined && <FirstRun file={file} />}
    </>
  );
}

const Problem = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : (
    <p class="problem" role="alert">
      {text}
    </p>
  );

function FirstRun({ file }: { file: string }) {
  const command = `cat ${file}`;
  return (
    <div class="first-run">
      <p class="quiet">{t.login.firstRun(file)}</p>
      <p class="command">
        <code>{command}</code>
        <CopyButton text={command} label={t.copy} />
      </p>
    </div>
  );
}

const sayLinkProblem = ({ status, requestId }: SignInFailure): string =>
  status === 401 || status === 400 ? t.login.oldLink : t.login.failedLink(status, requestId);

const sayFailed = ({ reason, requestId }: FailedSignIn): string => {
  const text = isReason(reason) ? t.login.came[reason] : t.login.came.failed;
  return requestId === '' ? text : `${text} ${t.request(requestId)}.`;
};

const isReason = (text: string): text is keyof typeof t.login.came => Object.hasOwn(t.login.came, text);
