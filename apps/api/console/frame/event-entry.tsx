import { phrases } from '#language/phrases.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms } from '#domain/source/source.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { eventPhrase } from '#notifications/mail/event-phrase.js';
import type { TimelineEntry } from '#ledger/timeline.js';
import { type AmendedEntry, eventIn } from './amended-entry.js';
import { AmendmentList } from './amendment-list.js';
import { Badge } from './badge.js';
import { EntryContent } from './entry-content.js';
import { EntryDates } from './entry-dates.js';
import { entryId } from './entry-link.js';
import { ENTRY_WORDS } from './entry-words.js';
import { addressOf, may, type ThisPage } from './page.js';

interface EntryProps {
  page: ThisPage;
  amended: AmendedEntry;
  /** Of the dossier; it names milestones. */
  scheme?: Scheme | undefined;
  /** The path under which an entry is amended, without its id. */
  events: string;
  /** Whether its corrections have entries of their own on the page, to which this one leads. */
  isApart?: boolean;
}

/** One thing on record as it reads now: when, by whose word, in which words; and over it what was corrected. */
export function EventEntry({ page, amended: { entry, amendments }, scheme, events, isApart = false }: EntryProps) {
  const { language } = page;
  const event = eventIn(entry);
  const phrase = capitalized(eventPhrase(event, language, scheme));
  const title = 'title' in event.data ? event.data.title : undefined;
  return (
    <li class={entry.retracted ? 'entry gone' : 'entry'} id={entryId(entry.id)}>
      <h3>
        {entry.retracted ? <del>{phrase}</del> : phrase} <StandingBadges page={page} entry={entry} event={event} />
      </h3>
      <EntryDates page={page} entry={entry} event={event} />
      {title === undefined ? null : <p class="told">{entry.retracted ? <del>{title}</del> : title}</p>}
      <EntryContent page={page} event={event} />
      <AmendmentList page={page} amendments={amendments} scheme={scheme} events={events} isApart={isApart} />
      {entry.retracted ? null : <EntryActions page={page} entry={entry} what={phrase} events={events} />}
    </li>
  );
}

function StandingBadges({ page, entry, event }: { page: ThisPage; entry: TimelineEntry; event: LedgerEvent }) {
  const words = ENTRY_WORDS[page.language];
  const { authority, claim } = phrases(page.language).console.frame.sources;
  return (
    <span class="small badges">
      {event.source ? (
        <Badge tone={confirms(event.source) ? 'good' : 'plain'}>{confirms(event.source) ? authority : claim}</Badge>
      ) : null}{' '}
      {entry.current ? <Badge tone="warn">{words.corrected}</Badge> : null}
      {entry.retracted ? <Badge tone="bad">{words.retracted}</Badge> : null}
    </span>
  );
}

function EntryActions({
  page,
  entry,
  what,
  events,
}: Pick<EntryProps, 'page' | 'events'> & { entry: TimelineEntry; what: string }) {
  if (!may(page, 'record')) return null;
  const words = ENTRY_WORDS[page.language];
  return (
    <p class="actions no-print">
      {(['correct', 'retract'] as const)
        .filter((act) => act === 'correct' || entry.version > 1) // what opened a stream stays
        .map((act) => (
          <a key={act} href={addressOf(page, `${events}/${entry.id}/${act}`)}>
            {words[act]}
            <span class="unseen">{` (${what})`}</span>
          </a>
        ))}
    </p>
  );
}
