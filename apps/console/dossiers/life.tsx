import { addDays, addYears, type Day, daysBetween, earlier, later } from '#domain/date/day.js';
import { earliest, latest, type PartialDate, precisionOf } from '#domain/date/partial-date.js';
import type { DossierView, GrantView } from '#domain/dossier/standing.js';
import { is } from '#domain/event/dossier-events.js';
import { groupOf, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms } from '#domain/source/source.js';
import { sourceInWords, summaryOf } from '#language/describe-event.js';
import { statusWord, wholeMilestone } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type Axis, axisOver, Section } from '../frame/display.js';
import { STATUS_TONES, type Tone } from '../frame/marks.js';
import { currentUrlWith, type PageContext } from '../frame/page.js';
import { amendedId, dayOf, eventIn, provenId } from '../frame/timeline-entries.js';
import { type DossierData, outcomeOf, type SectionProps } from './sections.js';

type Target = DossierView['targets'][number];

/** An event that stands and has a date: what the picture is made of. */
interface Fact {
  id: string;
  event: LedgerEvent;
  occurred: PartialDate;
  /** Of one that announces a target: how that went, and the target that it replaces. */
  target?: Target | undefined;
  replaces?: Fact | undefined;
}

type LifeProps = Pick<SectionProps, 'page' | 'view' | 'scheme' | 'hrefOf'> & { data: DossierData };

/** Everything that happened to a dossier, as a picture, with the two times that it is looked at. */
export function Life(props: LifeProps) {
  const { page, data, view } = props;
  const words = phrases(page.language).console.dossiers.life;
  const facts = factsIn(data);
  if (facts.length + view.grants.length === 0) return null;
  return (
    <Section id="life" title={words.title}>
      <Handles page={page} data={data} />
      <figure class="picture life">
        <Picture facts={facts} {...props} />
        <figcaption>
          <Legend page={page} />
        </figcaption>
      </figure>
    </Section>
  );
}

/** In order of their days. The first of two targets for the same stage is moved by the second. */
function factsIn({ view, entries }: DossierData): Fact[] {
  const targets = new Map(view.targets.map((target) => [target.event, target]));
  const last = new Map<string, Fact>();
  return [...entries.values()]
    .filter(({ entry }) => !entry.retracted && amendedId(entry) === undefined && provenId(entry) === undefined)
    .flatMap(({ entry }): Fact[] => {
      const event = eventIn(entry);
      const occurred = 'occurred' in event ? event.occurred : undefined;
      if (!occurred || dayOf(entry) > view.asOf) return [];
      return [{ id: entry.id, event, occurred, target: targets.get(entry.id) }];
    })
    .toSorted((a, b) =>
      earliest(a.occurred) < earliest(b.occurred) ? -1 : earliest(a.occurred) > earliest(b.occurred) ? 1 : 0,
    )
    .map((fact) => {
      if (!fact.target) return fact;
      const replaces = last.get(fact.target.milestone);
      last.set(fact.target.milestone, fact);
      return replaces ? { ...fact, replaces } : fact;
    });
}

/** The two times, each with the day before and after on which something changes: links that show the page as it was then. */
function Handles({ page, data }: { page: PageContext; data: DossierData }) {
  const { time } = phrases(page.language).console.frame;
  const { everything } = phrases(page.language).console.dossiers.life;
  const { asOf, knownOn } = page.at;
  const { entries, view, recordedOn } = data;
  const days = [
    page.today,
    ...[...entries.values()].flatMap(({ entry }) => (entry.retracted ? [] : dayOf(entry) || [])),
    ...view.grants.flatMap(({ runsUntil }) => (runsUntil === null ? [] : [addDays(runsUntil, 1)])),
    ...view.targets.map(({ due }) => addDays(latest(due), 1)),
  ];
  const known = recordedOn.filter((day) => day <= (knownOn ?? page.today)).at(-1) ?? page.today;
  const afterwards = recordedOn.find((day) => day > known);
  return (
    <div class="handles no-print">
      <Handle
        page={page}
        name="asOf"
        label={time.asOf}
        here={writtenDate(asOf, page.language)}
        before={days
          .filter((day) => day < asOf)
          .sort()
          .at(-1)}
        after={days.filter((day) => day > asOf).sort()[0]}
        last={page.today}
      />
      <Handle
        page={page}
        name="knownOn"
        label={time.knownOn}
        here={knownOn === undefined ? everything : writtenDate(knownOn, page.language)}
        before={recordedOn.filter((day) => day < known).at(-1)}
        after={afterwards}
        last={recordedOn.at(-1)}
      />
      {page.at.isNow ? null : (
        <a href={`${currentUrlWith(page, { asOf: undefined, knownOn: undefined })}#life`}>{time.now}</a>
      )}
    </div>
  );
}

