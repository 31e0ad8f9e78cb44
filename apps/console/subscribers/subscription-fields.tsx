import { WEEKDAYS } from '#domain/date/weekday.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import type { Problem } from '#domain/refusal.js';
import { EVENT_TYPES } from '#subscriptions/messages/change.js';
import { capitalized } from '#language/format.js';
import { LANGUAGES } from '#language/language.js';
import { statusWord } from '#language/describe-standing.js';
import type { Filter } from '#subscriptions/filter.js';
import { MODES } from '#subscriptions/subscription.js';
import { Field, idOf, FieldErrors, Hint } from '../frame/controls.js';
import type { PageContext } from '../frame/page.js';
import { phrases } from '#language/phrases.js';
import type { SubscriptionChoices } from './followed-names.js';
import { FOLLOWS } from './subscription-form-data.js';

export interface FieldsProps {
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

/** Of messages. */
export function LanguageField(fields: FieldsProps & { hint?: string }) {
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
            <option key={weekday} value={weekday} selected={weekday === chosen}>
              {capitalized(phrases(language).mail.general.weekdays[weekday])}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Whether a field has a value or a problem. */
export function concerns({ typed, problems }: Pick<FieldsProps, 'typed' | 'problems'>, name: string): boolean {
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

export function Choices({ page, name, legend, hint, choices, typed, type = 'checkbox', problems = [] }: ChoicesProps) {
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
          <label key={value}>
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
