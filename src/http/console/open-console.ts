// Makes the console of a listener from the settings: its handlers and its step, or nothing if it is not served (D22).
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { RequestHandler } from 'express';
import { isLoopback } from '../../config/rules.ts';
import type { Config } from '../../config/settings.ts';
import type { SignIn, Users } from '../../tokens/tokens.ts';
import { consolePage } from '../api/console.ts';
import type { Listener } from '../bind/document.ts';
import { isSecret } from '../callers/shared-secret.ts';
import { BASE } from '../routes.ts';
import { consoleStep } from './console-step.ts';
import type { ConsoleFiles } from './files.ts';
import { pageForFailedSignIn, type PageForFailure } from './failed-sign-in.ts';
import { createSessionCookie } from './session-cookie.ts';
import type { SignInLink } from './sign-in-link.ts';

export interface ConsoleParts {
  readonly config: Config;
  readonly users: Users;
  readonly files: ConsoleFiles | undefined;
  /** The file of the first run's token. Absent if users are configured. */
  readonly operatorTokenFile: string | undefined;
  /** The one-time link of the first run. Absent if there is none. */
  readonly signInLink: SignInLink | undefined;
  /** The sign-in at an issuer. Absent if no issuer is set. */
  readonly oidc: SignIn | undefined;
  readonly now: () => Date;
}

export interface Console {
  readonly handlers: ReturnType<typeof consolePage>;
  readonly step: RequestHandler;
  readonly pageForFailure: PageForFailure;
  /** True on the internal listener, where the page also calls the internal API. */
  readonly isInternal: boolean;
}

export function openConsole(
  listeners: readonly Listener[],
  { config, users, files, operatorTokenFile, signInLink, oidc, now }: ConsoleParts,
): Console | undefined {
  const place = config.console;
  if (place === 'off' || !listeners.includes(place) || files === undefined) return undefined;
  const isInternal = place === 'internal';
  const isBehindGateway = config.userAuth === 'gateway';
  const isSecure = !isLoopback(isInternal ? config.internalListen.host : config.listen.host);
  const cookie = createSessionCookie({ name: 'devauth', isSecure });
  const keyCookie = createSessionCookie({ name: 'devauth-installation', isSecure });
  const loginCookie = createSessionCookie({ name: 'devauth-login', isSecure, sameSite: 'Lax' });
  const installation = isInternal
    ? { cookie: keyCookie, isKey: (text: string) => isSecret(text, config.internalApiKey) }
    : undefined;
  return {
    isInternal,
    pageForFailure: pageForFailedSignIn(loginCookie),
    handlers: consolePage({
      files,
      cookie,
      users,
      installation,
      signInLink,
      oidc,
      loginCookie,
      now,
      config: {
        ways: isBehindGateway ? ['gateway'] : [...(oidc ? (['oidc'] as const) : []), 'token'],
        ...(oidc && config.oidcLabel !== '' && { label: config.oidcLabel }),
        first_run: operatorTokenFile !== undefined,
        ...(operatorTokenFile !== undefined && { token_file: relative('', operatorTokenFile) }),
        listener: place,
        version: versionOf(),
      },
    }),
    step: consoleStep({
      isBehindGateway,
      apis: [
        { base: BASE['management-v2'], cookie },
        ...(isInternal ? [{ base: BASE['internal-v1'], cookie: keyCookie }] : []),
      ],
    }),
  };
}

function versionOf(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : '';
}