interface HandleProps {
  page: PageContext;
  name: 'asOf' | 'knownOn';
  label: string;
  here: string;
  before: Day | undefined;
  after: Day | undefined;
  /** Where the parameter is not needed. */
  last: Day | undefined;
}

function Handle({ page, name, label, here, before, after, last }: HandleProps) {
  const words = phrases(page.language).console.dossiers.life;
  const step = (day: Day | undefined, rel: 'prev' | 'next', title: string) =>
    day === undefined ? null : (
      <a rel={rel} title={title} href={`${currentUrlWith(page, { [name]: day === last ? undefined : day })}#life`}>
        <span class="unseen">{title} </span>
        {writtenDate(day, page.language)}
      </a>
    );
  return (
    <p class="handle">
      {step(before, 'prev', words.before)}
      <span>
        {label} <strong>{here}</strong>
      </span>
      {step(after, 'next', words.after)}
    </p>
  );
}

/** Heights in pixels; all that stands beside each other is in percent of the width, so that text keeps its size. */
const ROW = 18;
const BAR = 32;
const LABEL = 18;
const TOP = 20;

/** How much of the width a mark takes at least, and the label of a grant; and how many rows a lane has before marks overlap. */
const NARROWEST = 3.5;
const LABELLED = 26;
const MOST_ROWS = 5;

/** Validities beyond are cut: one until 2199 would squeeze everything else. */
const YEARS_AHEAD = 5;

function Picture(props: LifeProps & { facts: readonly Fact[] }) {
  const { page, view, scheme, data, facts } = props;
  const words = phrases(page.language).console.dossiers.life;
  const { asOf, knownOn } = page.at;
  const limit = addYears(asOf, YEARS_AHEAD);
  const days = [
    ...facts.flatMap(({ occurred, target }) => [occurred, ...(target ? [target.due] : [])]),
    ...view.grants.flatMap(({ validFrom, validUntil, runsUntil }) => [
      validFrom,
      validUntil ?? validFrom,
      runsUntil ?? validFrom,
    ]),
  ].flatMap((date) => [earliest(date), earlier(latest(date), limit)].map((day) => earlier(day, limit)));
  const axis = axisOver([...days, asOf, ...(knownOn === undefined ? [] : [knownOn])]);
  const end = days.reduce(later, asOf);
  const lanes = lanesOf(props, axis, end);
  let y = TOP + LABEL + 24;
  const placed = lanes.map((lane) => {
    const top = y;
    y += LABEL + lane.height;
    return { ...lane, top };
  });
  return (
    <svg width="100%" height={y + 40} role="group" aria-labelledby="life-title life-how">
      <title id="life-title">{words.title}</title>
      <desc id="life-how">{words.how(facts.length)}</desc>
      <Patterns />
      <rect class="to-come" x={axis.at(asOf)} width="100%" y={TOP} height={y - TOP} />
      <Years axis={axis} top={TOP} bottom={y} />
      {placed.map(({ label, top }, index) => (
        <>
          {index === 0 ? null : <line class="axis" x1="0" x2="100%" y1={top - 1} y2={top - 1} />}
          <text class="lane" x="0" y={top + 13}>
            {label}
          </text>
        </>
      ))}
      <Past page={page} scheme={scheme} axis={axis} past={data.past} asOf={asOf} />
      {placed.flatMap(({ top, items }) => items.map((item) => item(top + LABEL)))}
      <Moment axis={axis} day={asOf} bottom={y} kind="asked" label={writtenDate(asOf, page.language)} />
      {knownOn === undefined || knownOn === asOf ? null : (
        <Moment
          axis={axis}
          day={knownOn}
          bottom={y}
          kind="known"
          label={`${phrases(page.language).console.frame.time.knownOn} ${writtenDate(knownOn, page.language)}`}
        />
      )}
    </svg>
  );
}

