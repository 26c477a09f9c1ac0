// The console: mounts the page, chooses the screen, and survives a screen that fails.
import './link.ts'; // before all others: it removes the code from the address
import './came-back.ts'; // and this one the reason of a failed sign-in
import './look/tokens.css';
import './look/frame.css';
import './look/list.css';
import './look/parts.css';
import { Component, render, type ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { listenToKeys } from './keys.ts';
import { Frame } from './parts/frame.tsx';
import { pollNow } from './poll.ts';
import { showPrefs } from './prefs.ts';
import { route } from './route.ts';
import { ApiKeys } from './screens/api-keys.tsx';
import { Audit } from './screens/audit.tsx';
import { DevicePage } from './screens/device.tsx';
import { Devices } from './screens/devices.tsx';
import { Doctor, SigningKeys, Tenants } from './screens/installation.tsx';
import { LoginPage, SignedIn, SignedOutDialog } from './screens/login.tsx';
import { Missing } from './screens/missing.tsx';
import { Pending } from './screens/pending.tsx';
import { Preauthorize } from './screens/preauthorize.tsx';
import { Settings } from './screens/settings.tsx';
import { TenantDevices } from './screens/tenant-devices.tsx';
import { WebhookPage } from './screens/webhook.tsx';
import { Webhooks } from './screens/webhooks.tsx';
import { Head } from './parts/head.tsx';
import { loadConfig, loadSession, noteAnswer, session, signInByLink, tellTabs, wasIn } from './session.ts';
import { t } from './words/en.ts';

function Page() {
  const { state } = session.value;
  useEffect(() => {
    if (state === 'in') void pollNow();
  }, [state]);
  if (state === 'unknown') return null;
  if (state === 'out' && !wasIn.value) return <LoginPage />;
  return (
    <>
      <Frame>
        <Boundary key={route.value.screen + route.value.id}>
          <Screen />
        </Boundary>
      </Frame>
      {state === 'out' && <SignedOutDialog />}
    </>
  );
}

function Screen() {
  const { screen, id } = route.value;
  switch (screen) {
    case 'pending':
      return <Pending />;
    case 'devices':
      return id === '' ? <Devices /> : <DevicePage key={id} id={id} />;
    case 'preauthorize':
      return <Preauthorize />;
    case 'missing':
      return <Missing />;
    case 'audit':
      return <Audit />;
    case 'api-keys':
      return <ApiKeys />;
    case 'webhooks':
      return id === '' ? <Webhooks /> : <WebhookPage key={id} id={id} />;
    case 'tenants':
      return id === '' ? <Tenants /> : <TenantDevices key={id} tenant={id} />;
    case 'signing-keys':
      return <SigningKeys />;
    case 'doctor':
      return <Doctor />;
    case 'settings':
      return <Settings />;
    case 'signed-in':
      return <SignedIn />;
    default:
      return (
        <main id="main" class="page">
          <Head title={t.notFound} />
        </main>
      );
  }
}

/** A failing screen does not affect the rest of the page. */
class Boundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(): void {
    this.setState({ failed: true });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main id="main" class="page">
        <div class="problem" role="alert">
          <p>{t.refusal.crashed}</p>
          <button type="button" onClick={() => location.reload()}>
            {t.refusal.reload}
          </button>
        </div>
      </main>
    );
  }
}

async function start(): Promise<void> {
  showPrefs();
  listenToKeys();
  const place = document.getElementById('page');
  if (place === null) return;
  render(<Page />, place);
  await Promise.all([loadConfig(), signInByLink().then(loadSession).then(tellTabs)]);
}

/** Repeats until the service answers, because there is nothing to show before. */
async function begin(): Promise<void> {
  try {
    await start();
  } catch {
    noteAnswer(false);
    setTimeout(() => void begin(), 2000);
  }
}

addEventListener('hashchange', () => void signInByLink());
void begin();
