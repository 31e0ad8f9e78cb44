import { phrases } from '#language/phrases.js';
import type { DossierGrants } from '#projections/list-grants.js';
import { earlier } from '#domain/date/day.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName } from '#notifications/mail/scheme-name.js';
import { type Axis, axisOver } from '../frame/time-axis.js';
import type { ThisPage } from '../frame/page.js';
import { type Bar, barOf, daysOf, latestOf } from './bars.js';
import { Patterns } from './patterns.js';

interface PictureProps {
  page: ThisPage;
  dossiers: readonly DossierGrants[];
  schemes: Schemes;
}

const HEAD = 54;
const ROW = 38;
const LINE = 14;

/** Across in shares of the width: it fits any screen, and its text stays as large. */
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

/** Today, and the day looked at where that is another: each named in a line of its own, to the side that has more room. */
function Moments({ page, axis, height }: { page: ThisPage; axis: Axis; height: number }) {
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

/** A claim is thin; each state has a pattern of its own; what has no end ends in a point. */
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

/** A nested drawing is placed by shares; a path is not. */
const Point = ({ x, y, height, state }: { x: string; y: number; height: number; state: string }) => (
  <svg x={x} y={y} width="1" height="1" overflow="visible">
    <path class={`bar ${state}`} d={`M0-2 ${height} ${height / 2} 0 ${height + 2}Z`} />
  </svg>
);

const LONGEST = 60;

function labelOf({ provider, service, scheme }: DossierGrants, schemes: Schemes, { language }: ThisPage): string {
  const names = [provider.name, ...(service ? [service.name] : []), schemeName(scheme, schemes, language)].join(' · ');
  return names.length > LONGEST ? `${names.slice(0, LONGEST - 1)}…` : names;
}
