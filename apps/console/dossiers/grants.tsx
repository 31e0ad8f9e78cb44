import { phrases } from '#language/phrases.js';
import { daysBetween } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import type { GrantView } from '#domain/dossier/standing.js';
import { writtenDate } from '#language/format.js';
import { schemeText } from '#language/scheme-text.js';
import { type AmendedEntry, eventIn } from '../frame/timeline-entries.js';
import { GrantBadge } from '../frame/badges.js';
import { Facts, MaybeLink, DateText, Section } from '../frame/display.js';
import { type SectionProps, SourceOfEvent } from './section.js';

type Props = SectionProps & { entries: ReadonlyMap<string, AmendedEntry> };

const MOST = 8;

const MOST_LINES = 8;

export function Grants(props: Props) {
  const { page, view } = props;
  const words = phrases(page.language).console.dossiers.grants;
  const shown = view.grants.slice(-MOST).reverse();
  const more = view.grants.length - shown.length;
  return (
    <Section id="grants" title={words.title}>
      {shown.length === 0 ? <p>{words.none}</p> : null}
      <div class="cards">
        {shown.map((grant) => (
          <GrantCard grant={grant} {...props} />
        ))}
      </div>
      {more > 0 ? <p class="soft">{words.more(more)}</p> : null}
    </Section>
  );
}

function GrantCard({ grant, ...props }: Props & { grant: GrantView }) {
  const { page, view, eventOf, hrefOf, entries } = props;
  const { language } = page;
  const words = phrases(language).console.dossiers.grants;
  const last = grant.currentUntil ?? grant.runsUntil;
  const isRunning = grant.state === 'in-force' || grant.state === 'suspended';
  return (
    <article class="card">
      <h3>
        {grant.decision === null ? words.nameless : `${phrases(language).mail.general.decision} ${grant.decision}`}{' '}
        <GrantBadge {...grant} language={language} />{' '}
        <span class="soft small">{phrases(language).standing.confirmation(grant.confirmed, 'grant')}</span>
      </h3>
      <Facts
        facts={[
          [words.from, <DateText page={page} date={grant.validFrom} />],
          [words.until, grant.validUntil === null ? words.noUntil : <DateText page={page} date={grant.validUntil} />],
          [
            words.runsUntil,
            grant.runsUntil === null || grant.runsUntil === grant.validUntil ? undefined : (
              <DateText page={page} date={grant.runsUntil} />
            ),
          ],
          [
            words.currentUntil,
            grant.currentUntil === null ? undefined : <DateText page={page} date={grant.currentUntil} />,
          ],
          [words.left, isRunning && last !== null ? words.leftDays(daysBetween(view.asOf, last)) : undefined],
          [words.level, grant.level && schemeText(grant.level, language)],
          [words.referential, grant.referential],
          [words.conditions, linesOf(page, grant.conditions)],
          [
            words.reservations,
            linesOf(
              page,
              grant.reservations.map(({ text, due }) =>
                due === undefined ? text : `${text} (${words.due(writtenDate(due, language))})`,
              ),
            ),
          ],
          [
            words.lifted,
            linesOf(
              page,
              liftedDays(grant, { entries, asOf: view.asOf }).map((day) => writtenDate(day, language)),
            ),
          ],
          [
            words.records,
            grant.events.slice(0, 4).map((id) => (
              <div>
                <SourceOfEvent page={page} event={eventOf(id)} />{' '}
                <MaybeLink small href={hrefOf(id)}>
                  {words.record}
                </MaybeLink>
              </div>
            )),
          ],
        ]}
      />
    </article>
  );
}

/** The first few; the timeline has all. */
function linesOf(page: SectionProps['page'], texts: readonly string[]) {
  if (texts.length === 0) return undefined;
  const more = texts.length - MOST_LINES;
  return [
    ...texts.slice(0, MOST_LINES),
    ...(more > 0 ? [phrases(page.language).console.frame.sources.more(more)] : []),
  ].map((text) => <div>{text}</div>);
}

/** Dates on which reservations were lifted, up to `asOf`. */
function liftedDays(
  { decision, validFrom }: GrantView,
  { entries, asOf }: { entries: Props['entries']; asOf: string },
): string[] {
  return [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    if (entry.retracted || event.type !== 'ReservationLifted') return [];
    const { occurred, data } = event;
    const isOfIt = data.decision === undefined || data.decision === decision;
    const day = earliest(occurred);
    return isOfIt && day <= asOf && day >= earliest(validFrom) ? [occurred] : [];
  });
}
