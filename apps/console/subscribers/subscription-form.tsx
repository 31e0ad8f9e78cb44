import { phrases } from '#language/phrases.js';
import { HOLIDAYS } from '#domain/date/working-day.js';
import type { Problem } from '#domain/refusal.js';
import { FORMATS } from '#subscriptions/subscription.js';
import { Failed, Field, Form, Hidden, Problems } from '../frame/controls.js';
import type { PageContext } from '../frame/page.js';
import {
  type Choice,
  Choices,
  concerns,
  type FieldsProps,
  LanguageField,
  NotificationFields,
  AdvancedFilters,
  Checkbox,
  FilterFields,
} from './subscription-fields.js';
import type { SubscriptionChoices } from './followed-names.js';

interface SubscriptionFormProps {
  page: PageContext;
  channel: 'email' | 'webhook';
  typed: URLSearchParams;
  choices: SubscriptionChoices;
  problems: readonly Problem[];
  idempotencyKey: string;
  /** The settings when the form was opened, if a subscription is changed. */
  was?: URLSearchParams;
}

export function SubscriptionForm(props: SubscriptionFormProps) {
  const { page, channel, typed, choices, problems, idempotencyKey, was } = props;
  const t = phrases(page.language).console.subscribers.form;
  const fields = { page, typed, problems };
  const isNew = was === undefined;
  return (
    <Form page={page} class="stacked" keepsInput>
      <Problems page={page} problems={problems} labels={labelsIn(page)} />
      {was ? <Hidden fields={[['was', was.toString()]]} /> : null}
      <Hidden fields={[['idempotencyKey', idempotencyKey]]} />
      {isNew ? <Hidden fields={[['channel', channel]]} /> : null}
      {isNew ? <Target {...fields} channel={channel} /> : null}
      <FilterFields {...fields} choices={choices} />
      <NotificationFields {...fields} channel={channel} />
      <AdvancedFilters {...fields} />
      <ReminderFields {...fields} />
      {channel === 'webhook' ? <EndpointFields {...fields} /> : null}
      <p>
        <button>{isNew ? t.make[channel] : t.save}</button>
      </p>
    </Form>
  );
}

function Target({ page, channel, typed, problems }: Omit<SubscriptionFormProps, 'choices' | 'idempotencyKey'>) {
  const t = phrases(page.language).console.subscriptionForm;
  const isMail = channel === 'email';
  const [name, label, hint] = isMail
    ? (['address', t.address, page.keepsMails ? t.addressHintKept : t.addressHint] as const)
    : (['url', t.url, t.urlHint] as const);
  return (
    <Field page={page} name={name} label={label} hint={hint} required problems={problems}>
      {(input) => {
        const usual = { ...input, required: true, value: typed.get(name) ?? '', autocomplete: 'off' } as const;
        return isMail ? <input type="email" {...usual} /> : <input type="url" {...usual} />;
      }}
    </Field>
  );
}

export function labelsIn({ language }: PageContext): Record<string, string> {
  const t = phrases(language).console.subscriptionForm;
  return {
    address: t.address,
    url: t.url,
    language: t.language,
    mode: t.mode,
    digestDay: t.digestDay,
    follows: t.follows,
    providerNames: t.providers,
    'filter.schemes': t.schemes,
    'filter.providers': t.providers,
    'filter.dossiers': t.dossiers,
    'filter.registers': t.registers,
    'filter.becomes': t.becomes,
    'filter.statusChange': t.statusChange,
    'filter.confirmedOnly': t.confirmedOnly,
    ordered: t.ordered,
    'filter.eventTypes': t.eventTypes,
    'filter.deadlineKinds': t.deadlineKinds,
    'reminders.ladder.before': t.before,
    'reminders.ladder.overdue': t.overdue,
    'reminders.timeZone': t.timeZone,
    'reminders.holidays': t.holidays,
    'reminders.role': t.role,
    'reminders.escalateAfterDays': t.escalateAfterDays,
    format: t.format,
    ratePerMinute: t.rate,
    description: t.description,
  };
}

const TYPED = ['ladder.before', 'ladder.overdue', 'timeZone', 'escalateAfterDays'];
const ROLES = ['recipient', 'escalation'] as const;

function ReminderFields(fields: FieldsProps) {
  const { page, typed } = fields;
  const t = phrases(page.language).console.subscriptionForm;
  const isUsed = TYPED.some((name) => concerns(fields, `reminders.${name}`));
  const isEscalation = typed.get('reminders.role') === 'escalation';
  const text = (name: string, label: string, hint: string) => (
    <Field {...fields} name={name} label={label} hint={hint}>
      {(input) => <input {...input} value={typed.get(name) ?? ''} autocomplete="off" spellcheck={false} />}
    </Field>
  );
  const holidays: Choice[] = HOLIDAYS.map((value) => ({ value, label: t.holidaysChoice[value] }));
  const roles: Choice[] = ROLES.map((value) => ({ value, label: t.roles[value] }));
  return (
    <details class="card" open={isUsed || isEscalation}>
      <summary>{t.reminders}</summary>
      <p class="hint">{t.remindersHint}</p>
      {text('reminders.ladder.before', t.before, t.beforeHint)}
      {text('reminders.ladder.overdue', t.overdue, t.overdueHint)}
      {text('reminders.timeZone', t.timeZone, t.timeZoneHint(page.zone))}
      <Choices {...fields} name="reminders.holidays" legend={t.holidays} type="radio" choices={holidays} />
      <Choices {...fields} name="reminders.role" legend={t.role} type="radio" choices={roles} />
      {text('reminders.escalateAfterDays', t.escalateAfterDays, t.escalateHint)}
    </details>
  );
}

function EndpointFields(fields: FieldsProps) {
  const { page, typed } = fields;
  const t = phrases(page.language).console.subscriptionForm;
  return (
    <details
      class="card"
      open={['ratePerMinute', 'description'].some((name) => concerns(fields, name)) || typed.has('ordered')}
    >
      <summary>{t.technical}</summary>
      <Field {...fields} name="description" label={t.description} hint={t.descriptionHint}>
        {(input) => <input {...input} value={typed.get('description') ?? ''} autocomplete="off" />}
      </Field>
      <Choices
        {...fields}
        name="format"
        legend={t.format}
        type="radio"
        choices={FORMATS.map((value) => ({ value, label: t.formats[value] }))}
      />
      <LanguageField {...fields} hint={t.languageHint} />
      <Checkbox typed={typed} name="ordered" label={t.ordered} hint={t.orderedHint} />
      <Field {...fields} name="ratePerMinute" label={t.rate} hint={t.rateHint}>
        {(input) => (
          <input {...input} value={typed.get('ratePerMinute') ?? ''} inputMode="numeric" autocomplete="off" />
        )}
      </Field>
    </details>
  );
}

/** Settings that the reader and somebody else changed: saving again replaces those of the other. */
export function ChangedByOthers({ page, names }: { page: PageContext; names: readonly string[] }) {
  if (names.length === 0) return null;
  const { changedByOthers } = phrases(page.language).console.subscribers.form;
  const labels = labelsIn(page);
  return (
    <Failed tone="warn">
      <p>{changedByOthers(names.map((name) => labels[name] ?? name).join(', '))}</p>
    </Failed>
  );
}
