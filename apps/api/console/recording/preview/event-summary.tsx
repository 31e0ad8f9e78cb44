import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { eventPhrase } from '#notifications/mail/event-phrase.js';
import { writtenDate } from '#language/format.js';
import { EntryContent, type Names } from '../../frame/entry-content.js';
import type { ThisPage } from '../../frame/page.js';
import { When } from '../../frame/display.js';
import { PREVIEW_WORDS } from './preview-words.js';

interface SummaryProps {
  page: ThisPage;
  event: LedgerEvent;
  scheme: Scheme | undefined;
  /** The day as it was typed: shown where it was understood as something that looks different. */
  typed?: string | undefined;
  names?: Names;
}

/** What an event says, as readers of the timeline will see it. */
export function EventSummary({ page, event, scheme, typed, names }: SummaryProps) {
  const words = PREVIEW_WORDS[page.language];
  const occurred = 'occurred' in event ? event.occurred : undefined;
  const title = 'title' in event.data ? event.data.title : undefined;
  return (
    <>
      <p>
        <strong>{capitalized(eventPhrase(event, page.language, scheme))}</strong>
        {occurred === undefined ? null : (
          <>
            {', '}
            <When page={page} date={occurred} />
            {typed === undefined || [occurred, writtenDate(occurred, page.language)].includes(typed) ? null : (
              <span class="soft small"> ({words.understood(occurred)})</span>
            )}
          </>
        )}
      </p>
      {title === undefined ? null : <p>{title}</p>}
      <EntryContent page={page} event={event} {...(names && { names })} />
    </>
  );
}
