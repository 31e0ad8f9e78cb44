import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { ReadingPoint } from '#registers/register-views.js';
import { axisOver, DateText, MaybeLink, Section } from '../frame/display.js';
import { addressOf, type Page } from '../frame/page.js';
import { Table } from '../frame/table.js';

/** Readings shown: a daily reading for two months. */
const MOST = 60;

const KINDS = ['added', 'changed', 'gone'] as const;

/** Entries and changes of each reading: a chart and the same figures as a table. @param readings ascending by day */
export function chartOf(page: Page, register: string, readings: readonly ReadingPoint[]) {
  const { chart } = phrases(page.language).console.registers;
  const { terms } = phrases(page.language).console;
  if (readings.length === 0) return null;
  const shown = readings.slice(-MOST);
  const number = (value: number): string => value.toLocaleString(page.language);
  return (
    <Section id="chart" title={chart.title}>
      {shown.length > 1 ? pictureOf(page, shown, shown.length === readings.length) : null}
      {shown.length < readings.length ? <p class="soft small">{chart.latest(shown.length)}</p> : null}
      <details open={shown.length === 1}>
        <summary>{chart.table}</summary>
        <Table
          label={chart.svgTitle}
          columns={[terms.documentOf, ...(['entries', ...KINDS] as const).map((kind) => ({ number: chart[kind] }))]}
          rows={shown.toReversed().map(({ day, entries, attempt, ...counts }) => [
            <MaybeLink
              href={attempt === null ? undefined : addressOf(page, `/registers/${register}/readings/${attempt}`)}
            >
              <DateText page={page} date={day} />
            </MaybeLink>,
            number(entries),
            ...KINDS.map((kind) => number(counts[kind])),
          ])}
        />
      </details>
    </Section>
  );
}

const LINE = { top: 24, base: 134 };
const BARS = { top: 166, base: 236 };
const HEIGHT = 264;
/** In pixels, so that the bars of a reading stay beside each other at any width. */
const BAR = 6;

/** @param hasFirst whether the first reading of the register is shown: all its entries are new, which says nothing */
function pictureOf(page: Page, points: readonly ReadingPoint[], hasFirst: boolean) {
  const { chart } = phrases(page.language).console.registers;
  const axis = axisOver(points.map(({ day }) => day));
  const changes = hasFirst ? points.slice(1) : points;
  const most = Math.max(1, ...points.map(({ entries }) => entries));
  const mostChanged = Math.max(1, ...changes.flatMap((point) => KINDS.map((kind) => point[kind])));
  const onLine = ({ day, entries }: ReadingPoint) => ({
    x: axis.at(day),
    y: LINE.base - (entries / most) * (LINE.base - LINE.top),
  });
  const levels = [
    { y: LINE.top, value: most },
    { y: LINE.base, value: 0 },
    { y: BARS.top, value: mostChanged },
    { y: BARS.base, value: 0 },
  ];
  const [first, last] = [points[0], points.at(-1)].map((point) => writtenDate(point?.day ?? '', page.language));
  return (
    <figure class="picture">
      <svg width="100%" height={HEIGHT} role="img" aria-labelledby="chart-title chart-how">
        <title id="chart-title">{chart.svgTitle}</title>
        <desc id="chart-how">{chart.how}</desc>
        <defs>
          <pattern id="chart-hatch" width="4" height="4" patternUnits="userSpaceOnUse">
            <path class="hatch" d="M0 4 4 0M-1 1 1-1M3 5 5 3" />
          </pattern>
        </defs>
        {levels.map(({ y, value }) => (
          <>
            <line class="grid" x1="0" x2="100%" y1={y} y2={y} />
            <text class="soft" x="0" y={y - 3}>
              {value.toLocaleString(page.language)}
            </text>
          </>
        ))}
        {axis.years.map(({ year, day }) => (
          <>
            <line class="grid" x1={axis.at(day)} x2={axis.at(day)} y1={LINE.top - 6} y2={BARS.base} />
            <text class="soft" x={axis.at(day)} y={LINE.top - 10} text-anchor="middle">
              {year}
            </text>
          </>
        ))}
        {points.map((point, index) => {
          const [from, to] = [onLine(points[index - 1] ?? point), onLine(point)];
          return <line class="entries" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />;
        })}
        {points.map(onLine).map(({ x, y }) => (
          <circle class="entries" cx={x} cy={y} r="4" />
        ))}
        {changes.map((point) => (
          // Nested, because a bar cannot be moved by pixels from a position in percent.
          <svg x={axis.at(point.day)} y="0" width="1" height="1" overflow="visible">
            {KINDS.map((kind, nth) => {
              const height = (point[kind] / mostChanged) * (BARS.base - BARS.top);
              return <Bar kind={kind} x={(nth - 1.5) * (BAR + 2)} base={BARS.base} height={height} />;
            })}
          </svg>
        ))}
        <text class="soft" x="0" y={HEIGHT - 8}>
          {first}
        </text>
        <text class="soft" x="100%" y={HEIGHT - 8} text-anchor="end">
          {last}
        </text>
      </svg>
      <ul class="legend">
        {(['entries', ...KINDS] as const).map((kind) => (
          <li>
            <svg width="16" height="12" aria-hidden="true">
              {kind === 'entries' ? (
                <circle class={kind} cx="8" cy="6" r="4" />
              ) : (
                <Bar kind={kind} x={5} base={11} height={10} />
              )}
            </svg>{' '}
            {chart[kind]}
          </li>
        ))}
      </ul>
    </figure>
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
