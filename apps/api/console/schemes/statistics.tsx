import type { StatisticsPage, TimedDossier } from '#projections/scheme-statistics.js';
import { phrases } from '#language/phrases.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { OpenDossier } from '#domain/statistics/statistics.js';
import { ANNOUNCEMENT, type Summary } from '#domain/statistics/durations.js';
import { milestoneName, stagePhrase } from '#language/describe-standing.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { StatusBadge } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';

interface StepTableProps {
  page: PageContext;
  scheme: Scheme;
  found: StatisticsPage;
}

/** Duration of each step and of the whole, with notes on reliability. */
export function StepTable({ page, scheme, found }: StepTableProps) {
  const words = phrases(page.language).console.statistics;
  const steps = [...found.steps, ...(found.whole && isLonger(found) ? [found.whole] : [])];
  const all = [...steps, ...(found.announced ? [found.announced] : [])];
  if (all.length === 0) return <p>{words.nothing}</p>;
  return (
    <table class="lines many">
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

/** With a single step, the total equals that step. */
const isLonger = ({ steps, whole }: StatisticsPage): boolean =>
  !steps.some(({ from, to }) => from === whole?.from && to === whole.to);

function StepRow({ page, scheme, summary }: { page: PageContext; scheme: Scheme; summary: Summary }) {
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

function remarksOn({ n, few, days, imprecise, unconfirmed, outOfOrder }: Summary, { language }: PageContext): string[] {
  const words = phrases(language).console.statistics;
  return [
    ...(few ? [phrases(language).sampleNote(n)] : []),
    ...(days && !few ? [words.middle(Math.round(days.lowerQuartile), Math.round(days.upperQuartile))] : []),
    ...(imprecise > 0 ? [words.imprecise(imprecise)] : []),
    ...(unconfirmed > 0 ? [words.unconfirmed(unconfirmed)] : []),
    ...(outOfOrder > 0 ? [words.outOfOrder(outOfOrder)] : []),
  ];
}

interface OpenProps {
  page: PageContext;
  scheme: Scheme;
  open: StatisticsPage['open'];
}

export function OpenDossiers({ page, scheme, open: { items, next } }: OpenProps) {
  const words = phrases(page.language).console.statistics.open;
  return (
    <section>
      <h2>{words.title}</h2>
      {items.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <Table
          caption={
            <>
              {words.caption}
              {next === null ? null : <>. {words.most(items.length)}</>}
            </>
          }
          columns={[words.dossier, words.stage, words.since, { number: words.waiting }, words.compared]}
        >
          {items.map((one) => (
            <OpenRow key={one.dossier.id} {...{ page, scheme, one }} />
          ))}
        </Table>
      )}
    </section>
  );
}

function OpenRow({ page, scheme, one }: { page: PageContext; scheme: Scheme; one: OpenDossier<TimedDossier> }) {
  const { language } = page;
  const words = phrases(language).console.statistics;
  const { dossier, stage, stageConfirmed: confirmed, step } = one;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/dossiers/${dossier.id}`)}>
          {dossier.service === null ? dossier.provider.name : `${dossier.provider.name}, ${dossier.service.name}`}
        </a>{' '}
        <StatusBadge {...{ status: dossier.status, confirmed: dossier.confirmed, scheme, language }} />
      </th>
      <td data-label={words.open.stage}>
        {stage === null ? (
          <span class="soft">{words.open.noStage}</span>
        ) : (
          stagePhrase({ milestone: stage, confirmed }, scheme, language)
        )}
      </td>
      <td data-label={step ? words.open.since : undefined}>
        {step ? <DateText page={page} date={step.since} /> : null}
      </td>
      <td class="number" data-label={step ? words.open.waiting : undefined}>
        {step ? words.days(step.days) : null}
      </td>
      <td data-label={step ? words.open.compared : undefined}>
        {step ? (step.n === 0 ? words.open.noCase : words.open.longer(step.longerThan, step.n)) : null}
      </td>
    </tr>
  );
}
