// Binds the console's document. On a listener without the management API it also binds that API, only for calls of the page (D22).
import type { RequestHandler } from 'express';
import { managementV2 } from '../api/management-v2.ts';
import { bind, type Binding, type Bound } from '../bind/bind.ts';
import { nobody, type Authenticate } from '../callers/callers.ts';
import { isCallOfPage } from './console-step.ts';
import type { Console } from './open-console.ts';
import { checkOwnPage } from './own-page.ts';

export interface BindParts {
  /** Used for all documents of the listener. */
  readonly common: Omit<Binding, 'document' | 'api' | 'handlers' | 'anonymous'>;
  readonly deps: Parameters<typeof managementV2>[0];
}

export function bindConsole({ handlers }: Console, { common, deps }: BindParts): readonly Bound[] {
  const page = bind({
    ...common,
    listeners: ['public'], // the settings have chosen this listener
    callers: { page: ownPage },
    document: 'console',
    api: 'wellKnown',
    handlers,
    anonymous: 'anyone',
  });
  if (common.listeners.includes('public')) return [page];
  const management = bind({
    ...common,
    listeners: ['public'],
    document: 'management-v2',
    api: 'management',
    handlers: managementV2(deps),
    anonymous: 'anyone',
  });
  return [page, { ...management, router: onlyForPage(management.router) }];
}

const anyone = nobody('anyone');

const ownPage: Authenticate = (request, asked) => {
  checkOwnPage(request);
  return anyone(request, asked);
};

const onlyForPage =
  (router: RequestHandler): RequestHandler =>
  (req, res, next) =>
    isCallOfPage(req) ? router(req, res, next) : next();