const Years = ({ axis, top, bottom }: { axis: Axis; top: number; bottom: number }) => (
  <>
    {axis.years.map(({ year, day }) => (
      <g>
        <line class="axis" x1={axis.at(day)} x2={axis.at(day)} y1={top} y2={bottom + 4} />
        <text class="soft" x={axis.at(day)} y={bottom + 18} text-anchor="middle">
          {year}
        </text>
      </g>
    ))}
  </>
);

function Moment({
  axis,
  day,
  bottom,
  kind,
  label,
}: {
  axis: Axis;
  day: Day;
  bottom: number;
  kind: string;
  label: string;
}) {
  const x = axis.at(day);
  return (
    <g class={kind} data-moment={kind} data-day={day}>
      <line x1={x} x2={x} y1={TOP - 4} y2={bottom} />
      <text x={x} y={12} text-anchor={shareOf(x) > 50 ? 'end' : 'start'}>
        {label}
      </text>
    </g>
  );
}

const shareOf = (position: string): number => Number.parseFloat(position);

/** The statuses that the dossier went through, as they are told of each day with what is known at the time shown. */
function Past({
  page,
  scheme,
  axis,
  past,
  asOf,
}: Pick<LifeProps, 'page' | 'scheme'> & { axis: Axis; past: DossierData['past']; asOf: Day }) {
  const statuses: {
    from: Day;
    to: Day;
    value: { status: DossierData['past'][number]['value']['status']; confirmed: boolean };
  }[] = [];
  for (const { from, to, value } of past) {
    const before = statuses.at(-1);
    if (before?.value.status === value.status && before.value.confirmed === value.confirmed)
      before.to = earlier(to, asOf);
    else statuses.push({ from, to: earlier(to, asOf), value });
  }
  return statuses.map(({ from, to, value: { status, confirmed } }) => {
    if (status === 'unknown') return null;
    const word = capitalized(statusWord(status, scheme, page.language));
    const said = phrases(page.language).standing.confirmation(confirmed, 'status');
    return (
      <svg
        class={`was ${STATUS_TONES[status]} ${confirmed ? 'confirmed' : 'claimed'}`}
        {...{ x: axis.at(from), y: TOP, width: axis.width(from, addDays(to, 1)), height: 22 }}
        {...{ 'data-status': status, 'data-confirmed': confirmed, 'data-from': from, 'data-until': to }}
      >
        <title>{`${word}, ${said}: ${writtenDate(from, page.language)} – ${writtenDate(to, page.language)}`}</title>
        <rect width="100%" height="22" />
        <text x="6" y="15">
          {word}
        </text>
      </svg>
    );
  });
}

/** Something in a lane that is drawn once it is known where the lane begins. */
type Item = (top: number) => preact.VNode;

interface Lane {
  label: string;
  height: number;
  items: Item[];
}

/** What is said, then the stages from the first to the last, the grants, and the rest; only lanes that something is in. */
function lanesOf(props: LifeProps & { facts: readonly Fact[] }, axis: Axis, end: Day): Lane[] {
  const { page, scheme, view, facts } = props;
  const { fields, groups } = phrases(page.language).events;
  const codes = [
    ...new Set([
      ...(scheme?.milestones ?? []).map(({ code }) => code),
      ...facts.flatMap((fact) => stageOf(fact) ?? []),
    ]),
  ];
  const laneOf = (fact: Fact): string => stageOf(fact) ?? kindOf(fact);
  const lane = (name: string, label: string): Lane =>
    marksLane(props, axis, { label, facts: facts.filter((fact) => laneOf(fact) === name) });
  const lanes = [
    lane(' said', groups.said),
    lane(' progress', groups.progress),
    ...codes.map((code) => lane(code, capitalized(wholeMilestone(code, scheme, page.language)))),
    grantsLane(props, axis, end, lane(' grants', groups.grants)),
    lane(' register', fields.register),
    lane(' structure', groups.structure),
    lane(' deadlines', groups.deadlines),
  ];
  return lanes.filter(({ items }) => items.length > 0 || view.id === '');
}

/** The stage that an event reaches or aims at; a space begins all other lanes, and no code. */
const stageOf = ({ event }: Fact): string | undefined =>
  event.type === 'MilestoneReached' || event.type === 'TargetSet' ? event.data.milestone : undefined;

function kindOf({ event }: Fact): string {
  if (is(event, 'observation')) return ' register';
  if (event.type === 'GrantExpired') return ' grants';
  const group = groupOf(event.type);
  return group === 'oversight' ? ' grants' : ` ${group ?? 'structure'}`;
}

