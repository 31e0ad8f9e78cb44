import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EvidenceAttached } from '#domain/evidence/evidence.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms } from '#domain/source/source.js';
import { summaryOf } from '#language/describe-event.js';
import { capitalized } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';
import { Badge } from './badges.js';
import { idOf } from './controls.js';
import { Timestamp, MaybeLink, Section } from './display.js';
import { AmendmentList, EntryContent, EntryDates } from './entry-content.js';
import { addressOf, may, nameOfActor, type PageContext, currentUrlWith } from './page.js';
import { type AmendedEntry, entryId, provenId, amendedId, eventIn, type TimelineView } from './timeline-entries.js';

interface TimelineProps {
  page: PageContext;
  timeline: TimelineView;
  entries: ReadonlyMap<string, AmendedEntry>;
  scheme?: Scheme | undefined;
  events: string;
}

/** One page of the recorded events, in the order chosen. */
export function Timeline({ page, timeline, entries, scheme, events }: TimelineProps) {
  const words = phrases(page.language).console.frame.timeline;
  const { shown, later, order } = timeline;
  return (
    <Section id="timeline" title={words.title}>
      <p class="soft">
        {words.intro} <Later page={page} later={later} />
      </p>
      <AuditFileLink page={page} subject={events.replace(/\/events$/, '')} />
      <OrderSwitch page={page} order={order} />
      {shown.length === 0 ? <p class="empty">{words.empty}</p> : null}
      <ol class="timeline">
        {shown.map((amended) =>
          amendedId(amended.entry) === undefined ? (
            <EventEntry {...{ page, amended, entries, scheme, events, isApart: order === 'recorded' }} />
          ) : (
            <AmendmentEntry {...{ page, timeline, entries, scheme, events, amended }} />
          ),
        )}
      </ol>
      <TimelinePager page={page} timeline={timeline} />
    </Section>
  );
}

function Later({ page, later: { count, until } }: { page: PageContext; later: TimelineView['later'] }) {
  if (count === 0) return null;
  const words = phrases(page.language).console.frame.timeline;
  const isPast = page.at.asOf < page.today;
  return (
    <>
      {words.later(count)} <a href={currentUrlWith(page, { asOf: isPast ? undefined : until })}>{words.showLater}</a>
    </>
  );
}

function OrderSwitch({ page, order }: { page: PageContext; order: TimelineView['order'] }) {
  const words = phrases(page.language).console.frame.timeline;
  return (
    <nav class="no-print small" aria-label={words.order}>
      {words.order}{' '}
      {(['happened', 'recorded'] as const).map((one) => (
        <a
          class="choice"
          href={`${currentUrlWith(page, { order: one === 'happened' ? undefined : one })}#timeline`}
          {...(one === order && { 'aria-current': 'true' })}
        >
          {words[one]}
        </a>
      ))}
    </nav>
  );
}

/** A correction or retraction as an entry of its own, in recording order. */
function AmendmentEntry({
  page,
  amended: { entry },
  timeline,
  entries,
  scheme,
  events,
}: TimelineProps & { amended: AmendedEntry }) {
  const { language } = page;
  const { correctionOf, retractionOf } = phrases(language).console.frame.entry;
  const amended = amendedId(entry) ?? '';
  const amendment = entries.get(amended)?.amendments.find((one) => one.entry.id === entry.id);
  if (!amendment) return null;
  const said = entry.type === 'EventCorrected' ? correctionOf : retractionOf;
  return (
    <li class="entry" id={entryId(entry.id)}>
      <h3>{capitalized(said(summaryOf(amendment.amends, language, scheme)))}</h3>
      <p class="small">
        <MaybeLink href={timeline.hrefOf(amended)}>{phrases(language).console.frame.timeline.target}</MaybeLink>
      </p>
      <AmendmentList page={page} amendments={[amendment]} scheme={scheme} events={events} isApart />
    </li>
  );
}

function TimelinePager({ page, timeline: { number, count } }: Pick<TimelineProps, 'page' | 'timeline'>) {
  const words = phrases(page.language).console.frame.timeline;
  if (count <= 1) return null;
  const hrefOf = (other: number): string =>
    `${currentUrlWith(page, { page: other === 1 ? undefined : other })}#timeline`;
  return (
    <nav class="pager" aria-label={words.pages}>
      {number > 1 ? (
        <a rel="prev" href={hrefOf(number - 1)}>
          {phrases(page.language).console.frame.pages.previous}
        </a>
      ) : null}
      <span>{words.page(number, count)}</span>
      {number < count ? (
        <a rel="next" href={hrefOf(number + 1)}>
          {phrases(page.language).console.frame.pages.next}
        </a>
      ) : null}
    </nav>
  );
}

interface EntryProps {
  page: PageContext;
  amended: AmendedEntry;
  /** All of the stream. */
  entries: ReadonlyMap<string, AmendedEntry>;
  scheme?: Scheme | undefined;
  events: string;
  /** Whether corrections are listed as entries of their own. */
  isApart?: boolean;
}

