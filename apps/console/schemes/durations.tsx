import { ANNOUNCEMENT, type Duration } from '#domain/durations/durations.js';
import { type Forecast, yearlyOf } from '#domain/durations/forecasts.js';
import type { CurvePoint, Quantile } from '#domain/durations/survival.js';
import type { Problem } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { milestoneName, stagePhrase } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import type { DurationsFound } from '#projections/scheme-durations.js';
import { linkTo, DateText, Section, StatusMark } from '../frame/display.js';
import { select } from '../frame/fields.js';
import { Table, Toolbar } from '../frame/table.js';
import type { Page } from '../frame/page.js';

type PlotProps = { page: Page; curve: readonly CurvePoint[]; step: string };

const HEIGHT = 220;
const HEAD = 18;
const FOOT = 44;
const SHARES = [0, 25, 50, 75, 100];

const INTERVALS = [10, 30, 90, 180, 365, 730, 1825, 3650];
const MOST_MARKS = 6;

/** The survival curve; its quartiles are in the table above, all of it in REST. */
function SurvivalPlot({ page, curve, step }: PlotProps) {
  const words = phrases(page.language).console.durations.plot;
  const last = Math.max(1, curve.at(-1)?.days ?? 1);
  return (
    <figure class="picture">
      <svg width="100%" height={HEAD + HEIGHT + FOOT} role="img" aria-labelledby="survival-title survival-how">
        <title id="survival-title">{`${words.title} (${step})`}</title>
        <desc id="survival-how">{words.how}</desc>
        {axes(page, last)}
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
    </figure>
  );
}

