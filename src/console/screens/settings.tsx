// Settings of this browser.
import { Head } from '../parts/head.tsx';
import { prefs, setPrefs } from '../prefs.ts';
import { config, session } from '../session.ts';
import { t } from '../words/en.ts';

export function Settings() {
  const { theme, density, first, time, keyboard } = prefs.value;
  return (
    <main id="main" class="page narrow">
      <Head title={t.settings.title} />
      <p class="quiet">{t.settings.lead}</p>
      <form class="settings" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label={t.settings.theme}
          value={theme}
          of={{ auto: t.settings.auto, light: t.settings.light, dark: t.settings.dark }}
          set={(value) => setPrefs({ theme: value })}
        />
        <Choice
          label={t.settings.density}
          value={density}
          of={{ normal: t.settings.normal, dense: t.settings.dense }}
          set={(value) => setPrefs({ density: value })}
        />
        <Choice
          label={t.settings.time}
          value={time}
          of={{ local: t.settings.local, utc: t.settings.utc }}
          set={(value) => setPrefs({ time: value })}
        />
        <Choice
          label={t.settings.keyboard}
          value={keyboard ? 'on' : 'off'}
          of={{ on: t.settings.on, off: t.settings.off }}
          set={(value) => setPrefs({ keyboard: value === 'on' })}
        />
        <label class="typed">
          <span>{t.settings.first}</span>
          <input
            value={first}
            maxLength={256}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setPrefs({ first: currentTarget.value.trim() })}
          />
          <span class="quiet">{t.settings.firstHint}</span>
        </label>
      </form>
      <h2>{t.settings.session}</h2>
      <p>
        <bdi>{t.nav.signedInAs(session.value.subject)}</bdi>
      </p>
      <p class="quiet">{t.settings.version(config.value?.version ?? '')}</p>
    </main>
  );
}

interface ChoiceParts<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly of: Readonly<Record<Value, string>>;
  readonly set: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, of, set }: ChoiceParts<Value>) {
  const names = Object.keys(of) as Value[];
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {names.map((name) => (
        <label key={name}>
          <input type="radio" name={label} checked={name === value} onChange={() => set(name)} /> {of[name]}
        </label>
      ))}
    </fieldset>
  );
}
