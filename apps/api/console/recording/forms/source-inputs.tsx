import { LAST_CONFIRMING_RANK, SOURCE_KINDS, type SourceKind } from '#domain/source/source.js';
import { phrases } from '#language/phrases.js';
import { colon, type Language } from '#language/language.js';
import { sourceInWords } from '#language/describe-event.js';
import { capitalized } from '#language/format.js';
import { urlIn } from '#domain/text/text.js';
import type { RecentSource } from '#ledger/get-timeline.js';
import { Field } from '../../frame/controls.js';
import type { PageContext } from '../../frame/page.js';
import { type InputContext, Select, SuggestInput } from './inputs.js';
import type { SourceField } from './form-data.js';
import { partialDateTyped } from '#language/typed-date.js';

const AGAIN = 12;
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
      <RecentSourceSelect context={context} />
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

function RecentSourceSelect({ context: { page, choices } }: { context: InputContext }) {
  const t = phrases(page.language).console.eventForm;
  if (choices.sources.length === 0) return null;
  return (
    <Field page={page} name="same" label={t.again} hint={t.againHint}>
      {(props) => (
        <select {...props} data-same>
          <option value="">{t.newSource}</option>
          {choices.sources.slice(0, AGAIN).map(({ event, source }) => (
            <option key={event} value={event} data-source={JSON.stringify(source)}>
              {sourceInWords(source, page.language).slice(0, 160)}
            </option>
          ))}
        </select>
      )}
    </Field>
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
