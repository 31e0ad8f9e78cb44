import type { Day } from '#domain/date/day.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { ReadingPoint } from '#registers/get-register.js';
import { DateText, MaybeLink, Section, type Axis, axisOver } from '../frame/display.js';
import { Table } from '../frame/table.js';
import { addressOf, type PageContext } from '../frame/page.js';

/** Readings shown: a daily reading for two months. */
const MOST = 60;

const KINDS = ['added', 'changed', 'gone'] as const;

interface Props {
  page: PageContext;
  register: string;
  /** Ascending by day. */
  readings: readonly ReadingPoint[];
}

/** Entries and changes of each reading: a chart and the same figures as a table. */
export function Chart({ page, register, readings }: Props) {
  const { chart } = phrases(page.language).console.registers;
  if (readings.length === 0) return null;
  const shown = readings.slice(-MOST);
  return (
    <Section id="chart" title={chart.title}>
      {shown.length > 1 ? <Picture page={page} points={shown} hasFirst={shown.length === readings.length} /> : null}
      {shown.length > 1 ? <Legend page={page} /> : null}
      {shown.length < readings.length ? <p class="soft small">{chart.latest(shown.length)}</p> : null}
      <details open={shown.length === 1}>
        <summary>{chart.table}</summary>
        <Figures page={page} register={register} readings={shown} />
      </details>
    </Section>
  );
}

function Figures({ page, register, readings }: Props) {
  const { chart, readings: words } = phrases(page.language).console.registers;
  const number = (value: number): string => value.toLocaleString(page.language);
  const columns = [chart.entries, chart.added, chart.changed, chart.gone].map((word) => ({ number: word }));
  return (
    <Table
      caption={chart.caption}
      columns={[chart.day, ...columns]}
      rows={readings.toReversed().map(({ day, entries, attempt, ...counts }) => [
        <MaybeLink href={attempt === null ? undefined : addressOf(page, `/registers/${register}/readings/${attempt}`)}>
          <span class="unseen">{words.open} </span>
          <DateText page={page} date={day} />
        </MaybeLink>,
        number(entries),
        ...KINDS.map((kind) => number(counts[kind])),
      ])}
    />
  );
}

const LINE = { top: 24, height: 130 };
const BARS = { top: 186, height: 84 };
const HEIGHT = 300;
/** In pixels, so that the bars of a reading stay beside each other at any width. */
const BAR = 6;

interface PictureProps {
  page: PageContext;
  points: readonly ReadingPoint[];
  /** Whether the first reading of the register is shown: all its entries are new, which says nothing. */
  hasFirst: boolean;
}

function Picture({ page, points, hasFirst }: PictureProps) {
  const { chart } = phrases(page.language).console.registers;
  const axis = axisOver(points.map(({ day }) => day));
  const changes = hasFirst ? points.slice(1) : points;
  const [first, last] = [points[0], points.at(-1)].map((point) => point?.day ?? '');
  return (
    <svg class="register-chart" width="100%" height={HEIGHT} role="img" aria-labelledby="chart-title chart-how">
      <title id="chart-title">{chart.svgTitle}</title>
      <desc id="chart-how">{chart.how}</desc>
      <Hatch />
      <Years axis={axis} />
      <EntriesLine page={page} points={points} axis={axis} />
      <Bars page={page} points={changes} axis={axis} />
      <Ends page={page} days={[first ?? '', last ?? '']} />
    </svg>
  );
}

const Hatch = () => (
  <defs>
    <pattern id="chart-hatch" width="4" height="4" patternUnits="userSpaceOnUse">
      <path class="hatch" d="M0 4 4 0M-1 1 1-1M3 5 5 3" />
    </pattern>
  </defs>
);

const Years = ({ axis }: { axis: Axis }) => (
  <>
    {axis.years.map(({ year, day }) => (
      <g>
        <line class="grid" x1={axis.at(day)} x2={axis.at(day)} y1={LINE.top - 6} y2={BARS.top + BARS.height} />
        <text x={axis.at(day)} y={LINE.top - 10} text-anchor="middle">
          {year}
        </text>
      </g>
    ))}
  </>
);

function Level({ y, label }: { y: number; label: string }) {
  return (
    <>
      <line class="grid" x1="0" x2="100%" y1={y} y2={y} />
      <text x="0" y={y - 3}>
        {label}
      </text>
    </>
  );
}

function EntriesLine({ page, points, axis }: Omit<PictureProps, 'hasFirst'> & { axis: Axis }) {
  const most = Math.max(1, ...points.map(({ entries }) => entries));
  const y = (entries: number): number => LINE.top + LINE.height - (entries / most) * LINE.height;
  return (
    <>
      <Level y={LINE.top} label={most.toLocaleString(page.language)} />
      <Level y={LINE.top + LINE.height} label="0" />
      {points.slice(1).map(({ day, entries }, index) => {
        const before = points[index];
        if (!before) return null;
        return (
          <line
            class="entries"
            {...{ x1: axis.at(before.day), y1: y(before.entries), x2: axis.at(day), y2: y(entries) }}
          />
        );
      })}
      {points.map(({ day, entries }) => (
        <circle class="entries" cx={axis.at(day)} cy={y(entries)} r="4" />
      ))}
    </>
  );
}

function Bars({ page, points, axis }: Omit<PictureProps, 'hasFirst'> & { axis: Axis }) {
  const most = Math.max(1, ...points.flatMap((point) => KINDS.map((kind) => point[kind])));
  const base = BARS.top + BARS.height;
  return (
    <>
      <Level y={BARS.top} label={most.toLocaleString(page.language)} />
      <Level y={base} label="0" />
      {points.map((point) => (
        // Nested, because a bar cannot be moved by pixels from a position in percent.
        <svg x={axis.at(point.day)} y="0" width="1" height="1" overflow="visible">
          {KINDS.map((kind, index) => (
            <Bar kind={kind} x={(index - 1.5) * (BAR + 2)} base={base} height={(point[kind] / most) * BARS.height} />
          ))}
        </svg>
      ))}
    </>
  );
}

function Bar({ kind, x, base, height }: { kind: (typeof KINDS)[number]; x: number; base: number; height: number }) {
  if (height === 0) return null;
  const tall = Math.max(2, height);
  const shape = { x, y: (base - tall).toFixed(1), width: BAR, height: tall.toFixed(1) };
  return (
    <>
      <rect class={kind} {...shape} />
      {kind === 'gone' ? <rect fill="url(#chart-hatch)" {...shape} /> : null}
    </>
  );
}

const Ends = ({ page, days: [first, last] }: { page: PageContext; days: [Day, Day] }) => (
  <>
    <text x="0" y={HEIGHT - 8}>
      {writtenDate(first, page.language)}
    </text>
    <text x="100%" y={HEIGHT - 8} text-anchor="end">
      {writtenDate(last, page.language)}
    </text>
  </>
);

/** Reuses the pattern of the chart, so it must follow it. */
function Legend({ page }: { page: PageContext }) {
  const { chart } = phrases(page.language).console.registers;
  return (
    <ul class="grants-legend small">
      {(['entries', ...KINDS] as const).map((kind) => (
        <li>
          <svg class="register-chart" width="16" height="12" aria-hidden="true">
            {kind === 'entries' ? (
              <circle class={kind} cx="8" cy="6" r="4" />
            ) : (
              <rect class={kind} x="4" y="1" width="8" height="10" />
            )}
            {kind === 'gone' ? <rect fill="url(#chart-hatch)" x="4" y="1" width="8" height="10" /> : null}
          </svg>{' '}
          {chart[kind]}
        </li>
      ))}
    </ul>
  );
}
