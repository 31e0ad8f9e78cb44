import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Names } from '../../frame/entry-content.js';
import { Facts } from '../../frame/display.js';
import type { ThisPage } from '../../frame/page.js';
import { AMENDING_WORDS } from './amending-words.js';
import type { Entry } from './entry.js';
import { EntrySummary } from './entry-summary.js';

interface SummaryProps {
  page: ThisPage;
  event: LedgerEvent;
  /** What it is about. */
  entry: Entry;
  scheme: Scheme | undefined;
  names: Names;
}

/** What is corrected, from what to what, or what is retracted; and why. */
export function CorrectionSummary({ page, event, entry, scheme, names }: SummaryProps) {
  if (event.type !== 'EventRetracted') return <EntrySummary {...{ page, event, scheme, names }} aim={entry.event} />;
  return (
    <>
      <del>
        <EntrySummary {...{ page, scheme, names }} event={entry.event} aim={entry.aim} />
      </del>
      <Facts facts={[[AMENDING_WORDS[page.language].reason, event.data.reason]]} />
    </>
  );
}
