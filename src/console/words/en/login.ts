// The sign-in.
export const login = {
  title: 'Sign in',
  token: 'Token',
  tokenHint: 'Paste the token of a user. It goes into a cookie that no script can read.',
  firstRun: (file: string): string => `On this machine the token is in the file ${file}. Show it with:`,
  submit: 'Sign in',
  checking: 'Checking…',
  oidc: (label: string): string => `Continue with ${label}`,
  orToken: 'or with a token',
  wrong:
    'This token is not good. It may have expired: a first-run token lasts 24 hours and is renewed when the service starts.',
  wrongBecause: (why: string): string => `This token is not good: ${why}. Get a new one and paste it here.`,
  machine: 'This is an API key. API keys are for machines: sign in with the token of a user.',
  tooLarge:
    'The token is too large for a cookie. Ask for one with a smaller audience, or put the console behind a gateway that adds the token.',
  noAnswer: 'The service does not answer. Nothing was kept. Try again in a moment.',
  failed: (status: number, id: string): string =>
    `The service could not check the token (${status}). Nothing was kept. Request ${id}.`,
  oldLink:
    'This link is not good, or no longer: each link signs in once, within five minutes. Nothing was kept. Paste the token of the file, or start the service again for a new link.',
  failedLink: (status: number, id: string): string =>
    `The service could not check the link (${status}). Nothing was kept. Paste the token instead. Request ${id}.`,
  came: {
    not_begun:
      'Nobody was signed in: this sign-in did not begin in this browser, or more than ten minutes ago, or another one began since. Sign in again, in one tab. If it stays, allow cookies for this address.',
    denied:
      'Nobody was signed in: the issuer did not let you in, or you stopped there. Sign in again, or ask the people who run the issuer.',
    not_completed:
      'Nobody was signed in: the answer of the issuer was not good. Sign in again; if it stays, report the request.',
    no_role:
      'Nobody was signed in: the issuer knows you, but you do not have the role that this console asks for. Ask the people who run it for the role, then sign in again.',
    bad_token:
      'Nobody was signed in: the service does not accept the token of the issuer. Report the request to the people who run the service.',
    too_large:
      'Nobody was signed in: the token of the issuer is too large for a cookie. Ask the people who run the issuer for a smaller one.',
    no_answer: 'Nobody was signed in: the issuer does not answer. Try again in a moment, or sign in with a token.',
    no_issuer: 'Nobody was signed in: this console has no issuer. Sign in with a token.',
    not_signed_out:
      'You are signed out here. The issuer did not answer, so your session there may go on: sign out there too.',
    failed: 'Nobody was signed in: the sign-in failed. Try again; if it stays, report the request.',
  },
  insecureTitle: 'The console needs HTTPS',
  insecure:
    'Over plain HTTP anyone on the way can read the token, and the browser would not keep the session. Open the console by its https address, or on the machine itself.',
  gateway:
    'The gateway in front signs you in. It sent no good token: sign in there again, or ask the people who run the gateway.',
  atGateway: 'Sign in at the gateway, in a new tab',
  reload: 'Reload',
  signedOutTitle: 'Signed out',
  signedOut:
    'Your session has ended. Sign in again as the same user: this page, the selection and what you typed are kept. What was under way is not repeated by itself.',
  newTab: 'It opens in a new tab. This page goes on as soon as you are signed in there.',
  signedIn: 'You are signed in',
  signedInText: 'Close this tab and go on in the one that you came from. It is as you left it.',
  installation: 'Key of the installation',
  wrongKey:
    'This is not the key of the installation. Nothing was kept. Compare it with the setting DEVICEAUTH_INTERNAL_API_KEY of the service.',
  installationHint: 'These pages act on the whole installation. They need its key, DEVICEAUTH_INTERNAL_API_KEY.',
};
