import type { ComponentChildren, VNode } from 'preact';
import { correctedSource } from '#domain/event/corrections.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EvidenceAttached } from '#domain/evidence/evidence.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms, type Source } from '#domain/source/source.js';
import { amendedFields, eventFacts, summaryOf } from '#language/describe-event.js';
import { capitalized, quoted, writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';
import { assetUrl } from '../../api/http/html-page.js';
import { idOf } from './controls.js';
import { linkTo, Timestamp, Section, Facts, DateText, LabelledSource, SourceLine, Badge } from './display.js';
import { optionsOf, select } from './fields.js';
import { addressOf, may, nameOfActor, type Page, currentUrlWith } from './page.js';
import {
  SAID,
  type AmendedEntry,
  entryId,
  provenId,
  eventIn,
  type TimelineView,
  type Amendment,
} from './timeline-entries.js';
import { Acts, Toolbar } from './table.js';

interface TimelineProps {
  page: Page;
  timeline: TimelineView;
  entries: ReadonlyMap<string, AmendedEntry>;
  scheme?: Scheme | undefined;
  events: string;
  /** Where a page tells of several streams: the one of an event, if it is not the page's own. */
  partOf?: (
    entry: TimelineEntry,
  ) => (Pick<TimelineProps, 'entries' | 'scheme' | 'events'> & { about: VNode }) | undefined;
}

/** What is on record, event by event, with its corrections; what it tells besides is folded. */
export function Timeline(props: TimelineProps) {
  const { page, timeline, events } = props;
  const words = phrases(page.language).console.frame.timeline;
  const { shown, later } = timeline;
  const isPast = page.at.asOf < page.today;
  return (
    <Section id="timeline" title={words.title}>
      <Filter page={page} timeline={timeline} subject={events.replace(/\/events$/, '')} />
      <Proven page={page} />
      <div id="history">
        {later.count === 0 ? null : (
          <p class="soft">
            {words.later(later.count)}{' '}
            <a href={currentUrlWith(page, { asOf: isPast ? undefined : later.until })}>{words.showLater}</a>
          </p>
        )}
        {shown.length === 0 ? <p class="empty">{words.empty}</p> : null}
        <ol class="timeline">
          {shown.map((amended) => (
            <EventEntry {...props} {...props.partOf?.(amended.entry)} amended={amended} />
          ))}
        </ol>
        <TimelinePager page={page} timeline={timeline} />
      </div>
    </Section>
  );
}

function Filter({ page, timeline, subject }: Pick<TimelineProps, 'page' | 'timeline'> & { subject: string }) {
  const { frame, evidence, terms } = phrases(page.language).console;
  const { groups } = phrases(page.language).events;
  const words = frame.timeline;
  const { kind, said } = timeline.asked;
  return (
    <Toolbar
      page={page}
      action={`${page.path}#timeline`}
      label={words.title}
      live=".top,#history"
      go={terms.apply}
      fields={[
        select('kind', words.kind, kind, optionsOf(timeline.groups, groups), words.all),
        select('said', terms.source, said, optionsOf(SAID, words.said), words.anySource),
      ]}
      end={
        may(page, 'read') ? (
          <a class="button second" href={addressOf(page, `${subject}/audit-file`)} title={evidence.auditHint} download>
            {evidence.auditFile}
          </a>
        ) : null
      }
    />
  );
}

function TimelinePager({ page, timeline: { number, count } }: Pick<TimelineProps, 'page' | 'timeline'>) {
  const { timeline: words, pages } = phrases(page.language).console.frame;
  if (count <= 1) return null;
  const step = (other: number, rel: 'prev' | 'next', label: string) =>
    other < 1 || other > count ? null : (
      <a rel={rel} href={`${currentUrlWith(page, { page: other === 1 ? undefined : other })}#timeline`}>
        {label}
      </a>
    );
  return (
    <nav class="pager" aria-label={words.pages}>
      {step(number - 1, 'prev', pages.previous)}
      <span>{pages.page(number, count)}</span>
      {step(number + 1, 'next', pages.next)}
    </nav>
  );
}

type EntryProps = TimelineProps & { amended: AmendedEntry; about?: VNode };

function EventEntry({ page, amended: { entry, amendments }, entries, scheme, events, about }: EntryProps) {
  const { frame, evidence } = phrases(page.language).console;
  const words = frame.entry;
  const event = eventIn(entry);
  const { source } = event;
  const files = [...entries.values()].filter((one) => provenId(one.entry) === entry.id);
  const phrase = capitalized(summaryOf(event, page.language, scheme));
  const title = ('title' in event.data ? event.data.title : undefined) ?? deadlineTitle(entry, entries);
  const struck = (text: string) => (entry.retracted ? <del>{text}</del> : text);
  const shape = source ? (confirms(source) ? 'confirmed' : 'claimed') : 'of-none';
  return (
    <li class={`entry ${shape}`} id={entryId(entry.id)}>
      <p class="when">
        {'occurred' in event && event.occurred ? <DateText page={page} date={event.occurred} /> : null}
      </p>
      <div>
        <h3>
          {struck(phrase)} {entry.current ? <Badge tone="warn">{words.corrected}</Badge> : null}
          {entry.retracted ? <Badge tone="bad">{words.retracted}</Badge> : null}{' '}
          {title === undefined ? null : <span class="told">{struck(title)}</span>}
        </h3>
        <div class="soft small">
          {about ? <>{about} · </> : null}
          {source ? (
            <>
              <LabelledSource page={page} source={source} />
              {' · '}
            </>
          ) : null}
          <Recorded page={page} entry={entry} /> <Folded page={page} event={event} scheme={scheme} entry={entry} />
        </div>
        {amendmentList(page, amendments, events)}
        {files.length === 0 ? null : (
          <div class="evidence">
            <h4>{evidence.heading}</h4>
            <ul>
              {files.map((file) => (
                <li id={entryId(file.entry.id)}>
                  <Evidence page={page} entry={file.entry} events={events} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {entry.retracted || !may(page, 'record') ? null : (
        <div class="acts no-print">
          <Acts page={page} of={phrase} links={actsOn(page, entry, event, events)} />
        </div>
      )}
    </li>
  );
}

/** What an event tells besides its summary, its day and its source. */
function Folded({ page, event, scheme, entry }: Omit<ContentProps, 'names'> & { entry: TimelineEntry }) {
  const { proof } = phrases(page.language).console.frame.entry;
  const { details } = phrases(page.language).console.terms;
  const facts = [
    ...factsOf({ page, event, scheme }),
    [proof.label, isProven(page, entry) ? <Proof page={page} entry={entry} /> : undefined] as const,
  ].filter(([, value]) => value !== undefined);
  if (facts.length === 0 && event.source?.quote === undefined && !('note' in event.data)) return null;
  return (
    <details>
      <summary>{details}</summary>
      <Facts facts={facts} />
      <Remarks page={page} event={event} />
    </details>
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

/** What a person may do about an event; the first of a stream cannot be retracted, and evidence is only withdrawn. */
function actsOn(page: Page, { id, version }: TimelineEntry, event: LedgerEvent, events: string) {
  const { frame, evidence } = phrases(page.language).console;
  const way = (act: string, label: string) => [addressOf(page, `${events}/${id}/${act}`), label] as const;
  const [correct, label] = way('correct', frame.entry.correct);
  // most corrections are of a date: its field can be typed over at once
  const field = 'occurred' in event ? `#${idOf('occurred')}` : '';
  return [
    ...(event.type === 'EvidenceAttached' ? [] : [[correct + field, label] as const]),
    ...(version > 1 ? [way('retract', frame.entry.retract)] : []),
    ...(event.type === 'EvidenceAttached' ? [] : [way('evidence', evidence.attach)]),
  ];
}

/** A file attached to an event, struck through if it was withdrawn. Only who signed in can open it. */
function Evidence({ page, entry, events }: Pick<TimelineProps, 'page' | 'events'> & { entry: TimelineEntry }) {
  const { evidence: words, frame, terms } = phrases(page.language).console;
  const { name, sha256, size, mediaType, note } = entry.data as EvidenceAttached['data'];
  const title = entry.retracted ? <del>{name}</del> : name;
  return (
    <>
      {may(page, 'read') ? (
        <a href={`/evidence/${sha256}`} download>
          {title}
        </a>
      ) : (
        title
      )}{' '}
      <span class="soft">
        {words.types[mediaType]}, {words.size(size)} · <Recorded page={page} entry={entry} />
        <Proof page={page} entry={entry} />
      </span>{' '}
      {entry.retracted ? <Badge tone="bad">{frame.entry.retracted}</Badge> : null}
      {entry.retracted || !may(page, 'record') ? null : (
        <a class="no-print" href={addressOf(page, `${events}/${entry.id}/retract`)}>
          {words.withdraw}
          <span class="unseen">{` (${name})`}</span>
        </a>
      )}
      {note === undefined ? null : <p>{note}</p>}
      <p class="small soft">
        {terms.sha256}
        {colon(page.language)}
        <code class="digest">{sha256}</code>
      </p>
    </>
  );
}

/** Characters; longer quotes are collapsed. */
const SHORT = 400;

export type Names = ReadonlyMap<string, string>;

interface ContentProps {
  page: Page;
  event: LedgerEvent;
  names?: Names;
  scheme?: Scheme | undefined;
}

export function EntryContent(props: ContentProps) {
  const { page, event } = props;
  const { source } = event;
  const { terms } = phrases(page.language).console;
  return (
    <>
      <Facts
        facts={[
          ...factsOf(props),
          [terms.source, source ? <SourceLine source={source} language={page.language} /> : undefined],
        ]}
      />
      <Remarks page={page} event={event} />
    </>
  );
}

function factsOf({ page, event, names, scheme }: ContentProps): (readonly [label: string, value: ComponentChildren])[] {
  const { language } = page;
  const words = phrases(language).console.frame.entry;
  const { terms } = phrases(language).console;
  const dateLabel = phrases(language).events.occurred;
  const { source, data } = event;
  return [
    ...eventFacts(event, language, scheme)
      .filter(({ label }) => label !== dateLabel || !('occurred' in event && event.occurred))
      .map(({ label, value }) => [label, value] as const),
    [terms.reason, 'reason' in data ? data.reason : undefined],
    [
      terms.dependsOn,
      'dependsOn' in data
        ? linkTo(page, `/dossiers/${data.dependsOn}`, names?.get(data.dependsOn) ?? words.open)
        : undefined,
    ],
    [
      words.taker,
      'to' in data ? linkTo(page, `/providers/${data.to}`, names?.get(data.to) ?? words.openProvider) : undefined,
    ],
    [words.readOn, source?.readOn === undefined ? undefined : <DateText page={page} date={source.readOn} />],
    [words.digest, source?.sha256 === undefined ? undefined : <code>{source.sha256}</code>],
  ];
}

function Remarks({ page, event: { source, data } }: Pick<ContentProps, 'page' | 'event'>) {
  return (
    <>
      {source?.quote === undefined ? null : <Quote page={page} text={source.quote} />}
      {'note' in data && data.note !== undefined ? (
        <p class="small">
          {phrases(page.language).console.frame.entry.note}
          {colon(page.language)}
          <span class="written">{data.note}</span>
        </p>
      ) : null}
    </>
  );
}

function Quote({ page, text }: { page: Page; text: string }) {
  if (text.length <= SHORT) return <blockquote class="written">{quoted(text, page.language)}</blockquote>;
  const begin = text.slice(0, SHORT / 2).toWellFormed();
  return (
    <details>
      <summary>{`${begin}… (${phrases(page.language).console.frame.entry.quote})`}</summary>
      <blockquote class="written">{quoted(text, page.language)}</blockquote>
    </details>
  );
}

export const QuoteBegins = ({ page, text }: { page: Page; text: string }) => (
  <blockquote class="written">
    {quoted(text.length <= SHORT ? text : `${text.slice(0, SHORT).toWellFormed()}…`, page.language)}
  </blockquote>
);

/** When an event was recorded; by whom is only shown to signed-in users. */
function Recorded({ page, entry }: { page: Page; entry: TimelineEntry }) {
  const { entry: words } = phrases(page.language).console.frame;
  return (
    <>
      {words.recorded} <Timestamp page={page} at={entry.recordedAt} isShort />
      {page.caller ? ` ${phrases(page.language).console.terms.by} ${nameOfActor(page, entry.actor)}` : null}
      {page.caller && entry.approvedBy !== undefined
        ? `, ${phrases(page.language).console.approvals.approvedBy} ${nameOfActor(page, entry.approvedBy)}`
        : null}
      {provenTo(page) === 0 || isProven(page, entry) ? null : ` · ${words.proof.notYet}`}
    </>
  );
}

/** Nothing is said of proofs where no head of the log was signed yet. */
const provenTo = ({ look }: Page): number => look?.provenTo ?? 0;
const isProven = (page: Page, { position }: TimelineEntry): boolean => position <= provenTo(page);

/** Up to where all is proven, with what the script says that checks single proofs. */
function Proven({ page }: { page: Page }) {
  const { covered, said } = phrases(page.language).console.frame.entry.proof;
  const size = provenTo(page);
  if (size === 0) return null;
  return (
    <p class="soft small" data-proofs={JSON.stringify(said)}>
      {covered(size)}
      <script type="module" src={assetUrl('proof.js')} />
    </p>
  );
}

/** The proof that an event is on record as it was recorded: a file, which a script checks as well. */
function Proof({ page, entry }: { page: Page; entry: TimelineEntry }) {
  const words = phrases(page.language).console.frame.entry.proof;
  if (!isProven(page, entry)) return null;
  return (
    <span class="proof">
      {' '}
      <a href={`/ledger/proof/${entry.position}`} download>
        {words.by(provenTo(page))}
      </a>{' '}
      <button type="button" class="quiet" data-checks={entry.id}>
        {words.check}
      </button>{' '}
      <output />
    </span>
  );
}

/** The corrections and retractions of an event, nested where they were amended themselves. */
function amendmentList(page: Page, amendments: readonly Amendment[], events: string) {
  const words = phrases(page.language).console.frame.entry;
  if (amendments.length === 0) return null;
  return (
    <ol class="amendments small">
      {amendments.map(({ entry, amends, amendments: further }) => {
        const event = eventIn(entry);
        if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return null;
        const isCorrection = event.type === 'EventCorrected';
        return (
          <li id={entryId(entry.id)}>
            <p>
              <strong>{isCorrection ? words.correction : words.retraction}</strong>{' '}
              {entry.retracted ? <Badge tone="bad">{words.correctionOff}</Badge> : null}
            </p>
            <ChangedFields page={page} event={event} amends={amends} />
            <p>
              {phrases(page.language).console.terms.reason}
              {colon(page.language)}
              <span class="written">{event.data.reason}</span>
            </p>
            <p class="soft">
              {event.source ? <SourceLine source={event.source} language={page.language} /> : null}{' '}
              <Recorded page={page} entry={entry} />
              <Proof page={page} entry={entry} />
            </p>
            {isCorrection && !entry.retracted && may(page, 'record') ? (
              <a class="no-print" href={addressOf(page, `${events}/${entry.id}/retract`)}>
                {words.retractCorrection}
              </a>
            ) : null}
            {amendmentList(page, further, events)}
          </li>
        );
      })}
    </ol>
  );
}

interface ChangedProps {
  page: Page;
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
function sourceChanged(event: LedgerEvent, amends: LedgerEvent, { language }: Page) {
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
