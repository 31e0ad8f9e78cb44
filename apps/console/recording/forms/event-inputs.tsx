import { dayIn } from '#domain/date/day.js';
import type { FormField } from '#domain/event/describe.js';
import type { Problem } from '#domain/refusal.js';
import { LAST_CONFIRMING_RANK, SOURCE_KINDS, type SourceKind } from '#domain/source/source.js';
import { urlIn } from '#domain/text/text.js';
import { sourceInWords } from '#language/describe-event.js';
import { fieldError } from '#language/field-error.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { partialDateTyped } from '#language/typed-date.js';
import type { RecentSource } from '#ledger/get-timeline.js';
import { Field, idOf, type InputProps } from '../../frame/controls.js';
import { addressOf, type PageContext } from '../../frame/page.js';
import type { Choice, Choices, OfferedSource } from './choices.js';
import {
  fieldLabel,
  COLUMNS,
  type FormShape,
  isRows,
  rowField,
  rowsIn,
  type RowsKind,
  PICKED,
  type SourceField,
} from './form-data.js';

const REMARKS: ReadonlySet<string> = new Set(['title', 'note']);

/** All inputs of an event: required fields, date, optional fields, source, remarks. */
export function EventInputs({ shape, context }: { shape: FormShape; context: InputContext }) {
  const { page, form, problems } = context;
  const t = phrases(page.language).console.recording;
  const { more } = phrases(page.language).console.eventForm;
  const isRemark = ({ name, required }: FormShape['fields'][number]): boolean => REMARKS.has(name) && !required;
  const isBare = shape.source === 'optional';
  const when = <Occurred shape={shape} context={context} />;
  const asked = shape.fields.filter((field) => !isRemark(field));
  const inputs = (fields: FormShape['fields']) => fields.map((field) => <EventInput field={field} context={context} />);
  const source = (
    <fieldset>
      <legend>{t.source}</legend>
      <SourceInputs context={context} required={!isBare} />
    </fieldset>
  );
  const isFolded = isBare ? /^(?:occurred|source|data\.(?:title|note))/ : /^data\.(?:title|note)/;
  const told = [...form].filter(([, value]) => value !== '').map(([name]) => name);
  const isOpen = [...told, ...problems.map(({ field }) => field)].some((name) => isFolded.test(name));
  return (
    <>
      {inputs(asked.filter(({ required }) => required))}
      {isBare ? null : when}
      {inputs(asked.filter(({ required }) => !required))}
      {isBare ? null : source}
      <details open={isOpen}>
        <summary>{more}</summary>
        {inputs(shape.fields.filter(isRemark))}
        {isBare ? when : null}
        {isBare ? source : null}
      </details>
    </>
  );
}

function Occurred({
  shape: { occurred },
  context: { page, form, problems },
}: {
  shape: FormShape;
  context: InputContext;
}) {
  const { console, events } = phrases(page.language);
  const { occurredHint, occurredOptional, dateHint } = console.eventForm;
  const required = occurred === 'required';
  const hint = [required ? occurredHint : occurredOptional, dateHint].join(' ');
  return (
    <Field {...{ page, hint, required, problems }} name="occurred" label={events.occurred}>
      {(props) => <input {...props} type="text" value={form.get('occurred') ?? ''} autocomplete="off" />}
    </Field>
  );
}

function EventInput({ field, context }: { field: FormField; context: InputContext }) {
  const { page, form, problems } = context;
  const { name, input, required } = field;
  const { console, events } = phrases(page.language);
  const hints: Partial<Record<string, string>> = events.hints;
  const label = fieldLabel(field, page.language);
  if (isRows(input)) return <RowsInput {...{ field, input, label, context }} hint={hints[name]} />;
  const hint = [hints[name], ...(input === 'date' ? [console.eventForm.shortDateHint] : [])].filter(Boolean).join(' ');
  return (
    <Field
      {...{ page, label, required, problems }}
      name={`data.${name}`}
      {...(hint !== '' && input !== 'openKey' && { hint })}
    >
      {(props) => <Input {...{ field, props, context }} value={form.get(`data.${name}`) ?? ''} />}
    </Field>
  );
}

