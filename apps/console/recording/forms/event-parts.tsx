import { EVIDENCE_TYPES } from '#domain/evidence/media-type.js';
import type { VNode } from 'preact';
import type { FormField } from '#domain/event/describe.js';
import { confirms, type Source, SOURCE_KINDS } from '#domain/source/source.js';
import { urlIn } from '#domain/text/text.js';
import { fieldLabel } from '#language/describe-event.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { linkTo } from '../../frame/display.js';
import { idOf } from '../../frame/controls.js';
import { select, type FieldData, type FormPart } from '../../frame/fields.js';
import type { Page } from '../../frame/page.js';
import { type Choices, hostOf, type OfferedSource, type Sources } from './choices.js';
import { COLUMNS, type FormShape, PICKED, rowField, type RowsKind, rowsIn, WIDGETS, written } from './form-data.js';

export interface FormContext {
  page: Page;
  form: URLSearchParams;
  /** Path of the dossier or provider. */
  path: string;
  choices: Choices;
  sources: Sources;
  /** Of a file of evidence; absent where none can be attached. */
  megabytes?: number;
}

/** The event: required fields, date, optional fields, remarks. */
export function eventParts({ fields, occurred }: FormShape, context: FormContext): FormPart[] {
  const { page } = context;
  const { console, events } = phrases(page.language);
  const { occurredHint, occurredOptional, dateHint, more } = console.eventForm;
  const isDated = occurred === 'required';
  const when: FieldData = {
    ...text('occurred', events.occurred),
    hint: `${isDated ? occurredHint : occurredOptional} ${dateHint}`,
    required: isDated,
  };
  const isTitled = fields.some(({ input }) => input === 'key');
  const isRemark = ({ name, required }: FormField) => (name === 'note' || (name === 'title' && !isTitled)) && !required;
  const asked = fields.filter((field) => !isRemark(field) && (field.name !== 'title' || !isTitled));
  const parts = (some: readonly FormField[]) => some.map((field) => partOf(field, context));
  const title = fields
    .filter(({ name }) => isTitled && name === 'title')
    .map((field) => ({ ...field, required: true }));
  const remarks = [...parts(fields.filter(isRemark)), ...(isDated ? [] : [when])];
  const names = fields.filter(isRemark).map(({ name }) => `data.${name}`);
  return [
    ...parts([...title, ...asked.filter(({ required }) => required)]),
    isDated ? when : null,
    ...parts(asked.filter(({ required }) => !required)),
    { folded: more, isOpen: [...names, 'occurred'].some((name) => isIn(context.form, name)), parts: remarks },
  ];
}

const isIn = (form: URLSearchParams, name: string): boolean => (form.get(name) ?? '') !== '' && name !== 'occurred';

/** Keeps a value that is not among the options. */
function oneOf(
  name: string,
  label: string,
  { page, form, required }: Pick<FormContext, 'page' | 'form'> & { required: boolean },
  options: NonNullable<FieldData['options']>,
): FieldData {
  const t = phrases(page.language).console.eventForm;
  const value = form.get(name) ?? '';
  const isOther = value !== '' && !options.some((one) => one.value === value);
  const all = isOther ? [{ value, label: value }, ...options] : options;
  return { ...select(name, label, value, all, required ? t.choose : t.none), required };
}

/** Titles and addresses may be longer than most fields. */
const text = (name: string, label: string): FieldData => ({ name, label, input: { maxLength: 10_000 } });

function partOf({ name, input, required }: FormField, { page, form, path, choices }: FormContext): FormPart {
  const { terms } = phrases(page.language).console;
  const { console, events } = phrases(page.language);
  const t = console.eventForm;
  const hints: Partial<Record<string, string>> = events.hints;
  const at = `data.${name}`;
  const label = input === 'openKey' ? terms.deadline : fieldLabel(name, page.language);
  const field = { ...text(at, label), hint: hints[name], required };
  const value = form.get(at) ?? '';
  const choice = (options: FieldData['options'] = []) => ({
    ...field,
    ...oneOf(at, label, { page, form, required }, options),
  });
  switch (WIDGETS[input]) {
    case 'key':
      return <input type="hidden" name={at} value={value} />;
    case 'date':
      return { ...field, hint: [field.hint, t.shortDateHint].filter(Boolean).join(' ') };
    case 'prose':
    case 'lines':
      return { ...field, kind: 'textarea', input: { rows: 3 } };
    case 'rows':
      return rowsOf(at, label, field.hint, input as RowsKind, { page, form });
    case 'reference': {
      const only = choices.only[input];
      return only
        ? choice(only)
        : { ...field, suggestions: (choices.suggestions[input] ?? []).map((one) => ({ value: one })) };
    }
    case 'line':
      return {
        ...field,
        suggestions: (choices.suggestions[input] ?? []).map((one) => ({
          value: one,
          label: schemeText(one, page.language),
        })),
      };
    case 'choice': {
      const { listings: listing, subjectKinds: subject, identifierKinds: identifier } = events;
      const named = { listing, subject, identifier }[input as string];
      const only = named
        ? Object.entries(named).map(([code, words]) => ({ value: code, label: words }))
        : choices.only[input];
      if (only?.length || value !== '' || input === 'duty') return choice(only);
      return (
        <p class="note" id={idOf(at)}>
          {input === 'milestone' ? (
            t.noMilestone
          ) : (
            <>
              {t.noOpenDeadline} {linkTo(page, `${path}/record/DeadlineSet`, terms.setDeadline)}
            </>
          )}
        </p>
      );
    }
  }
}

const SPARE = 3;

