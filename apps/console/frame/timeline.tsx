import { correctedSource } from '#domain/event/corrections.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EvidenceAttached } from '#domain/evidence/evidence.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms, type Source } from '#domain/source/source.js';
import { summaryOf, amendedFields, eventFacts } from '#language/describe-event.js';
import { capitalized, quoted, writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';
import { idOf } from './controls.js';
import { Timestamp, MaybeLink, Section, Facts, DateText, SourceLine } from './display.js';
import { Badge } from './marks.js';
import { addressOf, may, nameOfActor, type PageContext, currentUrlWith } from './page.js';
import {
  type AmendedEntry,
  entryId,
  provenId,
  amendedId,
  eventIn,
  type TimelineView,
  type Amendment,
} from './timeline-entries.js';

interface TimelineProps {
  page: PageContext;
  timeline: TimelineView;
  entries: ReadonlyMap<string, AmendedEntry>;
  scheme?: Scheme | undefined;
  events: string;
}

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

/** Characters; longer quotes are collapsed. */
const SHORT = 400;

export type Names = ReadonlyMap<string, string>;

interface ContentProps {
  page: PageContext;
  event: LedgerEvent;
  names?: Names;
  scheme?: Scheme | undefined;
}

export function EntryContent({ page, event, names, scheme }: ContentProps) {
  const { language } = page;
  const words = phrases(language).console.frame.entry;
  const dateLabel = phrases(language).events.occurred;
  const { source, data } = event;
  const readOn = source?.readOn;
  return (
    <>
      <Facts
        facts={[
          ...eventFacts(event, language, scheme)
            .filter(({ label }) => label !== dateLabel || !('occurred' in event && event.occurred))
            .map(({ label, value }) => [label, value] as const),
          [words.reason, 'reason' in data ? data.reason : undefined],
          [
            words.builds,
            'dependsOn' in data
              ? linkTo(page, `/dossiers/${data.dependsOn}`, names?.get(data.dependsOn) ?? words.open)
              : undefined,
          ],
          [
            words.taker,
            'to' in data ? linkTo(page, `/providers/${data.to}`, names?.get(data.to) ?? words.openProvider) : undefined,
          ],
          [words.source, source ? <SourceLine source={source} language={language} /> : undefined],
          [words.readOn, readOn === undefined ? undefined : <DateText page={page} date={readOn} />],
          [words.digest, source?.sha256 === undefined ? undefined : <code>{source.sha256}</code>],
        ]}
      />
      {source?.quote === undefined ? null : <Quote page={page} text={source.quote} />}
      {'note' in data && data.note !== undefined ? (
        <p class="small">
          {words.note}
          {colon(language)}
          <span class="written">{data.note}</span>
        </p>
      ) : null}
    </>
  );
}

function Quote({ page, text }: { page: PageContext; text: string }) {
  if (text.length <= SHORT) return <blockquote class="written">{quoted(text, page.language)}</blockquote>;
  const begin = text.slice(0, SHORT / 2).toWellFormed();
  return (
    <details>
      <summary>{`${begin}… (${phrases(page.language).console.frame.entry.quote})`}</summary>
      <blockquote class="written">{quoted(text, page.language)}</blockquote>
    </details>
  );
}

export const QuoteBegins = ({ page, text }: { page: PageContext; text: string }) => (
  <blockquote class="written">
    {quoted(text.length <= SHORT ? text : `${text.slice(0, SHORT).toWellFormed()}…`, page.language)}
  </blockquote>
);

const linkTo = (page: PageContext, path: string, text: string) => <a href={addressOf(page, path)}>{text}</a>;

/** Event and recording date. The recording key is only shown to signed-in users. */
function EntryDates({ page, entry, event }: { page: PageContext; entry: TimelineEntry; event?: LedgerEvent }) {
  const words = phrases(page.language).console.frame.entry;
  const occurred = event && 'occurred' in event ? event.occurred : undefined;
  return (
    <p class="soft small">
      {occurred === undefined ? null : (
        <>
          {words.happened} <DateText page={page} date={occurred} />
          {' · '}
        </>
      )}
      {words.recorded} <Timestamp page={page} at={entry.recordedAt} />
      {page.caller ? ` ${words.by} ${nameOfActor(page, entry.actor)}` : null}
      {page.caller && entry.approvedBy !== undefined
        ? `, ${phrases(page.language).console.approvals.approvedBy} ${nameOfActor(page, entry.approvedBy)}`
        : null}
    </p>
  );
}

interface ListProps {
  page: PageContext;
  amendments: readonly Amendment[];
  scheme?: Scheme | undefined;
  events: string;
  isApart: boolean;
}

/** The corrections and retractions of an event, nested where they were amended themselves. */
function AmendmentList({ page, amendments, ...rest }: ListProps) {
  if (amendments.length === 0) return null;
  return (
    <ol class="amendments">
      {amendments.map((amendment) => (
        <AmendmentLine page={page} amendment={amendment} {...rest} />
      ))}
    </ol>
  );
}

function AmendmentLine({
  page,
  amendment: { entry, amends, amendments },
  isApart,
  ...rest
}: Omit<ListProps, 'amendments'> & { amendment: Amendment }) {
  const { language } = page;
  const words = phrases(language).console.frame.entry;
  const event = eventIn(entry);
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return null;
  const isCorrection = event.type === 'EventCorrected';
  return (
    <li {...(!isApart && { id: entryId(entry.id) })} class={entry.retracted ? 'gone' : undefined}>
      <p>
        <strong>{isCorrection ? words.correction : words.retraction}</strong>{' '}
        {entry.retracted ? <Badge tone="bad">{words.correctionOff}</Badge> : null}
      </p>
      <ChangedFields page={page} event={event} amends={amends} />
      <p>
        {words.reason}
        {colon(language)}
        <span class="written">{event.data.reason}</span>
      </p>
      {event.source ? (
        <p class="small">
          <SourceLine source={event.source} language={language} />
        </p>
      ) : null}
      <EntryDates page={page} entry={entry} />
      <AmendmentList page={page} amendments={amendments} isApart={isApart} {...rest} />
      {isCorrection && !entry.retracted && may(page, 'record') ? (
        <p class="actions no-print">
          <a href={addressOf(page, `${rest.events}/${entry.id}/retract`)}>{words.retractCorrection}</a>
        </p>
      ) : null}
    </li>
  );
}

interface ChangedProps {
  page: PageContext;
  event: LedgerEvent;
  amends: LedgerEvent;
  names?: Names;
}

export function ChangedFields({ page, event, amends, names }: ChangedProps) {
  const words = phrases(page.language).console.frame.entry;
  const told = [...amendedFields(event, amends, page.language), ...sourceChanged(event, amends, page)];
  const changed = told.filter(({ from, to }) => from !== to);
  const fields = changed.length > 0 ? changed : told;
  const named = (text: string): string => names?.get(text) ?? text;
  if (fields.length === 0) return null;
  return (
    <dl class="facts changed">
      {fields.map(({ label, from, to }) => (
        <>
          <dt>{label}</dt>
          <dd>
            {from === undefined || from === to ? null : (
              <>
                <span class="unseen">{words.was}</span>
                <del>{named(from)}</del>{' '}
              </>
            )}
            <span class="unseen">{words.is}</span>
            <ins>{named(to)}</ins>
          </dd>
        </>
      ))}
    </dl>
  );
}

/** Source fields that mails leave out. */
function sourceChanged(event: LedgerEvent, amends: LedgerEvent, { language }: PageContext) {
  const source = event.type === 'EventCorrected' ? correctedSource(amends.source, event.data.changes) : undefined;
  if (!source) return [];
  const { address, quoted, readOn } = phrases(language).console.frame.entry;
  const { nothing } = phrases(language).events;
  const shown = ({ url, quote, readOn: day }: Partial<Source> = {}): [label: string, value: string][] => [
    [address, url ?? nothing],
    [quoted, quote ?? nothing],
    [readOn, day === undefined ? nothing : writtenDate(day, language)],
  ];
  const before = new Map(shown(amends.source));
  return shown(source)
    .map(([label, to]) => ({ label, from: before.get(label) ?? nothing, to }))
    .filter(({ from, to }) => from !== to);
}