interface InputOf {
  field: FormField;
  props: InputProps;
  context: InputContext;
  value: string;
}

function Input({ field: { input, required }, props, context, value }: InputOf) {
  const { page, choices } = context;
  const t = phrases(page.language).console.eventForm;
  const words = phrases(page.language).events;
  switch (input) {
    case 'prose':
    case 'lines':
      return <textarea {...props} value={value} rows={input === 'lines' ? 3 : 4} />;
    case 'milestone':
    case 'duty':
    case 'openKey': {
      const among = choices.only[input] ?? [];
      if (among.length === 0 && value === '' && input !== 'duty')
        return input === 'milestone' ? (
          <p class="note" id={props.id}>
            {t.noMilestone}
          </p>
        ) : (
          <NoneOpen id={props.id} context={context} />
        );
      return <Select {...{ props, value, required, among, page }} />;
    }
    case 'listing':
    case 'subject': {
      const named = input === 'listing' ? words.listings : words.subjectKinds;
      const among = Object.entries(named).map(([code, label]) => ({ value: code, label }));
      return <Select {...{ props, value, required, among, page }} />;
    }
    case 'dossier':
    case 'provider': {
      const among = choices.only[input];
      if (among) return <Select {...{ props, value, required, among, page }} />;
      return <SuggestInput {...{ props, value }} suggestions={choices.suggestions[input] ?? []} />;
    }
    case 'text':
    case 'date':
    case 'key':
    case 'decision':
    case 'reservation':
      return <SuggestInput {...{ props, value }} suggestions={choices.suggestions[input] ?? []} />;
    case 'referential':
    case 'level':
    case 'authority': {
      const labelOf = (text: string): string => schemeText(text, page.language);
      return <SuggestInput {...{ props, value, labelOf }} suggestions={choices.suggestions[input] ?? []} />;
    }
    case 'reservations':
    case 'holders':
      return null;
  }
}

function NoneOpen({ id, context: { page, path } }: { id: string; context: InputContext }) {
  const { noOpenDeadline, setOne } = phrases(page.language).console.eventForm;
  return (
    <p class="note" id={id}>
      {noOpenDeadline} <a href={addressOf(page, `${path}/record/DeadlineSet`)}>{setOne}</a>
    </p>
  );
}

const SPARE = 3;

interface RowsProps {
  field: FormField;
  input: RowsKind;
  label: string;
  hint: string | undefined;
  context: InputContext;
}

/** A list of structured entries, one per row; empty rows are ignored. */
function RowsInput({ field: { name }, input, label, hint, context }: RowsProps) {
  const { page, form, problems } = context;
  const t = phrases(page.language).console.eventForm;
  const at = `data.${name}`;
  const filled = rowsIn(form, at, input).length;
  const wrong = problems.filter(({ field }) => field === at);
  return (
    <fieldset id={idOf(at)} class={wrong.length > 0 ? 'wrong' : undefined}>
      <legend>{label}</legend>
      {hint === undefined ? null : <p class="hint">{hint}</p>}
      {wrong.map((problem) => (
        <p class="error">{fieldError(problem, page.language)}</p>
      ))}
      {Array.from({ length: filled + SPARE }, (_, index) => (
        <div class="row" role="group" aria-label={t.row(label, index + 1)}>
          {COLUMNS[input].map((column) => {
            const cell = rowField(at, index, column);
            return (
              <Field {...{ page, problems }} name={cell} label={t.columns[column]}>
                {(props) => <input {...props} type="text" value={form.get(cell) ?? ''} autocomplete="off" />}
              </Field>
            );
          })}
        </div>
      ))}
    </fieldset>
  );
}

