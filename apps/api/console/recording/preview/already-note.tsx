import type { Live } from '#domain/correction/live.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { entryId } from '../../frame/timeline-entries.js';
import type { ThisPage } from '../../frame/page.js';
import { Moment, SourceLine } from '../../frame/display.js';
import type { OnRecord } from '../on-record.js';
import { recordedPhrase } from '../recorded-phrase.js';
import { PREVIEW_WORDS } from './preview-words.js';

const SHOWN = 5;

interface AlreadyProps {
  page: ThisPage;
  entries: readonly Live<LedgerEvent>[];
  record: OnRecord;
  /** The page of what it is recorded on. */
  path: string;
  scheme: Scheme | undefined;
}

/** The same seems to be on record: since when, and by whose word. */
export function AlreadyNote({ page, entries, record, path, scheme }: AlreadyProps) {
  const words = PREVIEW_WORDS[page.language];
  if (entries.length === 0) return null;
  return (
    <div class="note warn">
      <p>
        <strong>{words.already(entries.length)}</strong>
      </p>
      <ul>
        {entries.slice(0, SHOWN).map(({ id, event, recordedAt }) => (
          <li key={id}>
            <a href={`${path}#${entryId(id)}`}>{capitalized(recordedPhrase(event, record, scheme, page.language))}</a>
            {`, ${words.since} `}
            <Moment page={page} at={recordedAt} />
            {event.source ? (
              <>
                {' · '}
                <SourceLine source={event.source} language={page.language} />
              </>
            ) : null}
          </li>
        ))}
        {entries.length > SHOWN ? <li>{words.more(entries.length - SHOWN)}</li> : null}
      </ul>
      <p>{words.alreadyHint}</p>
    </div>
  );
}
