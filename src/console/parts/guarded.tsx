// A page of the installation. It asks for the key of the installation before it shows anything.
import type { ComponentChildren } from 'preact';
import { session } from '../session.ts';
import { t } from '../words/en.ts';
import { Head } from './head.tsx';
import { TokenForm } from './token-form.tsx';

export const Guarded = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <main id="main" class="page">
    <Head title={title} />
    {session.value.installation ? (
      children
    ) : (
      <div class="narrow">
        <TokenForm label={t.login.installation} hint={t.login.installationHint} wrong={t.login.wrongKey} />
      </div>
    )}
  </main>
);