function axes(page: Page, last: number) {
  const { percent } = phrases(page.language).console.durations;
  const interval = INTERVALS.find((days) => last / days <= MOST_MARKS) ?? 7300;
  const marks = Array.from({ length: Math.floor(last / interval) + 1 }, (_, index) => index * interval);
  return (
    <>
      {SHARES.map((share) => {
        const y = HEAD + HEIGHT * (1 - share / 100);
        return (
          <g>
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
          <g>
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

interface Props {
  page: Page;
  scheme: Scheme;
  found: DurationsFound;
  /** As asked, or by default. */
  choice: { from: string; to: string; level?: string | undefined; year?: number | undefined };
  /** Of the choice; the figures are those of the default. */
  problems: readonly Problem[];
}

/** How long each step takes, pending dossiers included; one step in detail. */
export function DurationsSection(props: Props) {
  const { page, scheme, found, problems } = props;
  const { durations: words, terms } = phrases(page.language).console;
  const numbers = [words.completed, terms.pending, words.ended, words.lower, words.median, words.upper];
  return (
    <Section id="durations" title={words.title}>
      <p class="soft">{words.intro}</p>
      <Table
        label={words.caption}
        columns={[words.step, ...numbers.map((number) => ({ number })), words.remarks]}
        rows={found.steps.map((step) => [
          stepName(step, scheme, page),
          ...(['completed', 'pending', 'ended'] as const).map((name) => step[name]),
          ...(['lower', 'median', 'upper'] as const).map((name) => quantileOf(page, step.quartiles?.[name])),
          remarksOn(step, page).join(' '),
        ])}
      />
      <StepFilter {...props} />
      {problems.length === 0 ? <OneStep {...props} /> : null}
    </Section>
  );
}

/** @param value absent: no dossier has completed the step */
function quantileOf({ language }: Page, value: Quantile | undefined) {
  const words = phrases(language).console.durations;
  if (!value) return null;
  const isBounded = value.lower !== null || value.upper !== null;
  return (
    <>
      {value.days === null ? words.notReached : words.number(value.days)}
      {isBounded ? <div class="soft small nowrap">{words.range(value)}</div> : null}
    </>
  );
}

function remarksOn(step: Duration, { language }: Page): string[] {
  const { sampleNote, console } = phrases(language);
  const words = console.durations;
  const counted = (['earlierStages', 'atLatest', 'imprecise', 'unconfirmed', 'outOfOrder'] as const).filter(
    (name) => step[name] > 0,
  );
  return [...(step.few ? [sampleNote(step.completed)] : []), ...counted.map((name) => words[name](step[name]))];
}

function StepFilter({ page, scheme, choice, problems }: Props) {
  const { durations: words, terms } = phrases(page.language).console;
  const option = (code: string) => ({ value: code, label: nameOf(code, scheme, page) });
  const codes = scheme.milestones.map(({ code }) => code);
  const levels = (scheme.levels ?? []).map((level) => ({ value: level, label: schemeText(level, page.language) }));
  const year = choice.year === undefined ? undefined : String(choice.year);
  return (
    <Toolbar
      page={page}
      action={`${page.path}#durations`}
      label={words.filter}
      go={terms.apply}
      problems={problems}
      fields={[
        select('from', words.from, choice.from, [...codes, ANNOUNCEMENT].map(option)),
        select('to', words.to, choice.to, codes.map(option)),
        levels.length === 0 ? null : select('level', terms.level, choice.level, levels, words.everyLevel),
        { name: 'year', kind: 'number', label: words.year, value: year, input: { min: 1900, max: 2199 } },
      ]}
    />
  );
}

const nameOf = (code: string, scheme: Scheme, { language }: Page): string =>
  code === ANNOUNCEMENT && !scheme.milestones.some((milestone) => milestone.code === code)
    ? phrases(language).console.durations.announcement
    : milestoneName(code, scheme, language);

const stepName = ({ from, to }: Duration, scheme: Scheme, page: Page): string =>
  `${nameOf(from, scheme, page)} → ${nameOf(to, scheme, page)}`;

/** The forecast of the pending dossiers, and what came of the same forecast at earlier dates. */
function ForecastOf({ page, forecast }: { page: Page; forecast: Forecast }) {
  const { language } = page;
  const { forecast: words, percent, decimal, number } = phrases(language).console.durations;
  const { terms } = phrases(language).console;
  const { day, pending, expected, interval80, interval95, record } = forecast;
  const between = ({ lower, upper }: { lower: number; upper: number }) => words.between(lower, upper);
  return (
    <>
      <h4>{words.title}</h4>
      <p>
        {words.expected(pending, writtenDate(day, language), expected)}{' '}
        {interval80 && interval95 ? words.intervals(between(interval80), between(interval95)) : words.none}
      </p>
      {record === null ? null : (
        <>
          <p class="soft">
            {words.record(record.origins.length, percent(record.covered80), percent(record.covered95))}{' '}
            {words.brier(decimal(record.brier), decimal(record.baseBrier))}
          </p>
          <Table
            caption={words.reliability}
            columns={[words.chance, ...[words.dossiers, words.forecast, words.came].map((number) => ({ number }))]}
            rows={record.reliability.map(({ from, to, dossiers, forecast: mean, came }) => [
              `${percent(from)} – ${percent(to)}`,
              ...[number(dossiers), percent(mean), percent(came)],
            ])}
          />
          <details>
            <summary>{words.yearly}</summary>
            <Table
              label={words.yearly}
              columns={[
                terms.date,
                ...[terms.pending, words.number, words.of80, words.of95, words.came].map((number) => ({ number })),
                ...[words.score, words.base].map((number) => ({ number })),
              ]}
              rows={yearlyOf(record.origins).map((one) => [
                <DateText page={page} date={one.day} />,
                ...[
                  one.pending,
                  number(Math.round(one.expected)),
                  between(one.interval80),
                  between(one.interval95),
                  one.came,
                ],
                ...[decimal(one.brier), decimal(one.baseBrier)],
              ])}
            />
          </details>
        </>
      )}
    </>
  );
}

/** The board has all. */
const MOST_SHOWN = 25;

function OneStep({ page, scheme, found: { asked, curve, forecast, waiting } }: Props) {
  const { language } = page;
  const { waiting: words, days: inDays, percent } = phrases(language).console.durations;
  const { terms } = phrases(language).console;
  const name = stepName(asked, scheme, page);
  const shown = waiting.slice(0, MOST_SHOWN);
  return (
    <>
      <h3>{name}</h3>
      <p class="soft">{remarksOn(asked, page).join(' ')}</p>
      {curve.length === 0 ? null : <SurvivalPlot page={page} curve={curve} step={name} />}
      {forecast === null ? null : <ForecastOf page={page} forecast={forecast} />}
      <Table
        caption={`${words.caption}${shown.length < asked.pending ? `. ${words.most(shown.length)}` : ''}`}
        columns={[
          terms.dossier,
          { first: terms.status },
          terms.stage,
          terms.since,
          { number: words.days },
          { number: words.chance },
        ]}
        rows={shown.map(({ id, provider, service, status, confirmed, stage, since, days, chance }) => [
          linkTo(page, `/dossiers/${id}`, service === null ? provider.name : `${provider.name}, ${service.name}`),
          <StatusMark {...{ status, confirmed, scheme, language }} />,
          stage === null ? <span class="soft">{words.noStage}</span> : stagePhrase(stage, scheme, language),
          <DateText page={page} date={since} />,
          inDays(days),
          chance === null ? null : percent(chance),
        ])}
        empty={words.none}
      />
    </>
  );
}
