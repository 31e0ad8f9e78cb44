import type { StatisticsPage } from '#projections/scheme-statistics.js';
import { phrases } from '#language/phrases.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { ANNOUNCEMENT } from '#domain/statistics/step.js';
import type { Summary } from '#domain/statistics/summary.js';
import { milestoneName } from '#notifications/mail/standing-phrase.js';
import type { ThisPage } from '../frame/page.js';

interface StepTableProps {
  page: ThisPage;
  scheme: Scheme;
  found: StatisticsPage;
}

/** How long each step took, those that count several steps last, with what makes the numbers uncertain. */
export function StepTable({ page, scheme, found }: StepTableProps) {
  const words = phrases(page.language).console.statistics;
  const steps = [...found.steps, ...(found.whole && isLonger(found) ? [found.whole] : [])];
  const all = [...steps, ...(found.announced ? [found.announced] : [])];
  if (all.length === 0) return <p>{words.nothing}</p>;
  return (
    <table class="lines">
      <caption>{words.caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            {words.from} → {words.to}
          </th>
          {[words.count, words.shortest, words.median, words.longest].map((label) => (
            <th key={label} scope="col" class="number">
              {label}
            </th>
          ))}
          <th scope="col">{words.remarks}</th>
        </tr>
      </thead>
      <tbody>
        {all.map((summary) => (
          <StepRow key={`${summary.from} ${summary.to}`} {...{ page, scheme, summary }} />
        ))}
      </tbody>
    </table>
  );
}

/** With a single step before the outcome the whole way is that step. */
const isLonger = ({ steps, whole }: StatisticsPage): boolean =>
  !steps.some(({ from, to }) => from === whole?.from && to === whole.to);

function StepRow({ page, scheme, summary }: { page: ThisPage; scheme: Scheme; summary: Summary }) {
  const { language } = page;
  const words = phrases(language).console.statistics;
  const { from, to, n, days } = summary;
  const start = from === ANNOUNCEMENT ? words.announcement : milestoneName(from, scheme, language);
  const columns = [
    [words.shortest, days?.min],
    [words.median, days?.median],
    [words.longest, days?.max],
  ] as const;
  return (
    <tr>
      <th scope="row">{`${start} → ${milestoneName(to, scheme, language)}`}</th>
      <td class="number" data-label={words.count}>
        {n}
      </td>
      {columns.map(([label, value]) => (
        <td key={label} class="number" data-label={label}>
          {value === undefined ? null : words.days(Math.round(value))}
        </td>
      ))}
      <td data-label={words.remarks}>{remarksOn(summary, page).join(' ')}</td>
    </tr>
  );
}

function remarksOn({ n, few, days, imprecise, unconfirmed, outOfOrder }: Summary, { language }: ThisPage): string[] {
  const words = phrases(language).console.statistics;
  return [
    ...(n === 0 ? [words.none] : []),
    ...(n === 1 ? [words.one] : []),
    ...(n > 1 && few ? [words.few(n)] : []),
    ...(days && !few ? [words.middle(Math.round(days.lowerQuartile), Math.round(days.upperQuartile))] : []),
    ...(imprecise > 0 ? [words.imprecise(imprecise)] : []),
    ...(unconfirmed > 0 ? [words.unconfirmed(unconfirmed)] : []),
    ...(outOfOrder > 0 ? [words.outOfOrder(outOfOrder)] : []),
  ];
}