/** The first row with room, else the one that is free next. */
function rowsFor(extents: readonly (readonly [from: number, to: number])[], most = MOST_ROWS): number[] {
  const ends: number[] = [];
  return extents.map(([from, to]) => {
    const free = ends.findIndex((taken) => taken <= from);
    const row = free >= 0 ? free : ends.length < most ? ends.length : ends.indexOf(Math.min(...ends));
    ends[row] = Math.max(to, from + NARROWEST);
    return row;
  });
}

function marksLane(props: LifeProps, axis: Axis, { label, facts }: { label: string; facts: readonly Fact[] }): Lane {
  const shares = facts.map(({ occurred, target }) => {
    const days = [
      earliest(occurred),
      latest(occurred),
      ...(target ? [earliest(target.due), lateUntil(target, props.view.asOf)] : []),
    ];
    const ends = days.map((day) => shareOf(axis.at(day)));
    return [Math.min(...ends), Math.max(...ends) + NARROWEST] as const;
  });
  const rows = rowsFor(shares, facts.some(({ target }) => target) ? facts.length : MOST_ROWS);
  const yOf = new Map(facts.map((fact, index) => [fact.id, (rows[index] ?? 0) * ROW + ROW / 2]));
  return {
    label,
    height: rows.length === 0 ? 0 : (Math.max(...rows) + 1) * ROW + 4,
    items: facts.map((fact) => (top) => (
      <FactMark
        {...props}
        axis={axis}
        fact={fact}
        y={top + (yOf.get(fact.id) ?? 0)}
        was={fact.replaces && top + (yOf.get(fact.replaces.id) ?? 0)}
      />
    )),
  };
}

/** The last day that is drawn of a target: of its date, or of the delay. */
const lateUntil = ({ due, reached, slipDays }: Target, asOf: Day): Day =>
  slipDays > 0 ? later(latest(due), reached ?? asOf) : latest(due);

const SHAPES: Partial<Record<string, string>> = {
  MilestoneReached: 'M0-7 7 0 0 7-7 0Z',
  ' grants': 'M-5.5-5.5h11v11h-11Z',
  ' register': 'M-2.5-7h5v14h-5Z',
};
const CIRCLE = 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0';

const TONES: Partial<Record<LedgerEvent['type'], Tone>> = {
  MilestoneReached: 'good',
  GrantIssued: 'good',
  GrantAnnounced: 'good',
  GrantReinstated: 'good',
  SurveillancePassed: 'good',
  ReservationLifted: 'good',
  ApplicationRefused: 'bad',
  ApplicationAbandoned: 'bad',
  GrantSuspended: 'bad',
  GrantWithdrawn: 'bad',
  GrantExpired: 'bad',
  SurveillanceFailed: 'bad',
};

type MarkProps = LifeProps & { axis: Axis; fact: Fact; y: number; was: number | undefined };

/** A fact leads to its entry below. Its mark is filled if its source is official and hollow if it is a claim. */
function FactMark({ page, view, scheme, hrefOf, axis, fact, y, was }: MarkProps) {
  const { id, event, occurred, target } = fact;
  const said = event.source ? (confirms(event.source) ? 'confirmed' : 'claimed') : 'noted';
  const from = earliest(occurred);
  const to = latest(occurred);
  const middle = axis.at(addDays(from, Math.floor(daysBetween(from, to) / 2)));
  const text = inWords(page, fact, scheme);
  return (
    <a
      class={`fact ${TONES[event.type] ?? 'plain'} ${said}`}
      href={hrefOf(id) ?? '#timeline'}
      {...{ 'data-event': id, 'data-type': event.type, 'data-day': occurred, 'data-said': said }}
      {...(target && { 'data-due': target.due, 'data-outcome': outcome(target) })}
      {...(fact.replaces && { 'data-replaces': fact.replaces.id })}
    >
      <title>{text}</title>
      {target ? (
        <TargetShape {...{ axis, target, from, y, was }} asOf={view.asOf} replaced={fact.replaces?.target} />
      ) : null}
      {precisionOf(occurred) === 'day' ? null : (
        <rect class="vague" x={axis.at(from)} width={axis.width(from, addDays(to, 1))} y={y - 6} height="12" rx="6" />
      )}
      <svg x={middle} y={y} width="1" height="1" overflow="visible">
        <circle class="hit" r="11" />
        <path d={SHAPES[event.type] ?? SHAPES[kindOf(fact)] ?? CIRCLE} />
      </svg>
      <text class="tip" x="0" y="100%" dy="-5">
        {text}
      </text>
    </a>
  );
}

