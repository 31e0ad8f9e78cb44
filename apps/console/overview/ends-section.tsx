import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { MonthOfEnds } from '#projections/list-grants.js';
import { Section, Table } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { Figure } from './figure.js';

interface Props {
  page: PageContext;
  months: readonly MonthOfEnds[];
}

export function EndsSection({ page, months }: Props) {
  const words = phrases(page.language).console.overview.ends;
  const isEmpty = months.every(({ count }) => count === 0);
  return (
    <Section id="ends" title={words.title}>
      {isEmpty ? (
        <p class="empty">{words.none}</p>
      ) : (
        <>
          <EndsPlot page={page} months={months} />
          <Table
            caption={words.caption}
            columns={[words.month, { number: words.count }]}
            class="figures"
            rows={months.map(({ month, count }) => {
              const name = writtenDate(month, page.language);
              return [
                name,
                <Figure href={addressOf(page, '/deadlines', { month, kind: 'grant-end' })} name={name} count={count} />,
              ];
            })}
          />
          <p class="soft small">{words.partial}</p>
        </>
      )}
    </Section>
  );
}

const HEIGHT = 160;
const TOP = 24;
const FOOT = 36;

/** Horizontal positions in percent, so that text keeps its size; years are named below their first month. */
function EndsPlot({ page, months }: Props) {
  const words = phrases(page.language).console.overview.ends;
  const most = Math.max(1, ...months.map(({ count }) => count));
  const width = 100 / months.length;
  const bottom = TOP + HEIGHT;
  const at = (share: number): string => `${share.toFixed(2)}%`;
  return (
    <figure class="plot">
      <svg width="100%" height={bottom + FOOT} role="img" aria-labelledby="ends-plot-title ends-plot-how">
        <title id="ends-plot-title">{words.title}</title>
        <desc id="ends-plot-how">{words.how}</desc>
        {months.map(({ month, count }, index) => {
          const height = (count / most) * HEIGHT;
          const middle = at((index + 0.5) * width);
          return (
            <g>
              {count === 0 ? null : (
                <>
                  <rect
                    class="ending"
                    x={at(index * width + width * 0.15)}
                    width={at(width * 0.7)}
                    y={bottom - height}
                    height={height}
                  />
                  <text x={middle} y={bottom - height - 5} text-anchor="middle">
                    {count}
                  </text>
                </>
              )}
              <text class="small" x={middle} y={bottom + 15} text-anchor="middle">
                {Number(month.slice(5))}
              </text>
              {index === 0 || month.endsWith('-01') ? (
                <text class="small" x={at(index * width + width * 0.15)} y={bottom + 31}>
                  {month.slice(0, 4)}
                </text>
              ) : null}
            </g>
          );
        })}
        <line class="axis" x1="0%" x2="100%" y1={bottom} y2={bottom} />
      </svg>
      <figcaption class="soft small">{words.how}</figcaption>
    </figure>
  );
}
