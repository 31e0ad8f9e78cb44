import type { ComponentChildren } from 'preact';
import { addDays, addYears, type Day, daysBetween, earlier, later } from '#domain/date/day.js';
import { earliest, latest, type PartialDate, precisionOf } from '#domain/date/partial-date.js';
import { type DossierView, type GrantView, startClaimedUntil } from '#domain/dossier/standing.js';
import { is } from '#domain/event/dossier-events.js';
import { groupOf, type LedgerEvent } from '#domain/event/ledger-event.js';
import { confirms } from '#domain/source/source.js';
import { sourceInWords, summaryOf } from '#language/describe-event.js';
import { startPhrase, statusWord, wholeMilestone } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { STATUS_TONES } from '#language/tones.js';
import { type Axis, axisOver, Section, GRANT_TONES } from '../frame/display.js';
import { currentUrlWith, type Page } from '../frame/page.js';
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
  if (facts.length + view.grants.length + data.statuses.length === 0) return null;
  return (
    <Section id="life" title={phrases(page.language).console.dossiers.life.title}>
      {handles(page, data)}
      <figure class="picture">
        <Picture facts={facts} {...props} />
        {legend(page)}
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
function handles(page: Page, { entries, view, recordedOn }: DossierData) {
  const { time } = phrases(page.language).console.frame;
  const { terms } = phrases(page.language).console;
  const words = phrases(page.language).console.dossiers.life;
  const { asOf, knownOn, isNow } = page.at;
  const happened = [
    page.today,
    ...[...entries.values()].flatMap(({ entry }) => (entry.retracted ? [] : dayOf(entry) || [])),
    ...view.grants.flatMap(({ runsUntil }) => (runsUntil === null ? [] : [addDays(runsUntil, 1)])),
    ...view.targets.map(({ due }) => addDays(latest(due), 1)),
  ].sort();
  const everything = recordedOn.at(-1) ?? page.today;
  const known = recordedOn.findLast((day) => day <= (knownOn ?? everything)) ?? everything;
  const handle = (name: 'asOf' | 'knownOn', label: string, days: readonly Day[], here: Day, usual: Day) => {
    const step = (rel: 'prev' | 'next', day: Day | undefined) =>
      day === undefined ? null : (
        <a
          rel={rel}
          href={`${currentUrlWith(page, { [name]: day === usual ? undefined : day })}#life`}
          title={words[rel]}
        >
          {writtenDate(day, page.language)}
          <span class="unseen"> ({words[rel]})</span>
        </a>
      );
    const [before, after] = [days.findLast((day) => day < here), days.find((day) => day > here)];
    return (
      <p>
        {step('prev', before)}
        <span>{label}</span>
        {step('next', after)}
      </p>
    );
  };
  const knownTo = knownOn === undefined ? words.known : `${time.knownOn} ${writtenDate(knownOn, page.language)}`;
  return (
    <div class="handles no-print">
      {handle('asOf', `${time.asOf} ${writtenDate(asOf, page.language)}`, happened, asOf, page.today)}
      {handle('knownOn', knownTo, recordedOn, known, everything)}
      {isNow ? null : (
        <a href={`${currentUrlWith(page, { asOf: undefined, knownOn: undefined })}#life`}>{terms.today}</a>
      )}
    </div>
  );
}

/** Heights in pixels; all that stands beside each other is in percent of the width, so that text keeps its size. */
const TOP = 20;
const LABEL = 15;
const ROW = 20;

/** What a mark takes of the width on a phone. */
const MARK = 3.5;

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
    ...data.statuses.map(({ from }) => from),
    ...facts.flatMap(({ occurred, target }) => [occurred, target?.due ?? occurred]),
    ...view.grants.flatMap(({ validFrom: from, validUntil, runsUntil }) => [
      from,
      validUntil ?? from,
      runsUntil ?? from,
    ]),
  ];
  const days = dates.flatMap((date) => [earliest(date), latest(date)]).map((day) => earlier(day, limit));
  const end = days.reduce(later, asOf);
  const drawn = { ...props, end, axis: axisOver([...days, asOf, knownOn]) };
  const { axis } = drawn;
  let bottom = TOP + ROW + 6;
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
          <rect class="paper" width="6" height="6" />
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

