import { phrases } from '#language/phrases.js';
import type { Live } from '#domain/event/corrections.js';
import { areApart } from '#domain/date/partial-date.js';
import { isIdentifiedByTitle, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold } from '#domain/text/text.js';
import { capitalized } from '#language/format.js';
import { entryId } from '../frame/timeline-entries.js';
import type { PageContext } from '../frame/page.js';
import { Timestamp } from '../frame/display.js';
import { SourceLine } from '../frame/sources.js';
import { entryPhrase } from './event-summary.js';
import type { SubjectHistory } from './subject.js';

interface AnyEvent {
  type: string;
  occurred?: string | undefined;
  data: object;
}

/** Fields that differ between two reports of the same event. */
const REPORTING: ReadonlySet<string> = new Set(['note', 'title', 'reason', 'conditions', 'reservations']);

/**
 * Recorded events that may be the same: same type, compatible dates, no contradicting field. Recording an event again is
 * correct if another source reports it.
 */
export const possibleDuplicates = <E extends AnyEvent>(live: readonly Live<E>[], event: AnyEvent): Live<E>[] =>
  live.filter(({ event: other }) => other.type === event.type && mayBeSameDay(other, event) && agree(other, event));

const mayBeSameDay = (a: AnyEvent, b: AnyEvent): boolean =>
  a.occurred === undefined || b.occurred === undefined ? a.occurred === b.occurred : !areApart(a.occurred, b.occurred);

function agree(a: AnyEvent, b: AnyEvent): boolean {
  const [one, other] = [a.data as Record<string, unknown>, b.data as Record<string, unknown>];
  const told = Object.keys(one).filter(
    (name) => name in other && (!REPORTING.has(name) || (name === 'title' && isIdentifiedByTitle(a.type))),
  );
  return told.every((name) => compared(one[name]) === compared(other[name]));
}

const compared = (value: unknown): string => (typeof value === 'string' ? fold(value) || value : JSON.stringify(value));

const SHOWN = 5;

interface AlreadyProps {
  page: PageContext;
  entries: readonly Live<LedgerEvent>[];
  history: SubjectHistory;
  path: string;
  scheme: Scheme | undefined;
}

export function DuplicatesNote({ page, entries, history, path, scheme }: AlreadyProps) {
  const t = phrases(page.language).console.preview;
  if (entries.length === 0) return null;
  return (
    <div class="note warn">
      <p>
        <strong>{t.already(entries.length)}</strong>
      </p>
      <ul>
        {entries.slice(0, SHOWN).map(({ id, event, recordedAt }) => (
          <li>
            <a href={`${path}#${entryId(id)}`}>{capitalized(entryPhrase(event, history, scheme, page.language))}</a>
            {`, ${t.since} `}
            <Timestamp page={page} at={recordedAt} />
            {event.source ? (
              <>
                {' · '}
                <SourceLine source={event.source} language={page.language} />
              </>
            ) : null}
          </li>
        ))}
        {entries.length > SHOWN ? <li>{t.more(entries.length - SHOWN)}</li> : null}
      </ul>
      <p>{t.alreadyHint}</p>
    </div>
  );
}
