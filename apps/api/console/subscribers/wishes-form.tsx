import type { Problem } from '#domain/refusal.js';
import { Field, Form, Hidden, Problems } from '../frame/controls.js';
import type { ThisPage } from '../frame/page.js';
import { EndpointFields } from './endpoint-fields.js';
import type { WishChoices } from './followed-names.js';
import { FORM_WORDS } from './form-words.js';
import { ReminderFields } from './reminder-fields.js';
import { WISH_WORDS } from './wish-words.js';
import { HowToTell, Narrower, WhatToFollow } from './wishes-fields.js';

interface WishesFormProps {
  page: ThisPage;
  channel: 'email' | 'webhook';
  typed: URLSearchParams;
  choices: WishChoices;
  problems: readonly Problem[];
  /** Names the wish to make one; absent: one that is there changes. */
  once?: string;
}

/** All that can be wished for, as it was typed. */
export function WishesForm({ page, channel, typed, choices, problems, once }: WishesFormProps) {
  const words = FORM_WORDS[page.language];
  const fields = { page, typed, problems };
  const isNew = once !== undefined;
  return (
    <Form page={page} class="stacked">
      <Problems page={page} problems={problems} labels={labelsIn(page)} />
      {isNew ? <Hidden fields={[['once', once]]} /> : null}
      {isNew ? <Hidden fields={[['channel', channel]]} /> : null}
      {isNew ? <Target {...fields} channel={channel} /> : null}
      <WhatToFollow {...fields} choices={choices} />
      <HowToTell {...fields} channel={channel} />
      <Narrower {...fields} />
      <ReminderFields {...fields} />
      {channel === 'webhook' ? <EndpointFields {...fields} isNew={isNew} /> : null}
      <p>
        <button>{isNew ? words.make[channel] : words.save}</button>
      </p>
    </Form>
  );
}

function Target({ page, channel, typed, problems }: Omit<WishesFormProps, 'choices' | 'once'>) {
  const words = WISH_WORDS[page.language];
  const isMail = channel === 'email';
  const [name, label, hint] = isMail
    ? (['address', words.address, words.addressHint] as const)
    : (['url', words.url, words.urlHint] as const);
  return (
    <Field page={page} name={name} label={label} hint={hint} required problems={problems}>
      {(input) => {
        const usual = { ...input, required: true, value: typed.get(name) ?? '', autocomplete: 'off' } as const;
        return isMail ? <input type="email" {...usual} /> : <input type="url" {...usual} />;
      }}
    </Field>
  );
}

/** What each field is called where something is wrong with it. */
function labelsIn({ language }: ThisPage): Record<string, string> {
  const words = WISH_WORDS[language];
  return {
    address: words.address,
    url: words.url,
    language: words.language,
    mode: words.mode,
    follows: words.follows,
    providerNames: words.providers,
    'filter.schemes': words.schemes,
    'filter.providers': words.providers,
    'filter.dossiers': words.dossiers,
    'filter.becomes': words.becomes,
    'filter.eventTypes': words.eventTypes,
    'filter.deadlineKinds': words.deadlineKinds,
    'reminders.ladder.before': words.before,
    'reminders.ladder.overdue': words.overdue,
    'reminders.timeZone': words.timeZone,
    'reminders.holidays': words.holidays,
    'reminders.role': words.role,
    'reminders.escalateAfterDays': words.escalateAfterDays,
    format: words.format,
    signature: words.signature,
    ratePerMinute: words.rate,
  };
}
