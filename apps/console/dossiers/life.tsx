import { addDays, addYears, type Day, daysBetween, earlier, later } from '#domain/date/day.js';
import { earliest, latest, type PartialDate, precisionOf } from '#domain/date/partial-date.js';
import type { DossierView, GrantView } from '#domain/dossier/standing.js';
import { is } from '#domain/event/dossier-events.js';
import { groupOf, type LedgerEvent } from '#domain/event/ledger-event.js';
import { confirms } from '#domain/source/source.js';
import { sourceInWords, summaryOf } from '#language/describe-event.js';
import { statusWord, wholeMilestone } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type Axis, axisOver, Section } from '../frame/display.js';
import { GRANT_TONES, STATUS_TONES } from '../frame/marks.js';
import { currentUrlWith, type PageContext } from '../frame/page.js';
import { amendedId, dayOf, eventIn, provenId } from '../frame/timeline-entries.js';
import { type DossierData, outcomeOf, type SectionProps } from './sections.js';

type Target = DossierView['targets'][number];

/** An event that stands and has a date: what the picture is made of. */
interface Fact {
  id: string;
  event: LedgerEvent;
  occurred: PartialDate;
  /** Of one that announces a target: how that went, and the earlier one for the same stage that it replaces. */
  target?: Target | undefined;
  replaces?: Fact | undefined;
}

type LifeProps = Pick<SectionProps, 'page' | 'view' | 'scheme' | 'hrefOf'> & { data: DossierData };
type Drawn = LifeProps & { axis: Axis; end: Day };

/** Everything that happened to a dossier, as a picture, with the two times that it is looked at. */
export function Life(props: LifeProps) {
  const { page, data, view } = props;
  const facts = factsIn(data);
  if (facts.length + view.grants.length + data.past.length === 0) return null;
  return (
    <Section id="life" title={phrases(page.language).console.dossiers.life.title}>
      <Handles page={page} data={data} />
      <figure class="picture">
        <Picture facts={facts} {...props} />
        <Legend page={page} />
      </figure>
    </Section>
  );
}

/** In order of their days, then of recording. */
function factsIn({ view, entries }: DossierData): Fact[] {
  const targets = new Map(view.targets.map((target) => [target.event, target]));
  const last = new Map<string, Fact>();
  return [...entries.values()]
    .filter(({ entry }) => !entry.retracted && amendedId(entry) === undefined && provenId(entry) === undefined)
    .toSorted(({ entry: a }, { entry: b }) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0))
    .flatMap(({ entry }) => {
      const event = eventIn(entry);
      const occurred = 'occurred' in event ? event.occurred : undefined;
      if (!occurred || dayOf(entry) > view.asOf) return [];
      const target = targets.get(entry.id);
      const fact: Fact = { id: entry.id, event, occurred, target, replaces: target && last.get(target.milestone) };
      if (target) last.set(target.milestone, fact);
      return [fact];
    });
}

