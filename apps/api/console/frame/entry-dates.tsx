import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';
import { ENTRY_WORDS } from './entry-words.js';
import type { ThisPage } from './page.js';
import { Moment, When } from './when.js';

/** When it happened and when it was recorded. Who recorded it is told to those with a session. */
export function EntryDates({ page, entry, event }: { page: ThisPage; entry: TimelineEntry; event?: LedgerEvent }) {
  const words = ENTRY_WORDS[page.language];
  const occurred = event && 'occurred' in event ? event.occurred : undefined;
  return (
    <p class="soft small">
      {occurred === undefined ? null : (
        <>
          {words.happened} <When page={page} date={occurred} />
          {' · '}
        </>
      )}
      {words.recorded} <Moment page={page} at={entry.recordedAt} />
      {page.caller ? ` ${words.by} ${nameOf(entry.actor)}` : null}
    </p>
  );
}

/** `key:<id> <name>` is whose key it was. */
const nameOf = (actor: string): string => actor.replace(/^key:\S+ /, '');