function EventEntry({ page, amended: { entry, amendments }, entries, scheme, events, isApart = false }: EntryProps) {
  const { language } = page;
  const event = eventIn(entry);
  const phrase = capitalized(summaryOf(event, language, scheme));
  const title = ('title' in event.data ? event.data.title : undefined) ?? deadlineTitle(entry, entries);
  return (
    <li class={entry.retracted ? 'entry gone' : 'entry'} id={entryId(entry.id)}>
      <h3>
        {entry.retracted ? <del>{phrase}</del> : phrase} <StandingBadges page={page} entry={entry} event={event} />
      </h3>
      <EntryDates page={page} entry={entry} event={event} />
      {title === undefined ? null : <p class="told">{entry.retracted ? <del>{title}</del> : title}</p>}
      <EntryContent page={page} event={event} scheme={scheme} />
      <AmendmentList page={page} amendments={amendments} scheme={scheme} events={events} isApart={isApart} />
      <EvidenceList {...{ page, entry, entries, events, isApart }} />
      {entry.retracted ? null : <EntryActions page={page} entry={entry} what={phrase} events={events} />}
    </li>
  );
}

/** What the deadline of an event was called when it was set, otherwise its key. */
function deadlineTitle(entry: TimelineEntry, entries: EntryProps['entries']): string | undefined {
  const { data } = eventIn(entry);
  if (!('key' in data)) return undefined;
  const named = [...entries.values()].flatMap(({ entry: other }) => {
    const said = eventIn(other);
    if (said.type !== 'DeadlineSet' || said.data.key !== data.key || other.position > entry.position) return [];
    return said.data.title ?? said.data.reason ?? [];
  });
  return named[0] ?? data.key;
}

function StandingBadges({ page, entry, event }: { page: PageContext; entry: TimelineEntry; event: LedgerEvent }) {
  const words = phrases(page.language).console.frame.entry;
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
  const words = phrases(page.language).console.frame.entry;
  return (
    <p class="actions no-print">
      {ACTIONS.filter((act) => isPossible(act, entry)).map((act) => (
        <a href={addressOf(page, `${events}/${entry.id}/${act}`) + (act === 'correct' ? dateField(entry) : '')}>
          {act === 'evidence' ? phrases(page.language).console.evidence.attach : words[act]}
          <span class="unseen">{` (${what})`}</span>
        </a>
      ))}
    </p>
  );
}

/** Most corrections are of a date: its field can be typed over at once. */
const dateField = (entry: TimelineEntry): string => ('occurred' in eventIn(entry) ? `#${idOf('occurred')}` : '');

const ACTIONS = ['correct', 'retract', 'evidence'] as const;

/** The first event of a stream cannot be retracted, and a file of evidence is only withdrawn. */
const isPossible = (act: (typeof ACTIONS)[number], entry: TimelineEntry): boolean =>
  act === 'retract' ? entry.version > 1 : provenId(entry) === undefined;

interface Props {
  page: PageContext;
  /** The event that the files prove. */
  entry: TimelineEntry;
  entries: ReadonlyMap<string, AmendedEntry>;
  events: string;
  /** Whether files are entries of their own, too. */
  isApart: boolean;
}

/** The files attached to an event, withdrawn ones struck through. Only who signed in can open them. */
function EvidenceList({ page, entry, entries, events, isApart }: Props) {
  const files = [...entries.values()].filter((one) => provenId(one.entry) === entry.id);
  if (files.length === 0) return null;
  return (
    <div class="evidence">
      <h4>{phrases(page.language).console.evidence.heading}</h4>
      <ul>
        {files.map((file) => (
          <li id={isApart ? undefined : entryId(file.entry.id)}>
            <EvidenceItem {...{ page, events }} entry={file.entry} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function EvidenceItem({ page, entry, events }: Pick<Props, 'page' | 'events' | 'entry'>) {
  const { language, caller } = page;
  const words = phrases(language).console.evidence;
  const said = phrases(language).console.frame.entry;
  const { name, sha256, size, mediaType, note } = entry.data as EvidenceAttached['data'];
  const isOpen = may(page, 'read');
  const title = entry.retracted ? <del>{name}</del> : name;
  return (
    <>
      {isOpen ? (
        <a href={`/evidence/${sha256}`} download>
          {title}
        </a>
      ) : (
        title
      )}{' '}
      <span class="soft">
        {words.types[mediaType]}, {words.size(size)}
      </span>{' '}
      {entry.retracted ? <Badge tone="bad">{said.retracted}</Badge> : null}
      {note === undefined ? null : <p>{note}</p>}
      <p class="small soft">
        <Timestamp page={page} at={entry.recordedAt} />
        {caller ? `, ${nameOfActor(page, entry.actor)}` : null}
        <br />
        {words.digest}
        {colon(language)}
        <code class="digest">{sha256}</code>
      </p>
      {entry.retracted || !may(page, 'record') ? null : (
        <p class="actions no-print">
          <a href={addressOf(page, `${events}/${entry.id}/retract`)}>
            {words.withdraw}
            <span class="unseen">{` (${name})`}</span>
          </a>
        </p>
      )}
    </>
  );
}

/** For the point in time of the page. @param subject path of the provider or dossier */
function AuditFileLink({ page, subject }: { page: PageContext; subject: string }) {
  if (!may(page, 'read')) return null;
  const { auditFile, auditHint } = phrases(page.language).console.evidence;
  return (
    <p class="no-print">
      <a href={addressOf(page, `${subject}/audit-file`)} download>
        {auditFile}
      </a>{' '}
      <span class="soft">{auditHint}</span>
    </p>
  );
}
