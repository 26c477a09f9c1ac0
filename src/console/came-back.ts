// What the service says in the address after a sign-in or sign-out at the issuer that failed. It is removed from the address before
// other code reads it: this file imports nothing of the page.
import { signal } from '@preact/signals';

export interface FailedSignIn {
  readonly reason: string;
  readonly requestId: string;
}

/** The failure that the page shows at the sign-in. */
export const failedSignIn = signal(takeFailure());

function takeFailure(): FailedSignIn | undefined {
  const query = new URLSearchParams(location.search);
  const reason = query.get('sign-in');
  if (reason === null) return undefined;
  history.replaceState(null, '', location.pathname + location.hash);
  return { reason, requestId: /^[\w.:/-]{1,128}$/.exec(query.get('request') ?? '')?.[0] ?? '' };
}