interface BandProps extends Record<`data-${string}`, unknown> {
  axis: Axis;
  looks: string;
  from: Day;
  until: Day;
  y: number;
  label: string;
  children?: ComponentChildren;
}

/** A stretch of time with a word in it, as far as there is room: on a wide screen, half a percent is a letter. */
function Band({ axis, looks, from, until, y, label, children, ...data }: BandProps) {
  const width = axis.width(from, addDays(until, 1));
  const room = shareOf(width) / label.length;
  return (
    <svg class={`period ${looks}`} x={axis.at(from)} y={y} width={width} height={ROW - 3} {...data}>
      <rect width="100%" height={ROW - 3} />
      {children}
      {room < 0.55 ? null : (
        <text x="5" y="13" class={room < 2.2 ? 'wide' : undefined}>
          {label}
        </text>
      )}
    </svg>
  );
}

/** The statuses that the dossier went through until the date shown, as far as known. */
const Statuses = ({ page, scheme, axis, data }: Drawn) =>
  data.statuses.map(({ from, to, value: { status, confirmed } }) => {
    const until = earlier(to, page.at.asOf);
    const word = capitalized(statusWord(status, scheme, page.language));
    const who = phrases(page.language).standing.confirmation(confirmed, 'status');
    return (
      <Band
        {...{ axis, from, until, y: TOP, label: word }}
        looks={`${STATUS_TONES[status]} ${confirmed ? 'confirmed' : 'claimed'}`}
        {...{ 'data-status': status, 'data-confirmed': String(confirmed), 'data-from': from, 'data-until': until }}
      >
        <title>{`${word}, ${who}${colon(page.language)}${writtenDate(from, page.language)} – ${writtenDate(until, page.language)}`}</title>
      </Band>
    );
  });

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

