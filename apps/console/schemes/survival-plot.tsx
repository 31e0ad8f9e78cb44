import type { CurvePoint } from '#domain/durations/survival.js';
import { phrases } from '#language/phrases.js';
import { Table } from '../frame/display.js';
import type { PageContext } from '../frame/page.js';

interface PlotProps {
  page: PageContext;
  /** Not empty. */
  curve: readonly CurvePoint[];
  /** Its name. */
  step: string;
}

const HEIGHT = 220;
const HEAD = 18;
const FOOT = 44;
const SHARES = [0, 25, 50, 75, 100];

/** Days between two marks. */
const INTERVALS = [10, 30, 90, 180, 365, 730, 1825, 3650];
const MOST_MARKS = 6;

/** Rows of the table. */
const MOST_ROWS = 60;

/** The survival curve, and the same figures as a table. */
export function SurvivalPlot({ page, curve, step }: PlotProps) {
  const words = phrases(page.language).console.durations.plot;
  const last = Math.max(1, curve.at(-1)?.days ?? 1);
  return (
    <figure class="plot">
      <svg width="100%" height={HEAD + HEIGHT + FOOT} role="img" aria-labelledby="survival-title survival-how">
        <title id="survival-title">{`${words.title} (${step})`}</title>
        <desc id="survival-how">{words.how}</desc>
        <Axes page={page} last={last} />
        <svg y={HEAD} width="100%" height={HEIGHT} viewBox={`0 0 ${last} 1`} preserveAspectRatio="none">
          <path class="band" d={bandOf(curve)} />
          <path class="survival" d={`M0 0${stepsOf(curve, ({ waiting }) => waiting)}`} />
        </svg>
        <text x="0%" y={HEAD + HEIGHT + 38}>
          {words.axis}
        </text>
      </svg>
      <figcaption class="soft small">
        {words.title}. {words.how}
      </figcaption>
      <details>
        <summary>{words.table}</summary>
        <CurveTable {...{ page, curve, step }} />
      </details>
    </figure>
  );
}

function Axes({ page, last }: { page: PageContext; last: number }) {
  const { percent } = phrases(page.language).console.durations;
  const interval = INTERVALS.find((days) => last / days <= MOST_MARKS) ?? 7300;
  const marks = Array.from({ length: Math.floor(last / interval) + 1 }, (_, index) => index * interval);
  return (
    <>
      {SHARES.map((share) => {
        const y = HEAD + HEIGHT * (1 - share / 100);
        return (
          <g key={share}>
            <line class="axis" x1="0%" x2="100%" y1={y} y2={y} />
            <text x="100%" y={y - 4} text-anchor="end">
              {percent(share / 100)}
            </text>
          </g>
        );
      })}
      {marks.map((days) => {
        const x = `${((100 * days) / last).toFixed(2)}%`;
        return (
          <g key={days}>
            <line class="axis" x1={x} x2={x} y1={HEAD} y2={HEAD + HEIGHT + 6} />
            <text x={x} y={HEAD + HEIGHT + 20} text-anchor={anchorOf(days / last)}>
              {days}
            </text>
          </g>
        );
      })}
    </>
  );
}

const anchorOf = (share: number): string => (share === 0 ? 'start' : share > 0.95 ? 'end' : 'middle');

/** Horizontal to each day, then down. */
const stepsOf = (curve: readonly CurvePoint[], valueOf: (point: CurvePoint) => number): string =>
  curve.map((point) => `H${point.days}V${round(1 - valueOf(point))}`).join('');

const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** Along the upper bounds, and back along the lower ones. Where the curve ends at 0, the last upper bound holds on. */
function bandOf(curve: readonly CurvePoint[]): string {
  const upper = curve.filter((point) => point.upper !== null);
  const back = curve.toReversed().map(({ days, lower }) => `V${round(1 - lower)}H${days}`);
  return `M0 0${stepsOf(upper, (point) => point.upper ?? 0)}H${curve.at(-1)?.days ?? 0}${back.join('')}V0Z`;
}

function CurveTable({ page, curve, step }: PlotProps) {
  const { language } = page;
  const { plot: words, percent } = phrases(language).console.durations;
  const every = Math.ceil(curve.length / MOST_ROWS);
  const shown = curve.filter((_, index) => (curve.length - 1 - index) % every === 0);
  return (
    <Table
      caption={`${words.caption(step)}${shown.length < curve.length ? `. ${words.some(shown.length, curve.length)}` : ''}`}
      columns={[words.days, words.atRisk, words.reached, words.waiting, words.interval].map((number) => ({ number }))}
    >
      {shown.map(({ days, atRisk, reached, waiting, lower, upper }) => (
        <tr key={days}>
          <th scope="row" class="number">
            {days}
          </th>
          <td class="number" data-label={words.atRisk}>
            {atRisk}
          </td>
          <td class="number" data-label={words.reached}>
            {reached}
          </td>
          <td class="number" data-label={words.waiting}>
            {percent(waiting)}
          </td>
          <td class="number" data-label={words.interval}>
            {upper === null ? null : `${percent(lower)} – ${percent(upper)}`}
          </td>
        </tr>
      ))}
    </Table>
  );
}
