import { phrases } from '#language/phrases.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { CHANGE_WORDS } from '#notifications/mail/change-words.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { eventPhrase } from '#notifications/mail/event-phrase.js';
import { type AmendedEntry, aimOf } from './amended-entry.js';
import { AmendmentList } from './amendment-list.js';
import { entryId } from './entry-link.js';
import { EventEntry } from './event-entry.js';
import { MaybeLink } from './maybe-link.js';
import { thisPageWith, type ThisPage } from './page.js';
import type { TimelineView } from './timeline-view.js';

interface TimelineProps {
  page: ThisPage;
  timeline: TimelineView;
  entries: ReadonlyMap<string, AmendedEntry>;
  scheme?: Scheme | undefined;
  /** The path under which its entries are amended. */
  events: string;
}

/** Everything on record, a page of it, in the order that was chosen. */
export function Timeline({ page, timeline, entries, scheme, events }: TimelineProps) {
  const words = phrases(page.language).console.frame.timeline;
  const { shown, later, order } = timeline;
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{words.title}</h2>
      <p class="soft">
        {words.intro} <Later page={page} later={later} />
      </p>
      <OrderSwitch page={page} order={order} />
      {shown.length === 0 ? <p class="empty">{words.empty}</p> : null}
      <ol class="timeline">
        {shown.map((amended) =>
          aimOf(amended.entry) === undefined ? (
            <EventEntry key={amended.entry.id} {...{ page, amended, scheme, events, isApart: order === 'recorded' }} />
          ) : (
            <AmendmentEntry key={amended.entry.id} {...{ page, timeline, entries, scheme, events, amended }} />
          ),
        )}
      </ol>
      <TimelinePager page={page} timeline={timeline} />
    </section>
  );
}

/** What is dated after the day looked at; after today, too, where somebody recorded what is to come. */
function Later({ page, later: { count, until } }: { page: ThisPage; later: TimelineView['later'] }) {
  if (count === 0) return null;
  const words = phrases(page.language).console.frame.timeline;
  const isPast = page.at.asOf < page.today;
  return (
    <>
      {words.later(count)}{' '}
      <a href={thisPageWith(page, { asOf: isPast ? undefined : until })}>{isPast ? words.now : words.showLater}</a>
    </>
  );
}

function OrderSwitch({ page, order }: { page: ThisPage; order: TimelineView['order'] }) {
  const words = phrases(page.language).console.frame.timeline;
  return (
    <nav class="no-print small" aria-label={words.order}>
      {words.order}{' '}
      {(['happened', 'recorded'] as const).map((one) => (
        <a
          key={one}
          class="choice"
          href={`${thisPageWith(page, { order: one === 'happened' ? undefined : one })}#timeline`}
          {...(one === order && { 'aria-current': 'true' })}
        >
          {words[one]}
        </a>
      ))}
    </nav>
  );
}

/** A correction or retraction in its own place in the order of recording. */
function AmendmentEntry({
  page,
  amended: { entry },
  timeline,
  entries,
  scheme,
  events,
}: TimelineProps & { amended: AmendedEntry }) {
  const { language } = page;
  const { corrected, retraction } = CHANGE_WORDS[language];
  const aim = aimOf(entry) ?? '';
  const amendment = entries.get(aim)?.amendments.find((one) => one.entry.id === entry.id);
  if (!amendment) return null;
  const said = entry.type === 'EventCorrected' ? corrected : retraction;
  return (
    <li class="entry" id={entryId(entry.id)}>
      <h3>{capitalized(said(eventPhrase(amendment.amends, language, scheme)))}</h3>
      <p class="small">
        <MaybeLink href={timeline.hrefOf(aim)}>{phrases(language).console.frame.timeline.target}</MaybeLink>
      </p>
      <AmendmentList page={page} amendments={[amendment]} scheme={scheme} events={events} isApart />
    </li>
  );
}

function TimelinePager({ page, timeline: { number, count } }: Pick<TimelineProps, 'page' | 'timeline'>) {
  const words = phrases(page.language).console.frame.timeline;
  if (count <= 1) return null;
  const hrefOf = (other: number): string => `${thisPageWith(page, { page: other === 1 ? undefined : other })}#timeline`;
  return (
    <nav class="pager" aria-label={words.pages}>
      {number > 1 ? (
        <a rel="prev" href={hrefOf(number - 1)}>
          {words.previous}
        </a>
      ) : null}
      <span>{words.page(number, count)}</span>
      {number < count ? (
        <a rel="next" href={hrefOf(number + 1)}>
          {words.next}
        </a>
      ) : null}
    </nav>
  );
}