/** The grants of a lane as bands, and below them its facts as marks; a target has a row of its own. */
function laneAt(top: number, { facts, grants }: Lane, drawn: Drawn) {
  const { axis, end, view } = drawn;
  const extent = (from: Day, until: Day) =>
    [shareOf(axis.at(earlier(from, end))), shareOf(axis.at(earlier(until, end))) + MARK] as const;
  const bands = grants.map((grant) => ({ grant, ...extentOf(grant) })).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const rows = rowsFor(
    bands.map(({ from, until = end }) => extent(from, until)),
    bands.length,
  );
  const above = Math.max(-1, ...rows) + 1;
  const marks = facts.map(({ occurred, target }) => {
    const last = later(latest(occurred), target ? drawnUntil(target, view.asOf) : '');
    return extent(earlier(earliest(occurred), target ? earliest(target.due) : last), last);
  });
  rows.push(...rowsFor(marks, facts.some(({ target }) => target) ? facts.length : MOST_ROWS).map((row) => above + row));
  const ys = rows.map((row) => top + row * ROW);
  const yOf = new Map(facts.map(({ id }, index) => [id, (ys[bands.length + index] ?? 0) + ROW / 2]));
  return {
    height: (Math.max(...rows) + 1) * ROW,
    shapes: [
      ...bands.map((band, index) => <GrantBand {...drawn} {...band} y={ys[index] ?? 0} />),
      ...facts.map((fact) => (
        <Mark {...drawn} fact={fact} y={yOf.get(fact.id) ?? 0} was={yOf.get(fact.replaces?.id ?? '')} />
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

type MarkProps = Drawn & {
  fact: Fact;
  y: number;
  /** Where the target stands that it replaces. */ was: number | undefined;
};

/** A fact leads to its entry below. It is filled if its source is official, and hollow if it is a claim. */
function Mark({ page, view, scheme, hrefOf, axis, fact, y, was }: MarkProps) {
  const { id, event, occurred, target, replaces } = fact;
  const said = event.source ? (confirms(event.source) ? 'confirmed' : 'claimed') : 'noted';
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
      {target ? <Aim {...{ axis, target, occurred, y, was }} asOf={view.asOf} replaced={replaces?.target} /> : null}
      {vague(occurred, axis, y - 6)}
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
  { language, ...page }: Page,
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
const vague = (date: PartialDate, axis: Axis, y: number) =>
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

type AimProps = Pick<MarkProps, 'axis' | 'y' | 'was'> & {
  target: Target;
  occurred: PartialDate;
  asOf: Day;
  replaced: Target | undefined;
};

/** From its announcement to the date that was aimed at, the delay since, and an arrow from the date that it replaces. */
function Aim({ axis, target, occurred, asOf, y, replaced, was }: AimProps) {
  const first = axis.at(earliest(target.due));
  const after = addDays(latest(target.due), 1);
  const late = axis.at(drawnUntil(target, asOf));
  const moved = replaced && axis.at(middleOf(replaced.due));
  return (
    <g class={AIM_TONES[outcomeIn(target)]}>
      <line class="wait" x1={axis.at(middleOf(occurred))} x2={first} y1={y} y2={y} />
      {target.slipDays > 0 ? <line class="slip" x1={axis.at(after)} x2={late} y1={y} y2={y} /> : null}
      <rect class="due" x={first} width={axis.width(earliest(target.due), after)} y={y - 5} height="10" />
      {moved && was ? (
        <line class="moved" marker-end="url(#life-arrow)" x1={moved} x2={first} y1={was + 5} y2={y - 6} />
      ) : null}
    </g>
  );
}

/** A grant that is never in force is drawn as one day. */
function extentOf({ validFrom, runsFrom, runsUntil }: GrantView): { from: Day; until: Day | undefined } {
  const from = runsFrom ?? earliest(validFrom);
  return { from, until: runsFrom === null ? from : (runsUntil ?? undefined) };
}

type GrantProps = Drawn & { grant: GrantView; y: number } & ReturnType<typeof extentOf>;

/** The validity of a grant, hatched where it was suspended, and pointed if it goes on. */
function GrantBand({ page, data, hrefOf, axis, end, grant, from, until = addDays(end, 1), y }: GrantProps) {
  const { mail, standing, console: pages } = phrases(page.language);
  const { id, decision, state, confirmed, validFrom, validUntil, runsFrom, runsUntil } = grant;
  const { nameless } = pages.dossiers.grants;
  const name = decision === null ? nameless : `${mail.general.decision} ${decision}`;
  const said = confirmed ? 'confirmed' : 'claimed';
  const last = validUntil === null ? pages.terms.noEnd : writtenDate(validUntil, page.language);
  const goesOn = until > end;
  const confirmedFrom = (confirmed && startClaimedUntil(grant)) || from;
  const tone = state === 'suspended' ? 'good' : GRANT_TONES[state]; // only a part of it is bad
  return (
    <a
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
        {`${name}, ${standing.confirmation(confirmed, 'grant')}${colon(page.language)}${startPhrase(grant, page.language)} – ${last}`}
      </title>
      {confirmedFrom > from ? (
        <Band
          {...{ axis, from, until: earlier(earlier(addDays(confirmedFrom, -1), until), end), y, label: '' }}
          {...{ looks: `${tone} claimed`, 'data-claimed': id, 'data-from': from, 'data-until': confirmedFrom }}
        />
      ) : null}
      {confirmedFrom > until ? null : (
        <Band
          {...{ axis, from: earlier(confirmedFrom, end), until: earlier(until, end), y }}
          looks={`${tone} ${state} ${said}`}
          label={`${name} · ${standing.grantStates[state]}`}
        />
      )}
      {data.suspensions
        .filter(({ from: first, to, value }) => value.includes(id) && first <= until && to >= from)
        .map((span) => {
          const first = later(span.from, from);
          const to = earlier(earlier(span.to, page.at.asOf), until);
          const at = { 'data-suspended': id, 'data-from': first, 'data-until': to };
          const width = axis.width(first, addDays(to, 1));
          return <rect class="pause" {...at} x={axis.at(first)} width={width} y={y} height={ROW - 3} />;
        })}
      {vague(validFrom, axis, y)}
      {validUntil === null || goesOn ? null : vague(validUntil, axis, y)}
      {goesOn ? (
        <svg class={`period ${tone} ${said}`} x={axis.at(end)} y={y} width="9" height={ROW - 3}>
          <path d="M0 0 9 8.5 0 17Z" />
        </svg>
      ) : null}
    </a>
  );
}

/** Follows the picture, of which it uses the pattern and the arrow. */
function legend(page: Page) {
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
