import { addYears, type Day, daysBetween, earlier, later } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { type GrantView, startClaimedBy, startClaimedUntil } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName, startClaim, startPhrase, statusWord } from '#language/describe-standing.js';
import { capitalized, shortDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { BoardLine } from '#projections/list-board.js';
import { linkTo, type Axis, axisOver, DateText, grantMark, toneOfDays } from '../frame/display.js';
import type { Page } from '../frame/page.js';
import { MAIN_TABLE, Table, Switch } from '../frame/table.js';
import { type BoardChoice, boardWith } from './board-filter.js';
import { dossierName } from './board-list.js';

interface Props {
  page: Page;
  choice: BoardChoice;
  lines: readonly Pick<BoardLine, 'id' | 'provider' | 'service' | 'scheme' | 'status'>[];
  schemes: Schemes;
  grants: ReadonlyMap<string, readonly GrantView[]>;
}

/** Grants of a dossier that are shown. */
const MOST = 6;

const latestOf = (grants: readonly GrantView[] = []): GrantView[] =>
  grants.toSorted((a, b) => (earliest(a.validFrom) < earliest(b.validFrom) ? 1 : -1)).slice(0, MOST);

/** A line per grant, with its decision and what its source says of its validity. */
export function GrantList({ page, lines, schemes, grants }: Props) {
  const { language } = page;
  const { grants: words, board, terms } = phrases(language).console;
  const { columns } = words;
  return (
    <Table
      isMain
      isList
      class="short"
      label={words.caption}
      columns={[
        { name: board.columns.who },
        { first: terms.stateThen },
        terms.scheme,
        columns.decision,
        terms.from,
        terms.until,
      ]}
      rows={lines.flatMap((line) => {
        const all = grants.get(line.id) ?? [];
        return latestOf(all).map(({ validFrom, validUntil, runsFrom, runsUntil, ...grant }, index, shown) => [
          <>
            {dossierName(page, line)}
            {index === shown.length - 1 && all.length > MOST ? (
              <span class="small soft"> {words.older(all.length - MOST)}</span>
            ) : null}
          </>,
          <>
            {grantMark(grant, language)}
            <span class="unseen"> {phrases(language).standing.confirmation(grant.confirmed, 'grant')}</span>
          </>,
          schemeName(line.scheme, schemes, language),
          grant.decision ?? <span class="soft">{words.noDecision}</span>,
          <>
            {limit(page, validFrom, runsFrom === earliest(validFrom) ? null : runsFrom, words.runsFrom)}
            {startClaimedBy(grant) && <span class="soft">{startClaim(grant, language)}</span>}
          </>,
          limit(page, validUntil, validUntil && latest(validUntil) === runsUntil ? null : runsUntil, words.runsUntil),
        ]);
      })}
      empty={words.none}
    />
  );
}

/** What a source says of the first or last day, and the day that follows from other facts, if it is another. */
function limit(page: Page, said: string | null, runs: Day | null, words: string) {
  const { noEnd } = phrases(page.language).console.terms;
  return (
    <>
      {said === null ? null : <DateText page={page} date={said} isShort />}
      {said === null && runs === null ? <span class="soft">{noEnd}</span> : null}
      {runs === null ? null : (
        <span class="soft">
          {' '}
          {words} <DateText page={page} date={runs} isShort />
        </span>
      )}
    </>
  );
}

/** What may be seen at once: more has passed of ten years than is to come. */
const SPANS = { 3: [-1, 2], 10: [-6, 4] } as const;

const LANE = 18;
const BAR = 14;

/** Grants as bars over the years, by scheme: their colour is the time left, claims are hatched. `GrantList` says all in words. */
export function GrantChart({ page, choice, lines, schemes, grants }: Props) {
  const { language } = page;
  const { chart: words } = phrases(language).console.grants;
  const { years = '3' } = choice;
  const { asOf } = page.at;
  const [from, until] = [addYears(asOf, SPANS[years][0]), addYears(asOf, SPANS[years][1])];
  const axis = axisOver([from, until]);
  const slugs = [...new Set(lines.map(({ scheme }) => scheme))];
  return (
    <div class="gantt" id={MAIN_TABLE} tabIndex={-1}>
      <div class="found">
        <Switch
          label={words.years}
          ways={(['3', '10'] as const).map((one) => ({
            href: boardWith(page, choice, { years: one }),
            label: words.span(Number(one)),
            isHere: one === years,
          }))}
        />
        <Legend page={page} />
      </div>
      <svg class="axis-of-years" width="100%" height="30" aria-hidden="true">
        <defs>
          <pattern id="claim" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path class="hatch" d="M1 0V6" />
          </pattern>
        </defs>
        {axis.years.map(({ year, day }) => (
          <text class="soft" x={axis.at(day)} y="26" text-anchor="middle">
            {year}
          </text>
        ))}
        <text class="now" x={axis.at(asOf)} y="12" text-anchor="middle">
          {page.at.asOf === page.today ? words.today : shortDate(asOf, language)}
        </text>
      </svg>
      {slugs.map((scheme) => (
        <section aria-labelledby={`of-${scheme}`}>
          <h2 id={`of-${scheme}`}>{linkTo(page, `/schemes/${scheme}`, schemeName(scheme, schemes, language))}</h2>
          <ul>
            {lines
              .filter((line) => line.scheme === scheme)
              .map((line) => {
                const bars = latestOf(grants.get(line.id))
                  .map((grant) => barOf(page, grant))
                  .filter((bar) => bar.from <= until && (bar.to ?? until) >= from);
                return (
                  <li>
                    <span>{dossierName(page, line)}</span>
                    <Bars {...{ page, bars, axis, from, until }}>
                      {capitalized(statusWord(line.status, schemes.get(scheme), language))}
                    </Bars>
                  </li>
                );
              })}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface Bar {
  looks: string;
  confirmed: boolean;
  /** Before that day, it is only claimed. */
  confirmedFrom: Day;
  decision: string | null;
  said: string;
  from: Day;
  /** Last day; `undefined`: without end. */
  to: Day | undefined;
}

/** A grant that is never in force is drawn as one day. */
function barOf(page: Page, grant: GrantView): Bar {
  const { language } = page;
  const { grants: words, terms } = phrases(language).console;
  const { state, confirmed, decision, validFrom, validUntil, runsFrom, runsUntil } = grant;
  const from = runsFrom ?? earliest(validFrom);
  const to = runsFrom === null ? from : (runsUntil ?? undefined);
  const left = to === undefined ? Infinity : daysBetween(page.at.asOf, to);
  const tone = toneOfDays(left);
  const said = [
    decision === null ? words.noDecision : `${words.columns.decision} ${decision}`,
    `${startPhrase(grant, language, shortDate)} – ${validUntil === null ? terms.noEnd : shortDate(validUntil, language)}`,
    phrases(language).standing.grantStates[state],
    phrases(language).standing.confirmation(confirmed, 'grant'),
  ].join(', ');
  return {
    looks: state === 'in-force' ? (tone === 'plain' ? 'good' : tone) : state,
    ...{ confirmed, decision, said, from, to },
    confirmedFrom: startClaimedUntil(grant) ?? from,
  };
}

interface BarsProps {
  page: Page;
  bars: readonly Bar[];
  axis: Axis;
  from: Day;
  until: Day;
  children: string;
}

function Bars({ page, bars, axis, from, until, children }: BarsProps) {
  const lanes: Bar[][] = [];
  for (const bar of bars) {
    const free = lanes.find((lane) => lane.every((other) => (bar.to ?? until) < other.from));
    if (free) free.push(bar);
    else lanes.push([bar]);
  }
  const height = Math.max(1, lanes.length) * LANE + 8;
  const now = axis.at(page.at.asOf);
  const isLate = Number.parseFloat(now) > 50;
  return (
    <svg
      width="100%"
      height={height}
      role="img"
      aria-label={bars.length === 0 ? children : bars.map(({ said }) => said).join('; ')}
    >
      {axis.years.map(({ day }) => (
        <line class="year" x1={axis.at(day)} x2={axis.at(day)} y2={height} />
      ))}
      <line class="now" x1={now} x2={now} y2={height} />
      {lanes.map((lane, index) => lane.map((bar) => <BarShape {...{ bar, axis, from, until }} y={6 + index * LANE} />))}
      {bars.length === 0 ? (
        <text class="soft" x={now} dx={isLate ? -8 : 8} y={height / 2 + 4} text-anchor={isLate ? 'end' : 'start'}>
          {children}
        </text>
      ) : null}
    </svg>
  );
}

/** What reaches beyond what is shown ends in a point. Nested pictures, as paths cannot be placed in percent, and cut their text. */
function BarShape({ bar, axis, from, until, y }: { bar: Bar; axis: Axis; from: Day; until: Day; y: number }) {
  const first = bar.from < from ? from : bar.from;
  const last = earlier(bar.to ?? until, until);
  const shape = { x: axis.at(first), width: axis.width(first, last), y, height: BAR };
  const isOpen = bar.to === undefined || bar.to > until;
  const confirmedFrom = bar.confirmed ? later(first, earlier(bar.confirmedFrom, last)) : last;
  return (
    <g class={`grant ${bar.looks}`}>
      <title>{bar.said}</title>
      <rect {...shape} rx="3" />
      {bar.confirmed && confirmedFrom === first ? null : (
        <rect class="claim" fill="url(#claim)" {...shape} width={axis.width(first, confirmedFrom)} rx="3" />
      )}
      {isOpen ? (
        <svg x={axis.at(last)} y={y} width="1" height="1" overflow="visible">
          <path d={`M-3 0 ${BAR / 2} ${BAR / 2} -3 ${BAR}Z`} />
        </svg>
      ) : null}
      {bar.confirmed && bar.decision !== null ? (
        <svg {...shape} x={axis.at(confirmedFrom)} width={axis.width(confirmedFrom, last)}>
          <text x="6" y="11">
            {bar.decision}
          </text>
        </svg>
      ) : null}
    </g>
  );
}

const LOOKS = ['good', 'warn', 'bad', 'not-yet-valid', 'suspended', 'expired'] as const;

function Legend({ page }: { page: Page }) {
  const { legend } = phrases(page.language).console.grants.chart;
  const swatch = (looks: string, isClaim: boolean) => (
    <svg width="24" height="12" aria-hidden="true">
      <g class={`grant ${looks}`}>
        <rect x="1" y="1" width="22" height="10" rx="3" />
        {isClaim ? <rect class="claim" fill="url(#claim)" x="1" y="1" width="22" height="10" rx="3" /> : null}
      </g>
    </svg>
  );
  return (
    <ul class="legend">
      {LOOKS.map((looks) => (
        <li>
          {swatch(looks, false)} {legend[looks]}
        </li>
      ))}
      <li>
        {swatch('good', true)} {legend.claim}
      </li>
    </ul>
  );
}