/** The two times, each with the day before and after on which something changes: links to the page as it was then. */
function Handles({ page, data: { entries, view, recordedOn } }: { page: PageContext; data: DossierData }) {
  const { time } = phrases(page.language).console.frame;
  const words = phrases(page.language).console.dossiers.life;
  const { asOf, knownOn, isNow } = page.at;
  const days = [
    page.today,
    ...[...entries.values()].flatMap(({ entry }) => (entry.retracted ? [] : dayOf(entry) || [])),
    ...view.grants.flatMap(({ runsUntil }) => (runsUntil === null ? [] : [addDays(runsUntil, 1)])),
    ...view.targets.map(({ due }) => addDays(latest(due), 1)),
  ].sort();
  const known = recordedOn.findLast((day) => knownOn === undefined || day <= knownOn) ?? page.today;
  const everything = recordedOn.at(-1);
  const step = (
    rel: 'prev' | 'next',
    day: Day | undefined,
    to: Partial<Record<'asOf' | 'knownOn', string | undefined>>,
  ) =>
    day === undefined ? null : (
      <a rel={rel} href={`${currentUrlWith(page, to)}#life`} title={words[rel]}>
        {writtenDate(day, page.language)}
        <span class="unseen"> ({words[rel]})</span>
      </a>
    );
  const asOfStep = (rel: 'prev' | 'next', day: Day | undefined) =>
    step(rel, day, { asOf: day === page.today ? undefined : day });
  const knownStep = (rel: 'prev' | 'next', day: Day | undefined) =>
    step(rel, day, { knownOn: day === everything ? undefined : day });
  return (
    <div class="handles no-print">
      <p>
        {asOfStep(
          'prev',
          days.findLast((day) => day < asOf),
        )}
        <span>
          {time.asOf} <strong>{writtenDate(asOf, page.language)}</strong>
        </span>
        {asOfStep(
          'next',
          days.find((day) => day > asOf),
        )}
      </p>
      <p>
        {knownStep(
          'prev',
          recordedOn.findLast((day) => day < known),
        )}
        <span>
          {time.knownOn}{' '}
          <strong>{knownOn === undefined ? words.everything : writtenDate(knownOn, page.language)}</strong>
        </span>
        {knownStep(
          'next',
          recordedOn.find((day) => day > known),
        )}
      </p>
      {isNow ? null : <a href={`${currentUrlWith(page, { asOf: undefined, knownOn: undefined })}#life`}>{time.now}</a>}
    </div>
  );
}

/** Heights in pixels; all that stands beside each other is in percent of the width, so that text keeps its size. */
const TOP = 20;
const STATUS = 22;
const LABEL = 15;
const ROW = 18;
const BAR = 30;

/** Shares of the width: of a mark and of the name of a grant, at least, on a phone. */
const MARK = 3.5;
const NAME = 26;

/** Beyond, the marks of a lane lie upon each other. */
const MOST_ROWS = 5;

/** Validities are cut there: one until 2199 would squeeze everything else. */
const YEARS_AHEAD = 5;

const shareOf = (position: string): number => Number.parseFloat(position);

function Picture(props: LifeProps & { facts: readonly Fact[] }) {
  const { page, view, data, facts } = props;
  const words = phrases(page.language).console.dossiers.life;
  const { asOf, knownOn = asOf } = page.at;
  const limit = addYears(asOf, YEARS_AHEAD);
  const dates = [
    ...data.past.map(({ from }) => from),
    ...facts.flatMap(({ occurred, target }) => [occurred, target?.due ?? occurred]),
    ...view.grants.flatMap(({ validFrom, validUntil, runsUntil }) => [
      validFrom,
      validUntil ?? validFrom,
      runsUntil ?? validFrom,
    ]),
  ];
  const days = dates.flatMap((date) => [earliest(date), latest(date)]).map((day) => earlier(day, limit));
  const end = days.reduce(later, asOf);
  const drawn = { ...props, end, axis: axisOver([...days, asOf, knownOn]) };
  const { axis } = drawn;
  let bottom = TOP + STATUS + 6;
  const lanes = lanesOf(props).map((lane) => {
    const { height, shapes } = laneAt(bottom + LABEL, lane, drawn);
    const top = bottom;
    bottom += LABEL + height;
    return (
      <g>
        <line class="axis" x1="0" x2="100%" y1={top} y2={top} />
        <text class="soft" x="0" y={top + 12}>
          {lane.label}
        </text>
        {shapes}
      </g>
    );
  });
  return (
    <svg width="100%" height={bottom + 44} role="group" aria-labelledby="life-title life-how">
      <title id="life-title">{words.title}</title>
      <desc id="life-how">{words.how(facts.length)}</desc>
      <defs>
        <pattern id="life-pause" width="6" height="6" patternUnits="userSpaceOnUse">
          <path class="hatch" d="M0 6 6 0M-1 1 1-1M5 7 7 5" />
        </pattern>
        <marker id="life-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
          <path class="arrow" d="M0 0 8 4 0 8Z" />
        </marker>
      </defs>
      <rect class="to-come" x={axis.at(asOf)} width="100%" y={TOP} height={bottom - TOP} />
      {axis.years.map(({ year, day }) => (
        <>
          <line class="axis" x1={axis.at(day)} x2={axis.at(day)} y1={TOP} y2={bottom + 4} />
          <text class="soft" x={axis.at(day)} y={bottom + 18} text-anchor="middle">
            {year}
          </text>
        </>
      ))}
      <Statuses {...drawn} />
      {[
        ...new Map([
          [knownOn, 'known'],
          [asOf, 'asked'],
        ]),
      ].map(([day, kind]) => (
        <g class={kind}>
          <line x1={axis.at(day)} x2={axis.at(day)} y1={TOP - 4} y2={bottom} />
          <text x={axis.at(day)} y="12" text-anchor={shareOf(axis.at(day)) > 50 ? 'end' : 'start'}>
            {kind === 'known' ? `${phrases(page.language).console.frame.time.knownOn} ` : null}
            {writtenDate(day, page.language)}
          </text>
        </g>
      ))}
      {lanes}
    </svg>
  );
}

