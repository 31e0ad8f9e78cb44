import { LAST_CONFIRMING_RANK, SOURCE_KINDS, type SourceKind } from '#domain/source/source.js';
import { phrases } from '#language/phrases.js';
import { colon, type Language } from '#language/language.js';
import { sourceInWords } from '#language/describe-event.js';
import { dayIn } from '#domain/date/day.js';
import { capitalized, writtenDate } from '#language/format.js';
import { urlIn } from '#domain/text/text.js';
import type { RecentSource } from '#ledger/get-timeline.js';
import { Field } from '../../frame/controls.js';
import type { PageContext } from '../../frame/page.js';
import { type InputContext, Select, SuggestInput } from './inputs.js';
import { PICKED, type SourceField } from './form-data.js';
import type { OfferedSource } from './source-offers.js';
import { partialDateTyped } from '#language/typed-date.js';

const PUBLISHERS = 60;

export function SourceInputs({ context, required }: { context: InputContext; required: boolean }) {
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
