import { phrases } from '#language/phrases.js';
import { Facts } from '../frame/display.js';
import { FORMATS, MODES } from '#subscriptions/subscription.js';
import type { PageContext } from '../frame/page.js';
import { WEEKDAYS } from '#domain/date/weekday.js';
import { HOLIDAYS } from '#domain/date/working-day.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import type { Problem } from '#domain/refusal.js';
import { statusWord } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { LANGUAGES } from '#language/language.js';
import type { Filter } from '#subscriptions/filter.js';
import { EVENT_TYPES } from '#subscriptions/messages/change.js';
import { Failed, Field, Form, Hidden, Problems, idOf, FieldErrors, Hint } from '../frame/controls.js';
import type { SubscriptionChoices } from './subscribers.js';
import { FOLLOWS } from './subscription-form-data.js';

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

interface FieldsProps {
  page: PageContext;
  typed: URLSearchParams;
  problems: readonly Problem[];
}

const choicesOf = <T extends string>(values: readonly T[], label: (value: T) => string): Choice[] =>
  values.map((value) => ({ value, label: label(value) }));

/** An empty list matches everything. @param within the filter that it stays within */
export function FilterFields({
  choices,
  within,
  ...fields
}: FieldsProps & { choices: SubscriptionChoices; within?: Filter }) {
  const t = phrases(fields.page.language).console.subscriptionForm;
  const { schemes, registers, providers, dossiers } = choices;
  return (
    <>
      {within?.changes === false || within?.deadlines === false ? null : (
        <Choices
          {...fields}
          name="follows"
          legend={t.follows}
          type="radio"
          choices={choicesOf(FOLLOWS, (one) => t.followsChoice[one])}
        />
      )}
      {schemes.length === 0 ? null : (
        <Choices {...fields} name="filter.schemes" legend={t.schemes} hint={t.schemesHint} choices={schemes} />
      )}
      {providers ? (
        providers.length === 0 ? null : (
          <Choices
            {...fields}
            name="filter.providers"
            legend={t.providers}
            hint={t.providersHint}
            choices={providers}
          />
        )
      ) : (
        <Field {...fields} name="providerNames" label={t.providers} hint={t.providerNamesHint}>
          {(input) => <textarea {...input} rows={4} value={fields.typed.get('providerNames') ?? ''} />}
        </Field>
      )}
      {registers.length === 0 ? null : (
        <Choices {...fields} name="filter.registers" legend={t.registers} hint={t.registersHint} choices={registers} />
      )}
      {dossiers.length === 0 ? null : (
        <Choices {...fields} name="filter.dossiers" legend={t.dossiers} choices={dossiers} />
      )}
    </>
  );
}

const NARROWER = ['statusChange', 'becomes', 'eventTypes', 'deadlineKinds', 'confirmedOnly'];

/** @param within the filter that it stays within */
export function AdvancedFilters({ within, ...fields }: FieldsProps & { within?: Filter }) {
  const { language } = fields.page;
  const t = phrases(language).console.subscriptionForm;
  const isGiven = (name: string): boolean => within !== undefined && name in within;
  const isUsed = NARROWER.some((name) => !isGiven(name) && concerns(fields, `filter.${name}`));
  return (
    <details class="card" open={isUsed}>
      <summary>{t.news}</summary>
      {within?.confirmedOnly ? null : (
        <Checkbox typed={fields.typed} name="filter.confirmedOnly" label={t.confirmedOnly} hint={t.confirmedOnlyHint} />
      )}
      {within?.statusChange ? null : (
        <Checkbox typed={fields.typed} name="filter.statusChange" label={t.statusChange} />
      )}
      <Choices
        {...fields}
        name="filter.becomes"
        legend={t.becomes}
        hint={t.becomesHint}
        choices={choicesOf(within?.becomes ?? STATUSES, (status) => statusWord(status, undefined, language))}
      />
      <Choices
        {...fields}
        name="filter.eventTypes"
        legend={t.eventTypes}
        hint={t.eventTypesHint}
        choices={choicesOf(within?.eventTypes ?? EVENT_TYPES, (type) => phrases(language).events.types[type].name)}
      />
      <Choices
        {...fields}
        name="filter.deadlineKinds"
        legend={t.deadlineKinds}
        hint={t.deadlineKindsHint}
        choices={choicesOf(
          within?.deadlineKinds ?? DEADLINE_KINDS,
          (kind) => phrases(language).mail.reminders.kind[kind],
        )}
      />
    </details>
  );
}

