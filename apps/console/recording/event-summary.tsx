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

interface EntryProps {
  page: PageContext;
  event: LedgerEvent;
  /** For an amendment, the amended event as it was just before. */
  aim: LedgerEvent | undefined;
  scheme: Scheme | undefined;
  names: Names;
  /** The date as typed: the interpretation is shown if it looks different. */
  typed?: string | undefined;
}

/** An event; for an amendment, the changes and the reason. */
export function EntrySummary({ page, event, aim, scheme, names, typed }: EntryProps) {
  const { language } = page;
  const phrase = <strong>{capitalized(entryPhrase(event, { eventOf: () => aim }, scheme, language))}</strong>;
  if (event.type === 'EventCorrected' || event.type === 'EventRetracted')
    return (
      <>
        <p>{phrase}</p>
        {aim ? <ChangedFields {...{ page, event, names }} amends={aim} /> : null}
        <Facts facts={[[phrases(language).console.amending.reason, event.data.reason]]} />
      </>
    );
  const { occurred } = event;
  const isUnclear = typed !== undefined && typed !== occurred && typed !== writtenDate(occurred ?? '', language);
  return (
    <>
      <p>
        {phrase}
        {occurred === undefined ? null : ', '}
        {occurred === undefined ? null : <DateText page={page} date={occurred} />}
        {occurred === undefined || !isUnclear ? null : (
          <span class="soft small"> ({phrases(language).console.preview.understood(occurred)})</span>
        )}
      </p>
      {'title' in event.data && event.data.title !== undefined ? <p>{event.data.title}</p> : null}
      <EntryContent {...{ page, event, scheme, names }} />
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
