import { type Day, earlier } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import type { GrantState } from '#domain/dossier/grant.js';
import type { GrantView } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { phrases } from '#language/phrases.js';
import type { DossierGrants } from '#projections/list-grants.js';
import { schemeName } from '#language/describe-standing.js';
import { type Axis, axisOver } from '../frame/time-axis.js';
import type { PageContext } from '../frame/page.js';

interface PictureProps {
  page: PageContext;
  dossiers: readonly DossierGrants[];
  schemes: Schemes;
}

const HEAD = 54;
const ROW = 38;
const LINE = 14;

/** Horizontal positions in percent: fits any screen and keeps the text size. */
export function GrantsPicture({ page, dossiers, schemes }: PictureProps) {
  const { picture } = phrases(page.language).console.grants;
  const rows = dossiers.map((dossier) => ({ dossier, bars: latestOf(dossier).shown.map(barOf) }));
  const days = daysOf(
    rows.flatMap(({ bars }) => bars),
    [page.today, page.at.asOf],
  );
  const axis = axisOver(days);
  const end = days.reduce((last, day) => (day > last ? day : last));
  const height = HEAD + rows.length * ROW + 8;
  return (
    <svg class="grants-picture" width="100%" height={height} role="img" aria-labelledby="grants-title grants-how">
      <title id="grants-title">{picture.title}</title>
      <desc id="grants-how">{picture.how}</desc>
      <Patterns />
      <Years axis={axis} height={height} />
      {rows.map(({ dossier, bars }, index) => (
        <g key={dossier.id}>
          {bars.map((bar) => (
            <BarShape key={bar.id} bar={bar} axis={axis} end={end} y={HEAD + index * ROW + 20} />
          ))}
        </g>
      ))}
      <Moments page={page} axis={axis} height={height} />
      {rows.map(({ dossier }, index) => (
        <text key={dossier.id} x="0" y={HEAD + index * ROW + 14}>
          {labelOf(dossier, schemes, page)}
        </text>
      ))}
    </svg>
  );
}

function Years({ axis, height }: { axis: Axis; height: number }) {
  return (
    <>
      {axis.years.map(({ year, day }) => (
        <g key={year}>
          <line class="year" x1={axis.at(day)} x2={axis.at(day)} y1={HEAD - 4} y2={height} />
          <text class="small" x={axis.at(day)} y={HEAD - 10} text-anchor="middle">
            {year}
          </text>
        </g>
      ))}
    </>
  );
}