/** Day, event, who says so, and whether that is official. */
function inWords(page: PageContext, { event, occurred, target }: Fact, scheme: Scheme | undefined): string {
  const { authority, claim } = phrases(page.language).console.frame.sources;
  const { source } = event;
  return [
    writtenDate(occurred, page.language),
    capitalized(summaryOf(event, page.language, scheme)),
    ...(target ? [outcomeOf(page, target)] : []),
    ...(source ? [sourceInWords(source, page.language), confirms(source) ? authority : claim] : []),
  ].join(' · ');
}

const outcome = ({ reached, slipDays }: Target): 'missed' | 'late' | 'kept' | 'open' =>
  reached === null ? (slipDays > 0 ? 'missed' : 'open') : slipDays > 0 ? 'late' : 'kept';

const DUE_TONES = { missed: 'bad', late: 'bad', kept: 'good', open: 'plain' } as const;

interface TargetProps {
  axis: Axis;
  target: Target;
  from: Day;
  asOf: Day;
  y: number;
  replaced: Target | undefined;
  was: number | undefined;
}

/** From its announcement to the date that was aimed at, the delay since, and an arrow from the date that it replaces. */
function TargetShape({ axis, target, from, asOf, y, replaced, was }: TargetProps) {
  const first = earliest(target.due);
  const end = addDays(latest(target.due), 1);
  return (
    <g class={DUE_TONES[outcome(target)]}>
      <line class="wait" x1={axis.at(from)} x2={axis.at(first)} y1={y} y2={y} />
      {target.slipDays > 0 ? (
        <line class="slip" x1={axis.at(end)} x2={axis.at(lateUntil(target, asOf))} y1={y} y2={y} />
      ) : null}
      <rect class="due" x={axis.at(first)} width={axis.width(first, end)} y={y - 5} height="10" />
      {replaced && was !== undefined ? (
        <line
          class="moved"
          marker-end="url(#life-arrow)"
          x1={axis.at(latest(replaced.due))}
          x2={axis.at(first)}
          y1={was + 5}
          y2={y - 6}
        />
      ) : null}
    </g>
  );
}

/** Grants as bars over their validity, and below what was done to them. */
function grantsLane({ page, view, data, hrefOf }: LifeProps, axis: Axis, end: Day, acts: Lane): Lane {
  const bars = view.grants
    .map((grant) => ({ grant, ...extentOf(grant) }))
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));
  const rows = rowsFor(
    bars.map(({ from, to }) => {
      const start = shareOf(axis.at(from));
      return [
        start,
        Math.max(start + LABELLED, to === undefined || to > end ? 100 : shareOf(axis.at(to)) + NARROWEST),
      ] as const;
    }),
    bars.length,
  );
  const height = rows.length === 0 ? 0 : (Math.max(...rows) + 1) * BAR;
  const suspended = (grant: GrantView) => data.past.filter(({ value }) => value.suspended.includes(grant.id));
  return {
    label: acts.label,
    height: height + acts.height,
    items: [
      ...bars.map(({ grant, from, to }, index): Item => (top) => (
        <Bar
          {...{ page, grant, axis, from, to, end }}
          href={hrefOf(grant.id)}
          suspended={suspended(grant)}
          y={top + (rows[index] ?? 0) * BAR}
        />
      )),
      ...acts.items.map(
        (item): Item =>
          (top) =>
            item(top + height),
      ),
    ],
  };
}

/** A grant that is never in force is drawn as one day. */
const extentOf = ({ validFrom, runsFrom, runsUntil }: GrantView): { from: Day; to: Day | undefined } => {
  const from = runsFrom ?? earliest(validFrom);
  return { from, to: runsFrom === null ? from : (runsUntil ?? undefined) };
};

const GRANT_TONES: Record<GrantView['state'], Tone> = {
  'in-force': 'good',
  suspended: 'warn',
  withdrawn: 'bad',
  expired: 'plain',
  refuted: 'plain',
  'not-yet-valid': 'good',
};

