import { HOLIDAYS } from '#domain/date/holidays.js';
import type { Problem } from '#domain/refusal.js';
import { FORMATS, SIGNATURES } from '#subscriptions/new-subscription.js';
import { Field, Form, Hidden, Problems } from '../frame/controls.js';
import type { ThisPage } from '../frame/page.js';
import {
  type Choice,
  Choices,
  concerns,
  type FieldsProps,
  HowToTell,
  Narrower,
  Tick,
  WhatToFollow,
} from './subscription-fields.js';
import type { WishChoices } from './followed-names.js';
import { FORM_WORDS } from './form-words.js';
import { WISH_WORDS } from './wish-words.js';

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

const TYPED = ['ladder.before', 'ladder.overdue', 'timeZone', 'escalateAfterDays'];
const ROLES = ['recipient', 'escalation'] as const;

/** When and how to be reminded of deadlines. */
function ReminderFields(fields: FieldsProps) {
  const { page, typed } = fields;
  const words = WISH_WORDS[page.language];
  const isUsed = TYPED.some((name) => concerns(fields, `reminders.${name}`));
  const isEscalation = typed.get('reminders.role') === 'escalation';
  const text = (name: string, label: string, hint: string) => (
    <Field {...fields} name={name} label={label} hint={hint}>
      {(input) => <input {...input} value={typed.get(name) ?? ''} autocomplete="off" spellcheck={false} />}
    </Field>
  );
  const holidays: Choice[] = HOLIDAYS.map((value) => ({ value, label: words.holidaysChoice[value] }));
  const roles: Choice[] = ROLES.map((value) => ({ value, label: words.roles[value] }));
  return (
    <details class="card" open={isUsed || isEscalation}>
      <summary>{words.reminders}</summary>
      <p class="hint">{words.remindersHint}</p>
      {text('reminders.ladder.before', words.before, words.beforeHint)}
      {text('reminders.ladder.overdue', words.overdue, words.overdueHint)}
      {text('reminders.timeZone', words.timeZone, words.timeZoneHint(page.zone))}
      <Choices {...fields} name="reminders.holidays" legend={words.holidays} type="radio" choices={holidays} />
      <Choices {...fields} name="reminders.role" legend={words.role} type="radio" choices={roles} />
      {text('reminders.escalateAfterDays', words.escalateAfterDays, words.escalateHint)}
    </details>
  );
}

/** What only webhooks have. @param isNew the signature is chosen once */
function EndpointFields({ isNew, ...fields }: FieldsProps & { isNew: boolean }) {
  const { page, typed } = fields;
  const words = WISH_WORDS[page.language];
  return (
    <details class="card" open={concerns(fields, 'ratePerMinute') || typed.has('ordered')}>
      <summary>{words.technical}</summary>
      <Choices
        {...fields}
        name="format"
        legend={words.format}
        type="radio"
        choices={FORMATS.map((value) => ({ value, label: words.formats[value] }))}
      />
      {isNew ? (
        <Choices
          {...fields}
          name="signature"
          legend={words.signature}
          type="radio"
          choices={SIGNATURES.map((value) => ({ value, label: words.signatures[value] }))}
        />
      ) : null}
      <Tick typed={typed} name="ordered" label={words.ordered} hint={words.orderedHint} />
      <Field {...fields} name="ratePerMinute" label={words.rate} hint={words.rateHint}>
        {(input) => (
          <input {...input} value={typed.get('ratePerMinute') ?? ''} inputMode="numeric" autocomplete="off" />
        )}
      </Field>
    </details>
  );
}