/** A list of structured entries, one per row; empty rows are ignored. */
function rowsOf(
  at: string,
  label: string,
  hint: string | undefined,
  input: RowsKind,
  { page, form }: Pick<FormContext, 'page' | 'form'>,
): FormPart {
  const { row, columns } = phrases(page.language).console.eventForm;
  const count = rowsIn(form, at, input).length + SPARE;
  const rows = Array.from({ length: count }, (_, index) => ({
    label: row(label, index + 1),
    row: COLUMNS[input].map((column) => text(rowField(at, index, column), columns[column])),
  }));
  return { legend: label, name: at, hint, parts: rows };
}

/** Where the event comes from: sources on record, one click each, then the fields of one, and a file that proves the event. */
export function sourceParts({ source }: FormShape, context: FormContext): FormPart[] {
  const { page, form, megabytes } = context;
  const { console, events } = phrases(page.language);
  const t = console.eventForm;
  const required = source === 'required';
  const publishers = [...context.sources.own, ...context.sources.authority, ...context.sources.others];
  const suggestions = [...new Set(publishers.map((one) => one.source.publisher))].map((value) => ({ value }));
  const kind = oneOf('source.kind', events.source.kind, { page, form, required }, kinds(page));
  const fields: FormPart[] = [
    <SourceOptions {...context} />,
    {
      ...text('source.url', events.source.url),
      hint: t.sourceHints.url,
      input: { inputMode: 'url', spellcheck: false, maxLength: 10_000 },
    },
    { row: [kind, { ...text('source.publisher', events.source.publisher), required, suggestions }] },
    { row: [text('source.title', events.source.title), text('source.readOn', events.source.readOn)] },
    { ...text('source.quote', events.source.quote), hint: t.sourceHints.quote, kind: 'textarea', input: { rows: 2 } },
    ...(megabytes === undefined ? [] : fileParts(form, page, megabytes)),
  ];
  const isOpen = [...form].some(([name, value]) => /^(?:source\.|evidence$)/.test(name) && value !== '');
  return required ? fields : [{ folded: t.optionalSource, isOpen, parts: fields }];
}

/** A file that was received is kept with the form, until the event is recorded. */
function fileParts(form: URLSearchParams, { language }: Page, megabytes: number): FormPart[] {
  const { evidence } = phrases(language).console;
  const kept = form.get('evidence');
  const file: FieldData = {
    ...{
      name: 'file',
      label: phrases(language).console.eventForm.file,
      kind: 'file',
      hint: evidence.fileHint(megabytes),
    },
    input: { accept: [...EVIDENCE_TYPES, '.eml'].join(',') },
  };
  if (kept === null) return [file];
  return [{ name: 'evidence', kind: 'checkbox', label: kept.slice(kept.indexOf(' ') + 1), value: kept }, file];
}

/** The kinds of sources, by who speaks. */
function kinds({ language }: Page) {
  const { authority, holder, other } = phrases(language).console.eventForm.speaks;
  return SOURCE_KINDS.map((kind) => ({
    value: kind,
    label: capitalized(phrases(language).events.sourceKinds[kind]),
    group: confirms({ kind }) ? authority : kind === 'company' ? holder : other,
  }));
}

const SHOWN = 3;

/** Without a script, the picked source replaces the fields when the form is sent. */
function SourceOptions({ page, form, sources: { own, authority, others } }: FormContext) {
  const t = phrases(page.language).console.eventForm;
  const shown = [...own.slice(0, SHOWN), ...authority.slice(0, SHOWN)];
  const more = [...own.slice(SHOWN), ...authority.slice(SHOWN), ...others].slice(0, MOST);
  const option = (offer: OfferedSource) => sourceOption(page, offer, [...shown, ...more]);
  return (
    <div role="radiogroup" aria-label={t.again} class="sources" data-same>
      <input type="hidden" name={PICKED} value={form.get(PICKED) ?? ''} />
      <label>
        <input type="radio" name="same" value="" checked /> {t.newSource}
      </label>
      {shown.map(option)}
      {more.length === 0 ? null : (
        <details>
          <summary>{t.moreSources(more.length)}</summary>
          {more.map(option)}
        </details>
      )}
      {replaced(page, form.get('former'))}
    </div>
  );
}

const MOST = 12;

function sourceOption({ language }: Page, { value, source }: OfferedSource, offers: readonly OfferedSource[]) {
  const named = nameOf(source);
  const place = [phrases(language).events.sourceKinds[source.kind], placeOf(source, offers)];
  return (
    <label>
      <input type="radio" name="same" value={value} data-source={JSON.stringify(written(source, language))} />{' '}
      <span title={named}>{named.slice(0, 160)}</span>{' '}
      <small title={source.url}>{place.filter(Boolean).join(' · ')}</small>
    </label>
  );
}

const nameOf = ({ publisher, title }: Source): string =>
  title === undefined || title === publisher ? publisher : `${publisher}, ${title}`;

/** The host, with the end of the path or the whole address if another source that is offered would read the same. */
function placeOf(source: Source, offers: readonly OfferedSource[]): string | undefined {
  const alike = offers.filter(
    (offer) => offer.source !== source && offer.source.kind === source.kind && nameOf(offer.source) === nameOf(source),
  );
  const place = [hostOf, endOf].find((of) => !alike.some((one) => of(one.source.url) === of(source.url)));
  return place ? place(source.url) : source.url;
}

const endOf = (url = ''): string | undefined =>
  hostOf(url)?.concat(urlIn(url)?.pathname.replace(/^\/.+(?=\/[^/]+\/?$)/, '/…') ?? '');

/** What was entered in the fields that a picked source replaced. A script fills it in. */
export function replaced(page: Page, former: string | null): VNode {
  return (
    <p class="note warn" data-replaced role="status" hidden={former === null}>
      {phrases(page.language).console.eventForm.replaced} <q>{former}</q>
    </p>
  );
}