/** Marks today and, where different, `asOf`; labels go to the side with more room. */
function Moments({ page, axis, height }: { page: PageContext; axis: Axis; height: number }) {
  const { today, asOf } = phrases(page.language).console.grants.picture;
  const moments = [
    { day: page.today, name: today, kind: 'today' },
    ...(page.at.asOf === page.today ? [] : [{ day: page.at.asOf, name: asOf, kind: 'asked' }]),
  ];
  return (
    <>
      {moments.map(({ day, name, kind }, line) => {
        const x = axis.at(day);
        return (
          <g key={kind} class={kind}>
            <line x1={x} x2={x} y1={16 + line * LINE} y2={height} />
            <text class="small" x={x} y={12 + line * LINE} text-anchor={Number.parseFloat(x) > 60 ? 'end' : 'start'}>
              {name}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Claims are thin, each state has its own pattern, open-ended grants end in a point. */
function BarShape({ bar, axis, end, y }: { bar: Bar; axis: Axis; end: string; y: number }) {
  const { state, confirmed, from, to } = bar;
  const height = confirmed ? 12 : 6;
  const top = y + (12 - height) / 2;
  const shape = { x: axis.at(from), width: axis.width(from, earlier(to ?? end, end)), y: top, height };
  return (
    <>
      <rect class={`bar ${state}`} {...shape} />
      {state === 'suspended' || state === 'withdrawn' || state === 'expired' ? (
        <rect fill={`url(#grants-${state})`} {...shape} />
      ) : null}
      {to === undefined || to > end ? <Point x={axis.at(end)} y={top} height={height} state={state} /> : null}
    </>
  );
}

/** Nested SVG, because paths cannot be placed in percent. */
const Point = ({ x, y, height, state }: { x: string; y: number; height: number; state: string }) => (
  <svg x={x} y={y} width="1" height="1" overflow="visible">
    <path class={`bar ${state}`} d={`M0-2 ${height} ${height / 2} 0 ${height + 2}Z`} />
  </svg>
);

/** Characters of a label, which fit a phone in the size of its style. */
const LONGEST = 57;

function labelOf({ provider, service, scheme }: DossierGrants, schemes: Schemes, { language }: PageContext): string {
  const names = [provider.name, ...(service ? [service.name] : []), schemeName(scheme, schemes, language)].join(' · ');
  return names.length > LONGEST ? `${names.slice(0, LONGEST - 1)}…` : names;
}

const STATES: readonly GrantState[] = ['in-force', 'suspended', 'expired', 'withdrawn', 'refuted', 'not-yet-valid'];

const PATTERNED: ReadonlySet<GrantState> = new Set(['suspended', 'withdrawn', 'expired']);

/** Legend; reuses the patterns of the chart, so it must follow it. */
export function Legend({ page }: { page: PageContext }) {
  const { legend } = phrases(page.language).console.grants;
  const words = phrases(page.language).standing.grantStates;
  return (
    <div class="small">
      <h3 class="unseen">{legend.title}</h3>
      <ul class="grants-legend">
        {STATES.map((state) => (
          <li key={state}>
            <svg class="grants-picture" width="36" height="12" aria-hidden="true">
              <rect class={`bar ${state}`} x="1" y="1" width="34" height="10" />
              {PATTERNED.has(state) ? <rect fill={`url(#grants-${state})`} x="1" y="1" width="34" height="10" /> : null}
            </svg>{' '}
            {words[state]}
          </li>
        ))}
        <li>{legend.thin}</li>
        <li>{legend.open}</li>
      </ul>
    </div>
  );
}

/** Patterns that distinguish grant states without colour. */
const Patterns = () => (
  <defs>
    <pattern id="grants-suspended" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M3 0V6" />
    </pattern>
    <pattern id="grants-withdrawn" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M0 0 6 6M6 0 0 6" />
    </pattern>
    <pattern id="grants-expired" width="6" height="6" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M0 6 6 0M-1 1 1-1M5 7 7 5" />
    </pattern>
  </defs>
);

interface Bar {
  id: string;
  state: GrantView['state'];
  confirmed: boolean;
  from: Day;
  /** Last day; `undefined`: open-ended. */
  to: Day | undefined;
}

const MOST = 6;

/** The latest grants, and the number of older ones. */
export function latestOf({ grants }: Pick<DossierGrants, 'grants'>): { shown: GrantView[]; older: number } {
  const sorted = grants.toSorted((a, b) => (earliest(a.validFrom) < earliest(b.validFrom) ? 1 : -1));
  return { shown: sorted.slice(0, MOST), older: Math.max(0, sorted.length - MOST) };
}

/** A grant that is never in force is drawn as one day. */
function barOf({ id, state, confirmed, validFrom, runsFrom, runsUntil }: GrantView): Bar {
  const from = runsFrom ?? earliest(validFrom);
  return { id, state, confirmed, from, to: runsFrom === null ? from : (runsUntil ?? undefined) };
}

/** All dates that the chart must cover. */
function daysOf(bars: readonly Bar[], moments: readonly Day[]): Day[] {
  const ends = bars.flatMap(({ from, to }) => [from, ...(to === undefined ? [] : [to])]);
  return [...ends, ...moments].map((day) => earlier(day, LATEST));
}

/** Cuts off absurd validities, which would squeeze all others. */
const LATEST: Day = '2099-12-31';
