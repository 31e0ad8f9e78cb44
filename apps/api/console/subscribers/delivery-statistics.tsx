import { dayIn } from '#domain/date/day.js';
import type { StatisticsView } from '#delivery/delivery-statistics.js';
import { cutShort, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { DateText, Facts, Section, Table, Timestamp } from '../frame/display.js';
import { addressOf, currentUrlWith, type PageContext } from '../frame/page.js';
import { errorIn } from './delivery-list.js';
import type { Subscriber } from './subscribers.js';

const PERIODS = [7, 30, 90];

type StatisticsProps = Pick<Subscriber, 'view' | 'statistics' | 'days' | 'keepsMails'> & { page: PageContext };

/** How the deliveries of the last days fared. Mail that is stored instead of sent says nothing about its recipient. */
export function StatisticsSection({ page, view, statistics, days, keepsMails }: StatisticsProps) {
  const t = phrases(page.language).console.deliveryStatistics;
  if (view.channel === 'email' && keepsMails) return null;
  const { total, lastDelivered, lastFailure } = statistics;
  const isEmpty = lastDelivered === null && lastFailure === null;
  return (
    <Section id="statistics" title={t.heading}>
      {isEmpty ? (
        <p class="empty">{t.none}</p>
      ) : (
        <div class="card">
          <Periods page={page} days={days} />
          {total.attempts === 0 ? <p>{t.noneIn(days)}</p> : null}
          <Figures page={page} id={view.id} statistics={statistics} />
          {total.attempts === 0 ? null : <Plot page={page} {...statistics} />}
          {total.attempts === 0 ? null : <FiguresPerDay page={page} {...statistics} />}
        </div>
      )}
    </Section>
  );
}

function Periods({ page, days }: { page: PageContext; days: number }) {
  const t = phrases(page.language).console.deliveryStatistics;
  return (
    <nav class="row no-print" aria-label={t.period}>
      {PERIODS.map((period) => (
        <a
          key={period}
          class="choice"
          href={`${currentUrlWith(page, { days: period })}#statistics`}
          {...(period === days && { 'aria-current': 'true' })}
        >
          {t.days(period)}
        </a>
      ))}
    </nav>
  );
}

function Figures({ page, id, statistics }: { page: PageContext; id: string; statistics: StatisticsView }) {
  const t = phrases(page.language).console.deliveryStatistics;
  const { since, total, messages, lastDelivered, lastFailure } = statistics;
  const { successRate: rate, delivered, attempts, p50Ms, p95Ms } = total;
  const here = `/subscribers/${id}`;
  const failed = { state: 'failed', since: dayIn(page.zone, since) };
  const oldest = messages.oldestUndelivered;
  const owed = (count: number, state: 'planned' | 'held') =>
    count === 0 ? null : (
      <>
        <a href={`${addressOf(page, here, { state })}#deliveries`}>{t.messages(count)}</a>
        {oldest && (
          <>
            , {t.oldest} <Timestamp page={page} at={oldest} />
          </>
        )}
      </>
    );
  return (
    <Facts
      facts={[
        [t.rate, rate === null ? null : t.rateOf({ rate, delivered, attempts })],
        [t.time, p50Ms === null || p95Ms === null ? null : t.times({ p50Ms, p95Ms })],
        [
          t.failed,
          messages.failed === 0 ? null : (
            <a href={`${addressOf(page, here, failed)}#deliveries`}>{t.messages(messages.failed)}</a>
          ),
        ],
        [t.pending, owed(messages.pending, 'planned')],
        [t.held, owed(messages.held, 'held')],
        [t.lastDelivered, lastDelivered && <Timestamp page={page} at={lastDelivered} />],
        [t.lastFailure, lastFailure && <LastFailure page={page} here={here} failure={lastFailure} />],
      ]}
    />
  );
}

interface LastFailureProps {
  page: PageContext;
  here: string;
  failure: NonNullable<StatisticsView['lastFailure']>;
}

function LastFailure({ page, here, failure: { at, delivery, reason, error } }: LastFailureProps) {
  const said = errorIn(reason, error, page.language);
  return (
    <>
      <a href={addressOf(page, `${here}/deliveries/${delivery}`)}>
        <Timestamp page={page} at={at} />
      </a>
      {said === null ? null : <div class="small">{cutShort(said)}</div>}
    </>
  );
}

type PeriodsProps = Pick<StatisticsView, 'periods'> & { page: PageContext };

const TOP = 20;
const HEIGHT = 110;
const FOOT = 22;

/** Horizontal positions in percent, so that text keeps its size on narrow screens. */
function Plot({ page, periods }: PeriodsProps) {
  const t = phrases(page.language).console.deliveryStatistics;
  const most = Math.max(1, ...periods.map(({ attempts }) => attempts));
  const width = 100 / periods.length;
  const bottom = TOP + HEIGHT;
  return (
    <figure class="plot">
      <svg
        width="100%"
        height={bottom + FOOT}
        role="img"
        aria-labelledby="attempts-plot"
        aria-describedby="attempts-how"
      >
        <title id="attempts-plot">{t.plot}</title>
        <defs>
          <pattern id="attempts-hatch" width="4" height="4" patternUnits="userSpaceOnUse">
            <path class="hatch" d="M0 4 4 0M-1 1 1-1M3 5 5 3" />
          </pattern>
        </defs>
        <line class="axis" x1="0%" x2="100%" y1={TOP} y2={TOP} />
        <text class="small" x="0%" y={TOP - 5}>
          {t.most(most)}
        </text>
        {periods.map(({ start, delivered, failed }, index) => {
          const x = `${(index * width + width * 0.15).toFixed(2)}%`;
          const bar = { x, width: `${(width * 0.7).toFixed(2)}%` };
          const [accepted, refused] = [tall(delivered, most), tall(failed, most)];
          return (
            <g key={start.getTime()}>
              {delivered > 0 ? <rect class="delivered" {...bar} y={bottom - accepted} height={accepted} /> : null}
              {failed > 0 ? (
                <>
                  <rect class="failed" {...bar} y={bottom - accepted - refused} height={refused} />
                  <rect fill="url(#attempts-hatch)" {...bar} y={bottom - accepted - refused} height={refused} />
                </>
              ) : null}
            </g>
          );
        })}
        <line class="axis" x1="0%" x2="100%" y1={bottom} y2={bottom} />
        <Ends page={page} periods={periods} y={bottom + 16} />
      </svg>
      <figcaption id="attempts-how" class="soft small">
        {t.plotHow}
      </figcaption>
    </figure>
  );
}

/** A single attempt among thousands is still seen. */
const tall = (count: number, most: number): number =>
  count === 0 ? 0 : Math.max(2, Math.round((count / most) * HEIGHT));

function Ends({ page, periods, y }: PeriodsProps & { y: number }) {
  const dayOf = ({ start }: { start: Date }) => writtenDate(dayIn(page.zone, start), page.language);
  const [first, last] = [periods[0], periods.at(-1)];
  return (
    <>
      <text class="small" x="0%" y={y}>
        {first && dayOf(first)}
      </text>
      <text class="small" x="100%" y={y} text-anchor="end">
        {last && dayOf(last)}
      </text>
    </>
  );
}

function FiguresPerDay({ page, periods }: PeriodsProps) {
  const t = phrases(page.language).console.deliveryStatistics;
  const { column } = t;
  const number = (value: number | null): string => value?.toLocaleString(page.language) ?? '–';
  const names = ['attempts', 'delivered', 'failed', 'p50', 'p95'] as const;
  return (
    <details>
      <summary>{t.table}</summary>
      <Table caption={t.caption} columns={[column.day, ...names.map((name) => ({ number: column[name] }))]}>
        {periods
          .filter(({ attempts }) => attempts > 0)
          .toReversed()
          .map(({ start, p50Ms, p95Ms, ...counts }) => (
            <tr key={start.getTime()}>
              <th scope="row">
                <DateText page={page} date={dayIn(page.zone, start)} />
              </th>
              {names.map((name) => (
                <td key={name} data-label={column[name]} class="number">
                  {number({ ...counts, p50: p50Ms, p95: p95Ms }[name])}
                </td>
              ))}
            </tr>
          ))}
      </Table>
    </details>
  );
}