export function NotificationFields({ channel, ...fields }: FieldsProps & { channel: 'email' | 'webhook' }) {
  const t = phrases(fields.page.language).console.subscriptionForm;
  return (
    <>
      {channel === 'webhook' ? null : (
        <>
          <LanguageField {...fields} />
          <Choices
            {...fields}
            name="mode"
            legend={t.mode}
            type="radio"
            choices={choicesOf(MODES, (mode) => t.modes[mode])}
          />
          <DigestDay {...fields} />
        </>
      )}
    </>
  );
}

function LanguageField(fields: FieldsProps & { hint?: string }) {
  const t = phrases(fields.page.language).console.subscriptionForm;
  const choices = choicesOf(LANGUAGES, (one) => capitalized(t.languageNames[one]));
  return <Choices {...fields} name="language" legend={t.language} type="radio" choices={choices} />;
}

function DigestDay({ page, typed, problems }: FieldsProps) {
  const { language } = page;
  const chosen = typed.get('digestDay');
  return (
    <Field
      page={page}
      name="digestDay"
      label={phrases(language).console.subscriptionForm.digestDay}
      problems={problems}
    >
      {(input) => (
        <select {...input}>
          {WEEKDAYS.map((weekday) => (
            <option value={weekday} selected={weekday === chosen}>
              {capitalized(phrases(language).mail.general.weekdays[weekday])}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function concerns({ typed, problems }: Pick<FieldsProps, 'typed' | 'problems'>, name: string): boolean {
  return (typed.get(name) ?? '') !== '' || problems.some(({ field }) => field === name);
}

export interface Choice {
  value: string;
  label: string;
}

interface ChoicesProps {
  page: PageContext;
  name: string;
  legend: string;
  hint?: string;
  choices: readonly Choice[];
  typed: URLSearchParams;
  /** `radio`: exactly one. */
  type?: 'checkbox' | 'radio';
  problems?: readonly Problem[];
}

function Choices({ page, name, legend, hint, choices, typed, type = 'checkbox', problems = [] }: ChoicesProps) {
  const id = idOf(name);
  const chosen = typed.getAll(name);
  const wrong = problems.filter(({ field }) => field === name);
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(wrong.length > 0 ? [`${id}-error`] : [])];
  return (
    <fieldset
      id={id}
      class={wrong.length > 0 ? 'wrong' : undefined}
      aria-describedby={described.join(' ') || undefined}
    >
      <legend>{legend}</legend>
      <Hint id={id} hint={hint} />
      <div class="choices">
        {choices.map(({ value, label }) => (
          <label>
            <input type={type} name={name} value={value} checked={chosen.includes(value)} /> {label}
          </label>
        ))}
      </div>
      <FieldErrors {...{ page, id, wrong }} />
    </fieldset>
  );
}

export function Checkbox({
  name,
  label,
  hint,
  typed,
}: {
  name: string;
  label: string;
  hint?: string;
  typed: URLSearchParams;
}) {
  const id = idOf(name);
  return (
    <div class="field">
      <label for={id}>
        <input
          type="checkbox"
          id={id}
          name={name}
          value="yes"
          checked={typed.has(name)}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        />{' '}
        {label}
      </label>
      <Hint id={id} hint={hint} />
    </div>
  );
}

/** The secret of a webhook, shown once. */
export function SigningSecret({ page, secret }: { page: PageContext; secret: string | null }) {
  const { made } = phrases(page.language).console.subscribers;
  return (
    <div class="card">
      <p>{made.secretHint}</p>
      <Facts facts={[[made.secret, secret === null ? null : <code>{secret}</code>]]} />
    </div>
  );
}