/** The statuses that the dossier went through until the date shown, as far as known. */
function Statuses({ page, scheme, axis, data }: Drawn) {
  const { asOf } = page.at;
  const spans = data.past.reduce<DossierData['past']>((all, { from, to, value }) => {
    const before = all.at(-1);
    const isSame = before?.value.status === value.status && before.value.confirmed === value.confirmed;
    return isSame && addDays(before.to, 1) === from
      ? [...all.slice(0, -1), { ...before, to }]
      : [...all, { from, to, value }];
  }, []);
  return spans.map(({ from, to, value: { status, confirmed } }) => {
    const until = earlier(to, asOf);
    const width = axis.width(from, addDays(until, 1));
    const word = capitalized(statusWord(status, scheme, page.language));
    const who = phrases(page.language).standing.confirmation(confirmed, 'status');
    const room = shareOf(width) / word.length; // on a wide screen, half a percent is a letter
    return (
      <svg
        class={`was ${STATUS_TONES[status]} ${confirmed ? 'confirmed' : 'claimed'}`}
        {...{ x: axis.at(from), y: TOP, width, height: STATUS }}
        {...{ 'data-status': status, 'data-confirmed': String(confirmed), 'data-from': from, 'data-until': until }}
      >
        <title>{`${word}, ${who}: ${writtenDate(from, page.language)} – ${writtenDate(until, page.language)}`}</title>
        <rect width="100%" height={STATUS} />
        {room < 0.5 ? null : (
          <text x="6" y="15" class={room < 2.2 ? 'wide' : undefined}>
            {word}
          </text>
        )}
      </svg>
    );
  });
}

interface Lane {
  label: string;
  facts: Fact[];
  grants: readonly GrantView[];
}

/** What is said, the stages from the first to the last, the grants, and the rest; only lanes that something is in. */
function lanesOf({ page, scheme, view, facts }: LifeProps & { facts: readonly Fact[] }): Lane[] {
  const { fields, groups } = phrases(page.language).events;
  const codes = [
    ...(scheme?.milestones ?? []).map(({ code }) => code),
    ...facts.flatMap((fact) => stageOf(fact) ?? []),
  ];
  const names = [
    ['.said', groups.said],
    ['.progress', groups.progress],
    ...[...new Set(codes)].map((code) => [code, capitalized(wholeMilestone(code, scheme, page.language))] as const),
    ['.grants', groups.grants],
    ['.register', fields.register],
    ['.structure', groups.structure],
    ['.deadlines', groups.deadlines],
  ] as const;
  return names
    .map(([name, label]) => ({
      label,
      facts: facts.filter((fact) => (stageOf(fact) ?? laneOf(fact)) === name),
      grants: name === '.grants' ? view.grants : [],
    }))
    .filter((lane) => lane.facts.length + lane.grants.length > 0);
}

