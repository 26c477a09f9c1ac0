// The frame of every screen: the rail with sections, tenant and limit, the banner while the service does not answer, and floating
// parts.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { clock } from '../format.ts';
import { useKeys } from '../keys.ts';
import { nextTryAt, pollNow, summary } from '../poll.ts';
import { go, href, route } from '../route.ts';
import { answeredAt, config, offlineSince, session, signOut } from '../session.ts';
import { announced, undoLast } from '../toasts.ts';
import { t } from '../words/en.ts';
import { AskDialog } from './ask.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { HelpDialog, showHelp } from './help.tsx';
import { LimitCard } from './limit.tsx';
import { ManyDialog } from './many-dialog.tsx';
import { Toasts } from './toasts.tsx';

const SECTIONS = [
  'pending',
  'devices',
  'missing',
  'preauthorize',
  'audit',
  'api-keys',
  'webhooks',
  'settings',
] as const;
const INSTALLATION = ['tenants', 'signing-keys', 'doctor'] as const;
type Section = (typeof SECTIONS)[number] | (typeof INSTALLATION)[number];

export function Frame({ children }: { children: ComponentChildren }) {
  useKeys({
    'g p': () => go('pending'),
    'g d': () => go('devices'),
    'g a': () => go('audit'),
    'g l': () => go('preauthorize'),
    'g m': () => go('missing'),
    'g k': () => go('api-keys'),
    'g w': () => go('webhooks'),
    'g s': () => go('settings'),
    u: () => void undoLast(),
    '?': showHelp,
  });
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        {t.skip}
      </a>
      <div class="frame">
        <Rail />
        <div class="stage">
          <Banner />
          {children}
        </div>
      </div>
      <BulkDialog />
      <ManyDialog />
      <AskDialog />
      <HelpDialog />
      <Toasts />
      <p class="unseen" aria-live="polite">
        {announced.value}
      </p>
    </>
  );
}

function skip(event: MouseEvent): void {
  event.preventDefault(); // the address is that of the screen
  document.querySelector<HTMLElement>('h1')?.focus();
}

function Rail() {
  const isInternal = config.value?.listener === 'internal';
  return (
    <header class="rail">
      <p class="brand">
        <Mark />
        <strong>{t.product}</strong>
        <span class="tenant" title={t.nav.signedInAs(session.value.subject)}>
          <bdi>{session.value.tenant || t.nav.ownTenant}</bdi>
        </span>
      </p>
      <nav aria-label={t.nav.label}>
        <ul>
          {SECTIONS.map((section) => (
            <NavItem key={section} section={section} />
          ))}
        </ul>
        {isInternal && (
          <>
            <h2>{t.nav.installation}</h2>
            <ul>
              {INSTALLATION.map((section) => (
                <NavItem key={section} section={section} />
              ))}
            </ul>
          </>
        )}
      </nav>
      <div class="rail-foot">
        <LimitCard />
        <p class="rail-links">
          <button type="button" class="link" onClick={showHelp}>
            {t.nav.help} <kbd aria-hidden="true">?</kbd>
          </button>
          {config.value?.ways.includes('gateway') !== true && (
            <button type="button" class="link" onClick={() => void signOut()}>
              {t.nav.signOut}
            </button>
          )}
        </p>
      </div>
    </header>
  );
}

function NavItem({ section }: { section: Section }) {
  const waiting = summary.value;
  const link = useRef<HTMLAnchorElement>(null);
  const isHere = route.value.screen === section;
  useEffect(() => {
    if (isHere) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' }); // on a narrow page the sections are a strip
  }, [isHere]);
  return (
    <li>
      <a ref={link} href={href(section)} aria-current={isHere ? 'page' : undefined}>
        {t.nav[section]}
        {section === 'pending' && waiting !== undefined && (
          <span class="count">{t.more(waiting.pending, waiting.pending_more)}</span>
        )}
      </a>
    </li>
  );
}

export const Mark = () => (
  <svg class="mark" viewBox="0 0 22 22" aria-hidden="true">
    <rect width="22" height="22" rx="5" />
    <path d="M6 11.4l3.4 3.4L16 8" />
  </svg>
);

function Banner() {
  const isOffline = offlineSince.value !== undefined;
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!isOffline) return undefined;
    const timer = setInterval(() => setTick(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isOffline]);
  if (!isOffline) return null;
  return (
    <p class="banner" role="alert">
      {t.offline(clock(answeredAt.value), Math.max(0, Math.ceil((nextTryAt.value - Date.now()) / 1000)))}{' '}
      <button type="button" class="small" onClick={() => void pollNow()}>
        {t.tryNow}
      </button>
    </p>
  );
}