interface BarProps {
  page: PageContext;
  grant: GrantView;
  axis: Axis;
  from: Day;
  to: Day | undefined;
  end: Day;
  y: number;
  href: string | undefined;
  suspended: DossierData['past'];
}

function Bar({ page, grant, axis, from, to, end, y, href, suspended }: BarProps) {
  const { language, at } = page;
  const { decision, state, confirmed, validFrom, validUntil } = grant;
  const words = phrases(language).console.dossiers.grants;
  const name = decision === null ? words.nameless : `${phrases(language).mail.general.decision} ${decision}`;
  const isOpen = to === undefined || to > end;
  const until = isOpen ? end : to;
  const shown = validUntil === null ? words.noUntil : writtenDate(validUntil, language);
  const text = `${name}, ${phrases(language).standing.grantStates[state]}: ${writtenDate(validFrom, language)} – ${shown}`;
  const start = shareOf(axis.at(from));
  const vague = [validFrom, validUntil].filter((date) => date !== null && precisionOf(date) !== 'day') as PartialDate[];
  return (
    <a
      class={`grant-bar ${GRANT_TONES[state]} ${state} ${confirmed ? 'confirmed' : 'claimed'}`}
      href={href ?? '#timeline'}
      {...{ 'data-grant': grant.id, 'data-state': state, 'data-said': confirmed ? 'confirmed' : 'claimed' }}
      {...{
        'data-from': validFrom,
        'data-until': validUntil ?? '',
        'data-runs-from': grant.runsFrom ?? '',
        'data-runs-until': grant.runsUntil ?? '',
      }}
    >
      <title>{`${text}, ${phrases(language).standing.confirmation(confirmed, 'grant')}`}</title>
      <text x={axis.at(from)} y={y + 11} text-anchor="start" dx={start > 70 ? -120 : 0}>
        {name} <tspan class="soft">{phrases(language).standing.grantStates[state]}</tspan>
      </text>
      <rect class="bar" x={axis.at(from)} width={axis.width(from, until)} y={y + 16} height="12" />
      {suspended.map((span) => (
        <rect
          class="pause"
          fill="url(#life-pause)"
          x={axis.at(span.from)}
          width={axis.width(span.from, earlier(addDays(span.to, 1), addDays(at.asOf, 1)))}
          y={y + 16}
          height="12"
          data-from={span.from}
        />
      ))}
      {vague.map((date) => (
        <rect
          class="vague"
          x={axis.at(earlier(earliest(date), end))}
          width={axis.width(earlier(earliest(date), end), earlier(addDays(latest(date), 1), end))}
          y={y + 14}
          height="16"
          rx="6"
        />
      ))}
      {isOpen ? (
        <svg x={axis.at(end)} y={y + 16} width="1" height="1" overflow="visible">
          <path class="bar" d="M0 0 9 6 0 12Z" />
        </svg>
      ) : null}
    </a>
  );
}

const Patterns = () => (
  <defs>
    <pattern id="life-pause" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M0 6 6 0M-1 1 1-1M5 7 7 5" />
    </pattern>
    <marker id="life-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
      <path class="arrow" d="M0 0 8 4 0 8Z" />
    </marker>
  </defs>
);

/** Follows the picture, of which it uses the pattern. */
function Legend({ page }: { page: PageContext }) {
  const { dossiers, frame } = phrases(page.language).console;
  const words = dossiers.life;
  const samples = [
    ['fact plain confirmed', <path d={CIRCLE} transform="translate(12 8)" />, frame.sources.authority],
    ['fact plain claimed', <path d={CIRCLE} transform="translate(12 8)" />, frame.sources.claim],
    ['fact plain', <rect class="vague" x="1" y="2" width="22" height="12" rx="6" />, words.vague],
    ['bad', <line class="slip" x1="2" x2="22" y1="8" y2="8" />, words.late],
    ['plain', <path class="moved" d="M2 3 20 13" marker-end="url(#life-arrow)" />, words.moved],
    [
      'plain',
      <rect class="pause" fill="url(#life-pause)" x="1" y="2" width="22" height="12" />,
      phrases(page.language).standing.grantStates.suspended,
    ],
  ] as const;
  return (
    <ul class="legend">
      {samples.map(([looks, shape, label]) => (
        <li>
          <svg class={looks} width="24" height="16" aria-hidden="true">
            {shape}
          </svg>{' '}
          {label}
        </li>
      ))}
    </ul>
  );
}
