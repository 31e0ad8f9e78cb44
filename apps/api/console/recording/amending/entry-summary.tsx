import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { ChangedFields, type Names } from '../../frame/entry-content.js';
import { Facts } from '../../frame/display.js';
import type { ThisPage } from '../../frame/page.js';
import { EventSummary } from '../preview/event-summary.js';
import { recordedPhrase } from '../recorded-phrase.js';
import { AMENDING_WORDS } from './amending-words.js';

interface EntryProps {
  page: ThisPage;
  event: LedgerEvent;
  /** Of an amendment, what it amends, as that read right before. */
  aim: LedgerEvent | undefined;
  scheme: Scheme | undefined;
  names: Names;
}

/** What an entry says; of an amendment from what to what, and why. */
export function EntrySummary({ page, event, aim, scheme, names }: EntryProps) {
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted')
    return <EventSummary {...{ page, event, scheme, names }} />;
  return (
    <>
      <p>
        <strong>{capitalized(recordedPhrase(event, { eventOf: () => aim }, scheme, page.language))}</strong>
      </p>
      {aim ? <ChangedFields {...{ page, event, names }} amends={aim} /> : null}
      <Facts facts={[[AMENDING_WORDS[page.language].reason, event.data.reason]]} />
    </>
  );
}