/** The stage that an event reaches or aims at. */
const stageOf = ({ event }: Fact): string | undefined =>
  event.type === 'MilestoneReached' || event.type === 'TargetSet' ? event.data.milestone : undefined;

function laneOf({ event }: Fact): string {
  if (is(event, 'observation')) return '.register';
  if (event.type === 'GrantExpired') return '.grants';
  const group = groupOf(event.type) ?? 'structure';
  return group === 'oversight' ? '.grants' : `.${group}`;
}

/** The first row with room, else the one that is free next. */
function rowsFor(extents: readonly (readonly [from: number, to: number])[], most: number): number[] {
  const ends: number[] = [];
  return extents.map(([from, to]) => {
    const free = ends.findIndex((taken) => taken <= from);
    const row = free >= 0 ? free : ends.length < most ? ends.length : ends.indexOf(Math.min(...ends));
    ends[row] = to;
    return row;
  });
}

const heightOf = (rows: readonly number[], each: number): number =>
  rows.length === 0 ? 0 : (Math.max(...rows) + 1) * each;

/** The bars of a lane, and below them its marks; a target has a row of its own. */
function laneAt(top: number, { facts, grants }: Lane, drawn: Drawn) {
  const { axis, end, view } = drawn;
  const bars = grants.map((grant) => ({ grant, ...extentOf(grant) })).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const barRows = rowsFor(
    bars.map(({ from, to = end }) => {
      const start = shareOf(axis.at(earlier(from, end)));
      return [start, Math.max(start + NAME, shareOf(axis.at(earlier(to, end))) + MARK)] as const;
    }),
    bars.length,
  );
  const marksTop = top + heightOf(barRows, BAR);
  const hasTargets = facts.some(({ target }) => target);
  const rows = rowsFor(
    facts.map(({ occurred, target }) => {
      const last = later(latest(occurred), target ? drawnUntil(target, view.asOf) : '');
      const first = earlier(earliest(occurred), target ? earliest(target.due) : last);
      return [shareOf(axis.at(first)), shareOf(axis.at(earlier(last, end))) + MARK] as const;
    }),
    hasTargets ? facts.length : MOST_ROWS,
  );
  const ys = new Map(facts.map(({ id }, index) => [id, marksTop + (rows[index] ?? 0) * ROW + ROW / 2]));
  return {
    height: heightOf(barRows, BAR) + heightOf(rows, ROW) + 3,
    shapes: [
      ...bars.map((bar, index) => <Bar {...drawn} {...bar} y={top + (barRows[index] ?? 0) * BAR} />),
      ...facts.map((fact) => (
        <FactMark {...drawn} fact={fact} y={ys.get(fact.id) ?? 0} was={ys.get(fact.replaces?.id ?? '')} />
      )),
    ],
  };
}

const SHAPES: Readonly<Record<string, string>> = {
  MilestoneReached: 'M0-7 7 0 0 7-7 0Z',
  '.grants': 'M-5.5-5.5h11v11h-11Z',
  '.register': 'M-2.5-7h5v14h-5Z',
};
const CIRCLE = 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0';

const BAD: ReadonlySet<string> = new Set<LedgerEvent['type']>([
  'ApplicationRefused',
  'ApplicationAbandoned',
  'GrantSuspended',
  'GrantWithdrawn',
  'GrantExpired',
  'SurveillanceFailed',
]);

