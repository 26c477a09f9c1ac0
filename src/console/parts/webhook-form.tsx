// The dialog that adds or changes a webhook: its address, its name, and what it is told.
import { useState } from 'preact/hooks';
import type { components } from '../gen/management-v2.gen.d.ts';
import { asRefusal } from '../load.ts';
import type { Refusal } from '../refusal.ts';
import { t } from '../words/en.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { TextField } from './text-field.tsx';

type EventType = components['schemas']['WebhookEventType'];
export type WebhookDraft = Required<Pick<components['schemas']['NewWebhook'], 'url' | 'events' | 'description'>>;

export interface WebhookFormParts {
  readonly title: string;
  readonly go: string;
  readonly start: WebhookDraft;
  readonly save: (draft: WebhookDraft) => Promise<void>;
  readonly close: () => void;
}

/** What can be chosen: a ping is sent on demand only. */
const EVENTS = (Object.entries(t.webhooks.events) as [EventType, string][]).filter(([type]) => type !== 'webhook.ping');

export function WebhookForm({ title, go, start, save, close }: WebhookFormParts) {
  const [draft, setDraft] = useState(start);
  const [refusal, setRefusal] = useState<Refusal>();
  const isReady = /^https?:\/\/\S+$/.test(draft.url.trim());
  const submit = async (): Promise<void> => {
    setRefusal(undefined);
    try {
      await save({ ...draft, url: draft.url.trim(), description: draft.description.trim() });
    } catch (error) {
      setRefusal(asRefusal(error));
    }
  };
  return (
    <Dialog title={title} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void submit();
        }}
      >
        <TextField
          label={t.webhooks.url}
          hint={t.webhooks.urlHint}
          value={draft.url}
          onInput={(url) => setDraft({ ...draft, url })}
          maxLength={2048}
          isFirst
        />
        <TextField
          label={t.webhooks.name}
          hint={t.webhooks.nameHint}
          value={draft.description}
          onInput={(description) => setDraft({ ...draft, description })}
          maxLength={256}
        />
        <Events chosen={draft.events} choose={(events) => setDraft({ ...draft, events })} />
        {refusal && <Problem refusal={refusal} retry={() => void submit()} />}
        <div class="actions end">
          <button type="button" onClick={close}>
            {t.cancel}
          </button>
          <button type="submit" class="main" disabled={!isReady}>
            {go}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface EventsParts {
  readonly chosen: readonly EventType[];
  readonly choose: (events: EventType[]) => void;
}

const Events = ({ chosen, choose }: EventsParts) => (
  <div class="scope-groups">
    <fieldset>
      <legend>{t.webhooks.told}</legend>
      {EVENTS.map(([type, text]) => (
        <label key={type}>
          <input
            type="checkbox"
            checked={chosen.includes(type)}
            onChange={() =>
              choose(chosen.includes(type) ? chosen.filter((other) => other !== type) : [...chosen, type])
            }
          />
          <span>
            <code>{type}</code> <span class="quiet">{text}</span>
          </span>
        </label>
      ))}
    </fieldset>
    <p class="quiet">{chosen.length === 0 ? t.webhooks.toldAll : t.webhooks.toldSome(chosen.length)}</p>
  </div>
);