interface InputContext {
  page: PageContext;
  form: URLSearchParams;
  problems: readonly Problem[];
  choices: Choices;
  /** Path of the dossier or provider. */
  path: string;
}

interface SelectProps {
  page: PageContext;
  props: InputProps;
  value: string;
  required: boolean;
  among: readonly Choice[];
}

/** Keeps a typed value that is not among the options. */
export function Select({ page, props, value, required, among }: SelectProps) {
  const t = phrases(page.language).console.eventForm;
  const isOther = value !== '' && !among.some((choice) => choice.value === value);
  return (
    <select {...props}>
      <option value="">{required ? t.choose : t.none}</option>
      {isOther ? (
        <option value={value} selected>
          {value}
        </option>
      ) : null}
      {among.map((choice) => (
        <option value={choice.value} selected={choice.value === value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

function SuggestInput({
  props,
  value,
  suggestions,
  labelOf,
}: {
  props: InputProps;
  value: string;
  suggestions: readonly string[];
  /** What a suggestion is called in the language of the page, if it differs from the value that is recorded. */
  labelOf?: (suggestion: string) => string;
}) {
  const list = `${props.id}-likely`;
  return (
    <>
      <input {...props} type="text" value={value} autocomplete="off" {...(suggestions.length > 0 && { list })} />
      {suggestions.length === 0 ? null : (
        <datalist id={list}>
          {suggestions.map((one) => (
            <option value={one} {...(labelOf && labelOf(one) !== one && { label: labelOf(one) })} />
          ))}
        </datalist>
      )}
    </>
  );
}

const PUBLISHERS = 60;

function SourceInputs({ context, required }: { context: InputContext; required: boolean }) {
  const { page, form, problems, choices } = context;
  const { language } = page;
  const { console, events } = phrases(language);
  const hints: Partial<Record<SourceField, string | undefined>> = console.eventForm.sourceHints;
  const publishers = [...new Set(choices.sources.map(({ source }) => source.publisher))].slice(0, PUBLISHERS);
  const of = (name: SourceField) => ({
    ...{ page, problems, name: `source.${name}`, label: events.source[name] },
    ...(hints[name] !== undefined && { hint: hints[name] }),
  });
  const typed = (name: string): string => form.get(`source.${name}`) ?? '';
  return (
    <>
      <SourceOptions context={context} />
      <Field {...of('kind')} required={required}>
        {(props) => <Select {...{ page, props, required }} value={typed('kind')} among={kinds(language)} />}
      </Field>
      <Field {...of('publisher')} required={required}>
        {(props) => <SuggestInput props={props} value={typed('publisher')} suggestions={publishers} />}
      </Field>
      <Field {...of('url')}>
        {(props) => (
          <input {...props} type="text" inputmode="url" value={typed('url')} autocomplete="off" spellcheck={false} />
        )}
      </Field>
      <Field {...of('title')}>{(props) => <input {...props} type="text" value={typed('title')} />}</Field>
      <Field {...of('quote')}>{(props) => <textarea {...props} value={typed('quote')} rows={3} />}</Field>
      <Field {...of('readOn')}>
        {(props) => <input {...props} type="date" value={dayTyped(typed('readOn'), language)} />}
      </Field>
    </>
  );
}

/** Date inputs only accept ISO days. */
function dayTyped(text: string, language: Language): string {
  const typed = partialDateTyped(text, language);
  return 'date' in typed ? typed.date : text;
}

const SHOWN = 4;

/** One click picks a source. Without a script, the picked source replaces the fields below when the form is sent. */
function SourceOptions({ context: { page, form, choices } }: { context: InputContext }) {
  const t = phrases(page.language).console.eventForm;
  const { offers } = choices;
  if (offers.length === 0) return null;
  const [shown, more] = [offers.slice(0, SHOWN), offers.slice(SHOWN)];
  return (
    <div role="radiogroup" aria-labelledby="f-same" class="recording-sources" data-same>
      <p id="f-same">
        <strong>{t.again}</strong> <span class="hint">{t.againHint}</span>
      </p>
      <input type="hidden" name={PICKED} value={form.get(PICKED) ?? ''} />
      <label>
        <input type="radio" name="same" value="" checked /> {t.newSource}
      </label>
      {shown.map((offer) => (
        <SourceOption {...{ page, offer }} />
      ))}
      {more.length === 0 ? null : (
        <details>
          <summary>{t.moreSources(more.length)}</summary>
          {more.map((offer) => (
            <SourceOption {...{ page, offer }} />
          ))}
        </details>
      )}
      <FormerSource page={page} form={form} />
    </div>
  );
}

function SourceOption({ page, offer: { value, source, used } }: { page: PageContext; offer: OfferedSource }) {
  const { language, zone } = page;
  const t = phrases(language).console.eventForm;
  const told = [
    ...(source.url === undefined ? [] : [source.url.replace(/^https?:\/\/(?:www\.)?/, '').slice(0, 120)]),
    ...(source.readOn === undefined ? [] : [t.sourceRead(writtenDate(source.readOn, language))]),
    ...(used ? [t.sourceUsed(used.on, writtenDate(dayIn(zone, used.at), language))] : [t.sourceOfScheme]),
  ];
  return (
    <label>
      <input type="radio" name="same" value={value} data-source={JSON.stringify(source)} />{' '}
      {sourceInWords(source, language).slice(0, 160)} <span class="soft small">{told.join(' · ')}</span>
    </label>
  );
}

/** What was entered in the fields that a picked source replaced. */
export function FormerSource({ page, form }: { page: PageContext; form: URLSearchParams }) {
  const former = form.get('former');
  if (former === null) return null;
  return (
    <p class="note warn">
      {phrases(page.language).console.eventForm.replaced} <q>{former}</q>
    </p>
  );
}

const kinds = (language: Language) =>
  SOURCE_KINDS.map((kind) => ({
    value: kind,
    label: `${capitalized(phrases(language).events.sourceKinds[kind])}${colon(language)}${weight(kind, language).toLowerCase()}`,
  }));

function weight(kind: SourceKind, language: Language): string {
  const { confirms, claims, weighsNothing } = phrases(language).console.eventForm;
  if (kind === 'other') return weighsNothing;
  return SOURCE_KINDS.indexOf(kind) < LAST_CONFIRMING_RANK ? confirms : claims;
}

/** A recent source with the same host, unless a publisher is entered. */
function proposedSource(form: URLSearchParams, sources: readonly RecentSource[]): RecentSource | undefined {
  const host = hostIn(form.get('source.url') ?? '');
  if (host === undefined || (form.get('source.publisher') ?? '') !== '') return undefined;
  return sources.find(({ source }) => source.url !== undefined && hostIn(source.url) === host);
}

const hostIn = (address: string): string | undefined => urlIn(address)?.host.replace(/^www\./, '') || undefined;

/** Suggests the publisher of a recent source with the same host. */
export function PublisherProposal({
  page,
  form,
  sources,
}: {
  page: PageContext;
  form: URLSearchParams;
  sources: readonly RecentSource[];
}) {
  const found = proposedSource(form, sources);
  if (!found) return null;
  const { kind, publisher } = found.source;
  const { cited, take } = phrases(page.language).console.eventForm;
  return (
    <p class="note">
      {`${cited(hostIn(form.get('source.url') ?? '') ?? '')} ${publisher} (${phrases(page.language).events.sourceKinds[kind]}). `}
      <button class="second" name="step" value="propose">
        {take(publisher)}
      </button>
    </p>
  );
}

export function withProposed(form: URLSearchParams, sources: readonly RecentSource[]): URLSearchParams {
  const filled = new URLSearchParams(form);
  const found = proposedSource(form, sources);
  if (!found) return filled;
  filled.set('source.publisher', found.source.publisher);
  if ((form.get('source.kind') ?? '') === '') filled.set('source.kind', found.source.kind);
  return filled;
}
