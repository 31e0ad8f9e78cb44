import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Source } from '#domain/source/source.js';
import { amendedFields } from '#notifications/mail/amendment-facts.js';
import { FIELD_WORDS } from '#notifications/mail/field-words.js';
import { colon } from '#language/language.js';
import { writtenDate } from '#language/format.js';
import { type Amendment, eventIn } from './amended-entry.js';
import { Badge } from './badge.js';
import { EntryDates } from './entry-dates.js';
import type { Names } from './entry-content.js';
import { entryId } from './entry-link.js';
import { ENTRY_WORDS } from './entry-words.js';
import { addressOf, may, type ThisPage } from './page.js';
import { SourceLine } from './source-line.js';

interface ListProps {
  page: ThisPage;
  amendments: readonly Amendment[];
  scheme?: Scheme | undefined;
  events: string;
  isApart: boolean;
}

/** What was corrected, from what to what, why, when and by whom; and what took it all back. */
export function AmendmentList({ page, amendments, ...rest }: ListProps) {
  if (amendments.length === 0) return null;
  return (
    <ol class="amendments">
      {amendments.map((amendment) => (
        <AmendmentLine key={amendment.entry.id} page={page} amendment={amendment} {...rest} />
      ))}
    </ol>
  );
}

function AmendmentLine({
  page,
  amendment: { entry, amends, amendments },
  isApart,
  ...rest
}: Omit<ListProps, 'amendments'> & { amendment: Amendment }) {
  const { language } = page;
  const words = ENTRY_WORDS[language];
  const event = eventIn(entry);
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return null;
  const isCorrection = event.type === 'EventCorrected';
  return (
    <li {...(!isApart && { id: entryId(entry.id) })} class={entry.retracted ? 'gone' : undefined}>
      <p>
        <strong>{isCorrection ? words.correction : words.retraction}</strong>{' '}
        {entry.retracted ? <Badge tone="bad">{words.correctionOff}</Badge> : null}
      </p>
      <ChangedFields page={page} event={event} amends={amends} />
      <p>
        {words.reason}
        {colon(language)}
        <span class="written">{event.data.reason}</span>
      </p>
      {event.source ? (
        <p class="small">
          <SourceLine source={event.source} language={language} />
        </p>
      ) : null}
      <EntryDates page={page} entry={entry} />
      <AmendmentList page={page} amendments={amendments} isApart={isApart} {...rest} />
      {isCorrection && !entry.retracted && may(page, 'record') ? (
        <p class="actions no-print">
          <a href={addressOf(page, `${rest.events}/${entry.id}/retract`)}>{words.retractCorrection}</a>
        </p>
      ) : null}
    </li>
  );
}

interface ChangedProps {
  page: ThisPage;
  event: LedgerEvent;
  amends: LedgerEvent;
  /** What the dossiers and providers are called that it names, by id. */
  names?: Names;
}

/** The old value struck, and the new one. */
export function ChangedFields({ page, event, amends, names }: ChangedProps) {
  const words = ENTRY_WORDS[page.language];
  const told = [...amendedFields(event, amends, page.language), ...sourceChanged(event, amends, page)];
  const changed = told.filter(({ from, to }) => from !== to);
  const fields = changed.length > 0 ? changed : told;
  const named = (text: string): string => names?.get(text) ?? text;
  if (fields.length === 0) return null;
  return (
    <dl class="facts changed">
      {fields.map(({ label, from, to }) => (
        <>
          <dt>{label}</dt>
          <dd>
            {from === undefined || from === to ? null : (
              <>
                <span class="unseen">{words.was}</span>
                <del>{named(from)}</del>{' '}
              </>
            )}
            <span class="unseen">{words.is}</span>
            <ins>{named(to)}</ins>
          </dd>
        </>
      ))}
    </dl>
  );
}

/** Mails lead nowhere that others chose, and name a source in short; whoever looks here wants to know. */
function sourceChanged(event: LedgerEvent, amends: LedgerEvent, { language }: ThisPage) {
  const source = event.type === 'EventCorrected' ? event.data.changes.source : undefined;
  if (!source) return [];
  const { address, quoted, readOn } = ENTRY_WORDS[language];
  const { none: nothing } = FIELD_WORDS[language];
  const shown = ({ url, quote, readOn: day }: Partial<Source> = {}): [label: string, value: string][] => [
    [address, url ?? nothing],
    [quoted, quote ?? nothing],
    [readOn, day === undefined ? nothing : writtenDate(day, language)],
  ];
  const before = new Map(shown(amends.source));
  return shown(source)
    .map(([label, to]) => ({ label, from: before.get(label) ?? nothing, to }))
    .filter(({ from, to }) => from !== to);
}
