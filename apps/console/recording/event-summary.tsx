import { phrases } from '#language/phrases.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { summaryOf } from '#language/describe-event.js';
import { ChangedFields, EntryContent, type Names } from '../frame/timeline.js';
import { Facts, DateText } from '../frame/display.js';
import type { PageContext } from '../frame/page.js';
import type { SubjectHistory } from './subject.js';

interface SummaryProps {
  page: PageContext;
  event: LedgerEvent;
  scheme: Scheme | undefined;
  /** The date as typed: the interpretation is shown if it looks different. */
  typed?: string | undefined;
  names?: Names;
}

export function EventSummary({ page, event, scheme, typed, names }: SummaryProps) {
  const t = phrases(page.language).console.preview;
  const occurred = 'occurred' in event ? event.occurred : undefined;
  const title = 'title' in event.data ? event.data.title : undefined;
  return (
    <>
      <p>
        <strong>{capitalized(summaryOf(event, page.language, scheme))}</strong>
        {occurred === undefined ? null : (
          <>
            {', '}
            <DateText page={page} date={occurred} />
            {typed === undefined || [occurred, writtenDate(occurred, page.language)].includes(typed) ? null : (
              <span class="soft small"> ({t.understood(occurred)})</span>
            )}
          </>
        )}
      </p>
      {title === undefined ? null : <p>{title}</p>}
      <EntryContent page={page} event={event} scheme={scheme} {...(names && { names })} />
    </>
  );
}

/** The event in a few words; for an amendment, including the amended event. */
export function entryPhrase(
  event: LedgerEvent,
  { eventOf }: Pick<SubjectHistory, 'eventOf'>,
  scheme: Scheme | undefined,
  language: Language,
): string {
  const { correctionOf, retractionOf } = phrases(language).console.frame.entry;
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return summaryOf(event, language, scheme);
  const amended = eventOf(event.data.event);
  if (!amended) return summaryOf(event, language, scheme);
  const phrase = summaryOf(amended, language, scheme);
  return event.type === 'EventCorrected' ? correctionOf(phrase) : retractionOf(phrase);
}

interface EntryProps extends SummaryProps {
  /** For an amendment, the amended event as it was just before. */
  aim: LedgerEvent | undefined;
  names: Names;
}

/** An event; for an amendment, the changes and the reason. */
export function EntrySummary({ page, event, aim, scheme, names }: EntryProps) {
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted')
    return <EventSummary {...{ page, event, scheme, names }} />;
  return (
    <>
      <p>
        <strong>{capitalized(entryPhrase(event, { eventOf: () => aim }, scheme, page.language))}</strong>
      </p>
      {aim ? <ChangedFields {...{ page, event, names }} amends={aim} /> : null}
      <Facts facts={[[phrases(page.language).console.amending.reason, event.data.reason]]} />
    </>
  );
}

/** The changes of a correction or the retracted event, with the reason. */
export function CorrectionSummary({ page, event, entry, scheme, names }: Omit<EntryProps, 'aim'> & { entry: Entry }) {
  if (event.type !== 'EventRetracted') return <EntrySummary {...{ page, event, scheme, names }} aim={entry.event} />;
  return (
    <>
      <del>
        <EntrySummary {...{ page, scheme, names }} event={entry.event} aim={entry.aim} />
      </del>
      <Facts facts={[[phrases(page.language).console.amending.reason, event.data.reason]]} />
    </>
  );
}

/** An amended event in its current state. */
export interface Entry {
  id: string;
  event: LedgerEvent;
  /** For an amendment, the amended event as it was just before. */
  aim: LedgerEvent | undefined;
}

export function entryOf(
  { id, version, event }: { id: string; version: number; event: LedgerEvent },
  { eventAt, eventOf }: SubjectHistory,
): Entry {
  const aim = event.type === 'EventCorrected' || event.type === 'EventRetracted' ? event.data.event : undefined;
  return { id, event, aim: aim === undefined ? undefined : (eventAt(aim, version - 1) ?? eventOf(aim)) };
}