/** A fact leads to its entry below. It is filled if its source is official, and hollow if it is a claim. */
function FactMark({
  page,
  view,
  scheme,
  hrefOf,
  axis,
  fact,
  y,
  was,
}: Drawn & { fact: Fact; y: number; was: number | undefined }) {
  const { id, event, occurred, target, replaces } = fact;
  const said = event.source ? (confirms(event.source) ? 'confirmed' : 'claimed') : 'noted';
  const from = earliest(occurred);
  const shape = SHAPES[event.type] ?? SHAPES[laneOf(fact)];
  const tone = BAD.has(event.type)
    ? 'bad'
    : shape === undefined || event.type === 'RegisterObserved'
      ? 'plain'
      : 'good';
  const text = inWords(page, fact, scheme);
  return (
    <a
      class={`fact ${tone} ${said}`}
      href={hrefOf(id) ?? '#timeline'}
      {...{ 'data-event': id, 'data-type': event.type, 'data-day': occurred, 'data-said': said }}
      {...(target && { 'data-due': target.due, 'data-outcome': outcomeIn(target), 'data-replaces': replaces?.id })}
    >
      <title>{text}</title>
      {target ? <Aim {...{ axis, target, from, y, was }} asOf={view.asOf} replaced={replaces?.target} /> : null}
      <Vague date={occurred} axis={axis} y={y - 6} />
      <svg x={axis.at(middleOf(occurred))} y={y} width="1" height="1">
        <circle class="hit" r="12" />
        <path d={shape ?? CIRCLE} />
      </svg>
      <text class="tip" x="0" y="100%" dy="-6">
        {text}
      </text>
    </a>
  );
}

const middleOf = (date: PartialDate): Day =>
  addDays(earliest(date), Math.floor(daysBetween(earliest(date), latest(date)) / 2));

/** Day, event, who says so, and whether that is official. */
function inWords(
  { language, ...page }: PageContext,
  { event, occurred, target }: Fact,
  scheme: SectionProps['scheme'],
): string {
  const { authority, claim } = phrases(language).console.frame.sources;
  const { source } = event;
  return [
    writtenDate(occurred, language),
    capitalized(summaryOf(event, language, scheme)),
    ...(target ? [outcomeOf({ language, ...page }, target)] : []),
    ...(source ? [sourceInWords(source, language), confirms(source) ? authority : claim] : []),
  ].join(' · ');
}

/** The days that a date can mean, where it is no day. */
const Vague = ({ date, axis, y }: { date: PartialDate; axis: Axis; y: number }) =>
  precisionOf(date) === 'day' ? null : (
    <rect
      class="vague"
      x={axis.at(earliest(date))}
      width={axis.width(earliest(date), addDays(latest(date), 1))}
      y={y}
      height="12"
      rx="6"
    />
  );

const outcomeIn = ({ reached, slipDays }: Target): 'missed' | 'late' | 'kept' | 'open' =>
  reached === null ? (slipDays > 0 ? 'missed' : 'open') : slipDays > 0 ? 'late' : 'kept';

const AIM_TONES = { missed: 'bad', late: 'bad', kept: 'good', open: 'plain' } as const;

/** The last day that is drawn of a target: of its date, or of the delay. */
const drawnUntil = ({ due, reached, slipDays }: Target, asOf: Day): Day =>
  slipDays > 0 ? (reached ?? asOf) : latest(due);

interface AimProps {
  axis: Axis;
  target: Target;
  from: Day;
  asOf: Day;
  y: number;
  replaced: Target | undefined;
  was: number | undefined;
}

/** From its announcement to the date that was aimed at, the delay since, and an arrow from the date that it replaces. */
function Aim({ axis, target, from, asOf, y, replaced, was }: AimProps) {
  const first = axis.at(earliest(target.due));
  const after = addDays(latest(target.due), 1);
  const isLate = target.slipDays > 0;
  return (
    <g class={AIM_TONES[outcomeIn(target)]}>
      <line class="wait" x1={axis.at(from)} x2={first} y1={y} y2={y} />
      {isLate ? <line class="slip" x1={axis.at(after)} x2={axis.at(drawnUntil(target, asOf))} y1={y} y2={y} /> : null}
      <rect class="due" x={first} width={axis.width(earliest(target.due), after)} y={y - 5} height="10" />
      {replaced && was !== undefined ? (
        <line
          class="moved"
          marker-end="url(#life-arrow)"
          x1={axis.at(middleOf(replaced.due))}
          x2={first}
          y1={was + 5}
          y2={y - 6}
        />
      ) : null}
    </g>
  );
}

