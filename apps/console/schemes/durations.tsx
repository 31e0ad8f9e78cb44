import { ANNOUNCEMENT, type Duration } from '#domain/durations/durations.js';
import type { Quantile } from '#domain/durations/survival.js';
import type { Problem } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { milestoneName, stagePhrase } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import type { DurationsFound, WaitingDossier } from '#projections/scheme-durations.js';
import { StatusBadge } from '../frame/badges.js';
import { Choice, Field, Hidden } from '../frame/controls.js';
import { DateText, Table } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { SurvivalPlot } from './survival-plot.js';

export interface DurationsProps {
  page: PageContext;
  scheme: Scheme;
  found: DurationsFound;
  /** As asked, or by default. */
  choice: { from: string; to: string; level?: string | undefined; year?: number | undefined };
  /** Of the choice; the figures are those of the default. */
  problems: readonly Problem[];
}

/** How long each step takes, pending dossiers included; one step in detail. */
export function DurationsSection({ page, scheme, found, choice, problems }: DurationsProps) {
  const words = phrases(page.language).console.durations;
  return (
    <section aria-labelledby="durations">
      <h2 id="durations">{words.title}</h2>
      <p>{words.intro}</p>
      <StepTable {...{ page, scheme }} steps={found.steps} />
      <StepFilter {...{ page, scheme, choice, problems }} />
      {problems.length === 0 ? <OneStep {...{ page, scheme, found }} /> : null}
    </section>
  );
}

function StepTable({ page, scheme, steps }: { page: PageContext; scheme: Scheme; steps: readonly Duration[] }) {
  const words = phrases(page.language).console.durations;
  const numbers = [words.completed, words.pending, words.ended, words.lower, words.median, words.upper];
  return (
    <Table caption={words.caption} columns={[words.step, ...numbers.map((number) => ({ number })), words.remarks]}>
      {steps.map((step) => (
        <tr key={`${step.from} ${step.to}`}>
          <th scope="row">{stepName(step, scheme, page)}</th>
          {(['completed', 'pending', 'ended'] as const).map((name) => (
            <td key={name} class="number" data-label={words[name]}>
              {step[name]}
            </td>
          ))}
          {(['lower', 'median', 'upper'] as const).map((name) => (
            <QuantileCell key={name} page={page} label={words[name]} value={step.quartiles?.[name]} />
          ))}
          <td data-label={words.remarks}>{remarksOn(step, page).join(' ')}</td>
        </tr>
      ))}
    </Table>
  );
}

interface QuantileCellProps {
  page: PageContext;
  label: string;
  /** Absent: no dossier has completed the step. */
  value: Quantile | undefined;
}

function QuantileCell({ page, label, value }: QuantileCellProps) {
  const words = phrases(page.language).console.durations;
  if (!value) return <td class="number" />;
  const isBounded = value.lower !== null || value.upper !== null;
  return (
    <td class="number" data-label={label}>
      {value.days === null ? words.notReached : words.number(value.days)}
      {isBounded ? <div class="soft small nowrap">{words.range(value)}</div> : null}
    </td>
  );
}

function remarksOn(step: Duration, { language }: PageContext): string[] {
  const { sampleNote, console } = phrases(language);
  const words = console.durations;
  const counted = (['atLatest', 'imprecise', 'unconfirmed', 'outOfOrder'] as const).filter((name) => step[name] > 0);
  return [...(step.few ? [sampleNote(step.completed)] : []), ...counted.map((name) => words[name](step[name]))];
}

function StepFilter({ page, scheme, choice, problems }: Omit<DurationsProps, 'found'>) {
  const { language } = page;
  const words = phrases(language).console.durations;
  const option = (code: string) => ({ value: code, label: nameOf(code, scheme, page) });
  const codes = scheme.milestones.map(({ code }) => code);
  const levels = (scheme.levels ?? []).map((level) => ({ value: level, label: schemeText(level, language) }));
  const shared = { page, problems };
  return (
    <form class="filters" method="get" action={`${page.path}#durations`} aria-label={words.filter}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
        <Field {...shared} name="from" label={words.from}>
          {(input) => <Choice {...input} chosen={choice.from} options={[...codes, ANNOUNCEMENT].map(option)} />}
        </Field>
        <Field {...shared} name="to" label={words.to}>
          {(input) => <Choice {...input} chosen={choice.to} options={codes.map(option)} />}
        </Field>
        {levels.length === 0 ? null : (
          <Field {...shared} name="level" label={words.level}>
            {(input) => (
              <Choice {...input} chosen={choice.level} options={[{ value: '', label: words.everyLevel }, ...levels]} />
            )}
          </Field>
        )}
        <Field {...shared} name="year" label={words.year}>
          {(input) => <input {...input} type="number" min="1900" max="2199" value={choice.year} />}
        </Field>
        <p class="field">
          <button>{words.show}</button>
        </p>
      </div>
    </form>
  );
}

const nameOf = (code: string, scheme: Scheme, { language }: PageContext): string =>
  code === ANNOUNCEMENT && !scheme.milestones.some((milestone) => milestone.code === code)
    ? phrases(language).console.durations.announcement
    : milestoneName(code, scheme, language);

const stepName = ({ from, to }: Duration, scheme: Scheme, page: PageContext): string =>
  `${nameOf(from, scheme, page)} → ${nameOf(to, scheme, page)}`;

function OneStep({
  page,
  scheme,
  found: { asked, curve, waiting },
}: Pick<DurationsProps, 'page' | 'scheme' | 'found'>) {
  const words = phrases(page.language).console.durations;
  const name = stepName(asked, scheme, page);
  return (
    <>
      <h3>{name}</h3>
      <p class="soft">{remarksOn(asked, page).join(' ')}</p>
      {curve.length === 0 ? null : <SurvivalPlot page={page} curve={curve} step={name} />}
      {waiting.length === 0 ? (
        <p class="empty">{words.waiting.none}</p>
      ) : (
        <WaitingTable page={page} scheme={scheme} waiting={waiting} pending={asked.pending} />
      )}
    </>
  );
}

/** The board has all. */
const MOST_SHOWN = 25;

interface WaitingProps {
  page: PageContext;
  scheme: Scheme;
  waiting: readonly WaitingDossier[];
  pending: number;
}

function WaitingTable({ page, scheme, waiting, pending }: WaitingProps) {
  const { language } = page;
  const { waiting: words, days: inDays } = phrases(language).console.durations;
  const shown = waiting.slice(0, MOST_SHOWN);
  return (
    <Table
      caption={`${words.caption}${shown.length < pending ? `. ${words.most(shown.length)}` : ''}`}
      columns={[words.dossier, words.stage, words.since, { number: words.days }]}
    >
      {shown.map(({ id, provider, service, status, confirmed, stage, since, days }) => (
        <tr key={id}>
          <th scope="row">
            <a href={addressOf(page, `/dossiers/${id}`)}>
              {service === null ? provider.name : `${provider.name}, ${service.name}`}
            </a>{' '}
            <StatusBadge {...{ status, confirmed, scheme, language }} />
          </th>
          <td data-label={words.stage}>
            {stage === null ? <span class="soft">{words.noStage}</span> : stagePhrase(stage, scheme, language)}
          </td>
          <td data-label={words.since}>
            <DateText page={page} date={since} />
          </td>
          <td class="number" data-label={words.days}>
            {inDays(days)}
          </td>
        </tr>
      ))}
    </Table>
  );
}
