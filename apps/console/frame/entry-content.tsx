import { phrases } from '#language/phrases.js';
import { correctedSource } from '#domain/event/corrections.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { amendedFields, eventFacts } from '#language/describe-event.js';
import { colon } from '#language/language.js';
import { quoted, writtenDate } from '#language/format.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Source } from '#domain/source/source.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';
import { Badge } from './badges.js';
import { Facts, Timestamp, DateText } from './display.js';
import { SourceLine } from './sources.js';
import { addressOf, nameOfActor, may, type PageContext } from './page.js';
import { type Amendment, entryId, eventIn } from './timeline-entries.js';

/** Characters; longer quotes are collapsed. */
const SHORT = 400;

export type Names = ReadonlyMap<string, string>;

interface ContentProps {
  page: PageContext;
  event: LedgerEvent;
  names?: Names;
  scheme?: Scheme | undefined;
}

export function EntryContent({ page, event, names, scheme }: ContentProps) {
  const { language } = page;
  const words = phrases(language).console.frame.entry;
  const dateLabel = phrases(language).events.occurred;
  const { source, data } = event;
  const readOn = source?.readOn;
  return (
    <>
      <Facts
        facts={[
          ...eventFacts(event, language, scheme)
            .filter(({ label }) => label !== dateLabel || !('occurred' in event && event.occurred))
            .map(({ label, value }) => [label, value] as const),
          [words.reason, 'reason' in data ? data.reason : undefined],
          [
            words.builds,
            'dependsOn' in data
              ? linkTo(page, `/dossiers/${data.dependsOn}`, names?.get(data.dependsOn) ?? words.open)
              : undefined,
          ],
          [
            words.taker,
            'to' in data ? linkTo(page, `/providers/${data.to}`, names?.get(data.to) ?? words.openProvider) : undefined,
          ],
          [words.source, source ? <SourceLine source={source} language={language} /> : undefined],
          [words.readOn, readOn === undefined ? undefined : <DateText page={page} date={readOn} />],
          [words.digest, source?.sha256 === undefined ? undefined : <code>{source.sha256}</code>],
        ]}
      />
      {source?.quote === undefined ? null : <Quote page={page} text={source.quote} />}
      {'note' in data && data.note !== undefined ? (
        <p class="small">
          {words.note}
          {colon(language)}
          <span class="written">{data.note}</span>
        </p>
      ) : null}
    </>
  );
}

function Quote({ page, text }: { page: PageContext; text: string }) {
  if (text.length <= SHORT) return <blockquote class="written">{quoted(text, page.language)}</blockquote>;
  const begin = text.slice(0, SHORT / 2).toWellFormed();
  return (
    <details>
      <summary>{`${begin}… (${phrases(page.language).console.frame.entry.quote})`}</summary>
      <blockquote class="written">{quoted(text, page.language)}</blockquote>
    </details>
  );
}

/** A shortened quote; the timeline has the full text. */
export const QuoteBegins = ({ page, text }: { page: PageContext; text: string }) => (
  <blockquote class="written">
    {quoted(text.length <= SHORT ? text : `${text.slice(0, SHORT).toWellFormed()}…`, page.language)}
  </blockquote>
);

const linkTo = (page: PageContext, path: string, text: string) => <a href={addressOf(page, path)}>{text}</a>;

/** Event and recording date. The recording key is only shown to signed-in users. */
export function EntryDates({ page, entry, event }: { page: PageContext; entry: TimelineEntry; event?: LedgerEvent }) {
  const words = phrases(page.language).console.frame.entry;
  const occurred = event && 'occurred' in event ? event.occurred : undefined;
  return (
    <p class="soft small">
      {occurred === undefined ? null : (
        <>
          {words.happened} <DateText page={page} date={occurred} />
          {' · '}
        </>
      )}
      {words.recorded} <Timestamp page={page} at={entry.recordedAt} />
      {page.caller ? ` ${words.by} ${nameOfActor(page, entry.actor)}` : null}
      {page.caller && entry.approvedBy !== undefined
        ? `, ${phrases(page.language).console.approvals.approvedBy} ${nameOfActor(page, entry.approvedBy)}`
        : null}
    </p>
  );
}

interface ListProps {
  page: PageContext;
  amendments: readonly Amendment[];
  scheme?: Scheme | undefined;
  events: string;
  isApart: boolean;
}

/** The corrections and retractions of an event, nested where they were amended themselves. */
export function AmendmentList({ page, amendments, ...rest }: ListProps) {
  if (amendments.length === 0) return null;
  return (
    <ol class="amendments">
      {amendments.map((amendment) => (
        <AmendmentLine page={page} amendment={amendment} {...rest} />
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
  const words = phrases(language).console.frame.entry;
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
  page: PageContext;
  event: LedgerEvent;
  amends: LedgerEvent;
  names?: Names;
}

export function ChangedFields({ page, event, amends, names }: ChangedProps) {
  const words = phrases(page.language).console.frame.entry;
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

/** Source fields that mails leave out. */
function sourceChanged(event: LedgerEvent, amends: LedgerEvent, { language }: PageContext) {
  const source = event.type === 'EventCorrected' ? correctedSource(amends.source, event.data.changes) : undefined;
  if (!source) return [];
  const { address, quoted, readOn } = phrases(language).console.frame.entry;
  const { nothing } = phrases(language).events;
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