/** A grant that is never in force is drawn as one day. */
function extentOf({ validFrom, runsFrom, runsUntil }: GrantView): { from: Day; to: Day | undefined } {
  const from = runsFrom ?? earliest(validFrom);
  return { from, to: runsFrom === null ? from : (runsUntil ?? undefined) };
}

/** The validity of a grant, hatched where it was suspended; pointed if it goes on. */
function Bar({
  page,
  data,
  hrefOf,
  axis,
  end,
  grant,
  from,
  to,
  y,
}: Drawn & { grant: GrantView; from: Day; to: Day | undefined; y: number }) {
  const { language, at } = page;
  const { id, decision, state, confirmed, validFrom, validUntil, runsFrom, runsUntil } = grant;
  const words = phrases(language).console.dossiers.grants;
  const name = decision === null ? words.nameless : `${phrases(language).mail.general.decision} ${decision}`;
  const goesOn = to === undefined || to > end;
  const until = validUntil === null ? words.noUntil : writtenDate(validUntil, language);
  const said = confirmed ? 'confirmed' : 'claimed';
  const bar = (first: Day, last: Day) => ({
    x: axis.at(first),
    width: axis.width(first, addDays(last, 1)),
    y: y + 14,
    height: 12,
  });
  return (
    <a
      class={`grant-bar ${GRANT_TONES[state]} ${state} ${said}`}
      href={hrefOf(id) ?? '#grants'}
      {...{
        'data-grant': id,
        'data-state': state,
        'data-said': said,
        'data-from': validFrom,
        'data-until': validUntil,
      }}
      {...{ 'data-runs-from': runsFrom, 'data-runs-until': runsUntil }}
    >
      <title>
        {`${name}, ${phrases(language).standing.confirmation(confirmed, 'grant')}: ${writtenDate(validFrom, language)} – ${until}`}
      </title>
      <text x={axis.at(from)} y={y + 10} dx={shareOf(axis.at(from)) > 100 - NAME ? -90 : 0}>
        {name} <tspan class="soft">{phrases(language).standing.grantStates[state]}</tspan>
      </text>
      <rect class="bar" {...bar(from, goesOn ? end : to)} />
      {data.past
        .filter(({ value }) => value.suspended.includes(id))
        .map((span) => (
          <rect
            class="pause"
            data-suspended={id}
            data-from={span.from}
            data-until={earlier(span.to, at.asOf)}
            {...bar(span.from, earlier(span.to, at.asOf))}
          />
        ))}
      <Vague date={validFrom} axis={axis} y={y + 14} />
      {validUntil === null || goesOn ? null : <Vague date={validUntil} axis={axis} y={y + 14} />}
      {goesOn ? (
        <svg x={axis.at(end)} y={y + 14} width="1" height="1">
          <path class="bar" d="M0 0 9 6 0 12Z" />
        </svg>
      ) : null}
    </a>
  );
}

/** Follows the picture, of which it uses the pattern and the arrow. */
function Legend({ page }: { page: PageContext }) {
  const { dossiers, frame } = phrases(page.language).console;
  const samples = [
    ['fact plain confirmed', <path d={CIRCLE} transform="translate(12 8)" />, frame.sources.authority],
    ['fact plain claimed', <path d={CIRCLE} transform="translate(12 8)" />, frame.sources.claim],
    ['fact plain', <rect class="vague" x="1" y="2" width="22" height="12" rx="6" />, dossiers.life.vague],
    ['plain', <line class="slip" x1="2" x2="22" y1="8" y2="8" />, dossiers.life.late],
    ['plain', <path class="moved" d="M2 3 20 13" marker-end="url(#life-arrow)" />, dossiers.life.moved],
    [
      'plain',
      <rect class="pause" x="1" y="2" width="22" height="12" />,
      phrases(page.language).standing.grantStates.suspended,
    ],
  ] as const;
  return (
    <ul class="legend" aria-hidden="true">
      {samples.map(([looks, shape, label]) => (
        <li>
          <svg class={looks} width="24" height="16">
            {shape}
          </svg>{' '}
          {label}
        </li>
      ))}
    </ul>
  );
}
