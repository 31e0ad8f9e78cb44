import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Recorded } from '#event-store/recorded.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import type { ThisPage } from '../frame/page.js';
import { Moment } from '../frame/display.js';
import type { OnRecord } from './on-record.js';
import { PREVIEW_WORDS } from './preview/preview-words.js';
import { PROCEEDING_WORDS } from './proceeding-words.js';
import { recordedPhrase, writtenActor } from './recorded-phrase.js';

const SHOWN = 10;

interface MeanwhileProps {
  page: ThisPage;
  since: readonly Recorded<LedgerEvent>[];
  record: OnRecord;
  scheme: Scheme | undefined;
}

/** What was recorded since a form was opened: what, by whom and when. */
export function MeanwhileNote({ page, since, record, scheme }: MeanwhileProps) {
  const words = PROCEEDING_WORDS[page.language];
  if (since.length === 0) return null;
  return (
    <div class="note warn" role="alert">
      <p>
        <strong>{words.meanwhile}</strong>
      </p>
      <ul>
        {since.slice(-SHOWN).map(({ id, event, actor, recordedAt }) => (
          <li key={id}>
            {`${capitalized(recordedPhrase(event, record, scheme, page.language))}, ${words.by} ${writtenActor(actor)}, `}
            <Moment page={page} at={recordedAt} />
          </li>
        ))}
        {since.length > SHOWN ? <li>{PREVIEW_WORDS[page.language].more(since.length - SHOWN)}</li> : null}
      </ul>
      <p>{words.meanwhileHint}</p>
    </div>
  );
}
