import { merge } from '#domain/correction/live.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Warning } from '#domain/warning/warning.js';
import { entryId } from '../../frame/timeline-entries.js';
import type { ThisPage } from '../../frame/page.js';
import { WarningCard } from '../../frame/warnings.js';
import type { OnRecord } from '../on-record.js';
import { PREVIEW_WORDS } from './preview-words.js';
import type { WarningChanges } from './warning-changes.js';

const SHOWN = 10;

interface WarningsProps {
  page: ThisPage;
  warnings: WarningChanges;
  record: OnRecord;
  /** What is about to be recorded. */
  event: LedgerEvent;
  /** The page of what it is recorded on. */
  path: string;
  scheme: Scheme | undefined;
}

/** What would be contradictory or odd, and what would not be any more. */
export function WarningsForeseen({ page, warnings: { come, go }, ...about }: WarningsProps) {
  const words = PREVIEW_WORDS[page.language];
  if (come.length + go.length === 0) return <p>{words.noWarning}</p>;
  return (
    <>
      <Cards title={words.come} warnings={come} eventOf={eventsAfter(about)} page={page} {...about} />
      <Cards title={words.go} warnings={go} eventOf={about.record.eventOf} page={page} {...about} />
    </>
  );
}

/** What is not on record yet is what is about to be; what that corrects reads as corrected. */
function eventsAfter({ record, event }: Pick<WarningsProps, 'record' | 'event'>): OnRecord['eventOf'] {
  const corrected = event.type === 'EventCorrected' ? record.eventOf(event.data.event) : undefined;
  return (id) => {
    if (event.type !== 'EventCorrected' || !corrected || id !== event.data.event) return record.eventOf(id) ?? event;
    return { ...corrected, ...merge(corrected, event.data.changes) };
  };
}

interface CardsProps extends Omit<WarningsProps, 'warnings' | 'event'> {
  title: string;
  warnings: readonly Warning[];
  eventOf: OnRecord['eventOf'];
}

function Cards({ title, warnings, page, record, eventOf, path, scheme }: CardsProps) {
  if (warnings.length === 0) return null;
  const hrefOf = (id: string): string | undefined => (record.eventOf(id) ? `${path}#${entryId(id)}` : undefined);
  return (
    <>
      <h3>{title}</h3>
      <ul class="recording-plain">
        {warnings.slice(0, SHOWN).map((warning, index) => (
          <WarningCard key={index} {...{ page, warning, eventOf, hrefOf, scheme }} />
        ))}
      </ul>
      {warnings.length > SHOWN ? (
        <p class="soft">{PREVIEW_WORDS[page.language].more(warnings.length - SHOWN)}</p>
      ) : null}
    </>
  );
}
