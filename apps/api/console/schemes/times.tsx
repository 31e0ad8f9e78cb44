import { LAST } from '#domain/statistics/cases.js';
import { ANNOUNCEMENT } from '#domain/statistics/durations.js';
import type { Quantile } from '#domain/statistics/survival.js';
import { FEWEST, type Forecast, type Times } from '#domain/statistics/times.js';
import type { Problem } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { milestoneName } from '#language/describe-standing.js';
import { phrases } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import type { SchemeTimes } from '#projections/scheme-durations.js';
import { Choice, Field, Hidden } from '../frame/controls.js';
import { Table } from '../frame/display.js';
import type { PageContext } from '../frame/page.js';
import { SurvivalPlot } from './survival-plot.js';

export interface TimesProps {
  page: PageContext;
  scheme: Scheme;
  times: SchemeTimes;
  /** As asked, or by default. */
  choice: { from: string; to: string; level?: string | undefined; year?: number | undefined; after: number };
  /** Of the choice; the figures are those of the default. */
  problems: readonly Problem[];
}

/** How long each step takes, pending dossiers included; one step in detail. */
export function TimesSection({ page, scheme, times, choice, problems }: TimesProps) {
  const words = phrases(page.language).console.times;
  return (
    <section aria-labelledby="times">
      <h2 id="times">{words.title}</h2>
      <p>{words.intro}</p>
      <TimesFilter {...{ page, scheme, times, choice, problems }} />
      <StepTimes {...{ page, scheme }} steps={times.steps} />
      {problems.length === 0 ? <OneStep {...{ page, scheme }} times={times.asked} /> : null}
    </section>
  );
}

function TimesFilter({ page, scheme, times: { asked }, choice, problems }: TimesProps) {
  const { language } = page;
  const words = phrases(language).console.times;
  const option = (code: string) => ({ value: code, label: nameOf(code, scheme, page) });
  const codes = scheme.milestones.map(({ code }) => code);
  const levels = [
    ...new Set([...asked.levels.flatMap(({ level }) => level ?? []), ...(choice.level ? [choice.level] : [])]),
  ];
  const years = [...new Set([...asked.years.map(({ year }) => year), ...(choice.year ? [choice.year] : [])])];
  const shared = { page, problems };
  return (
    <form class="filters" method="get" action={`${page.path}#times`} aria-label={words.filter}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
        <Field {...shared} name="from" label={words.from}>
          {(input) => <Choice {...input} chosen={choice.from} options={[...codes, LAST, ANNOUNCEMENT].map(option)} />}
        </Field>
        <Field {...shared} name="to" label={words.to}>
          {(input) => <Choice {...input} chosen={choice.to} options={codes.map(option)} />}
        </Field>
        <Field {...shared} name="level" label={words.level}>
          {(input) => (
            <Choice
              {...input}
              chosen={choice.level}
              options={[
                { value: '', label: words.everyLevel },
                ...levels.map((level) => ({ value: level, label: schemeText(level, language) })),
              ]}
            />
          )}
        </Field>
        <Field {...shared} name="year" label={words.year}>
          {(input) => (
            <Choice
              {...input}
              chosen={choice.year?.toString()}
              options={[
                { value: '', label: words.everyYear },
                ...years.toSorted().map((year) => ({ value: String(year), label: String(year) })),
              ]}
            />
          )}
        </Field>
        <Field {...shared} name="after" label={words.after}>
          {(input) => <input {...input} type="number" min="0" max="36500" value={choice.after} />}
        </Field>
        <p class="field">
          <button>{words.show}</button>
        </p>
      </div>
    </form>
  );
}

const nameOf = (code: string, scheme: Scheme, { language }: PageContext): string => {
  if (scheme.milestones.some((milestone) => milestone.code === code)) return milestoneName(code, scheme, language);
  const { console: words } = phrases(language);
  return code === ANNOUNCEMENT ? words.statistics.announcement : words.times.last;
};

const stepName = ({ from, to }: Pick<Times, 'from' | 'to'>, scheme: Scheme, page: PageContext): string =>
  `${nameOf(from, scheme, page)} → ${nameOf(to, scheme, page)}`;

function StepTimes({ page, scheme, steps }: { page: PageContext; scheme: Scheme; steps: readonly Times[] }) {
  const words = phrases(page.language).console.times;
  const numbers = [words.completed, words.pending, words.ended, words.lower, words.median, words.upper];
  const withinYear = words.withinYear(steps[0]?.forecast.after ?? 0);
  return (
    <Table caption={words.caption} columns={[words.step, ...numbers.map((number) => ({ number })), withinYear]}>
      {steps.map((times) => (
        <tr key={`${times.from} ${times.to}`}>
          <th scope="row">{stepName(times, scheme, page)}</th>
          <Counts page={page} counts={times} />
          <QuantileCell page={page} label={words.lower} value={times.quartiles?.lower} />
          <QuantileCell page={page} label={words.median} value={times.quartiles?.median} />
          <QuantileCell page={page} label={words.upper} value={times.quartiles?.upper} />
          <td data-label={times.few ? undefined : withinYear}>
            {shareOf(times.forecast, page) ?? noteOn(times.few ? times : times.forecast, page)}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Counts({ page, counts }: { page: PageContext; counts: Pick<Times, 'completed' | 'pending' | 'ended'> }) {
  const words = phrases(page.language).console.times;
  return (
    <>
      {(['completed', 'pending', 'ended'] as const).map((name) => (
        <td key={name} class="number" data-label={words[name]}>
          {counts[name]}
        </td>
      ))}
    </>
  );
}

interface QuantileCellProps {
  page: PageContext;
  label: string;
  value: Quantile | null | undefined;
}

function QuantileCell({ page, label, value }: QuantileCellProps) {
  const words = phrases(page.language).console.times;
  if (!value) return <td class="number" />;
  const isBounded = value.lower !== null || value.upper !== null;
  return (
    <td class="number" data-label={label}>
      {value.days === null ? words.notReached : words.days(value.days)}
      {isBounded ? <div class="soft small nowrap">{words.range(value)}</div> : null}
    </td>
  );
}

const estimateIn = ({ share, lower, upper }: Forecast) =>
  share === null || lower === null || upper === null ? undefined : { share, lower, upper };

function shareOf(forecast: Forecast, { language }: PageContext): string | undefined {
  const shares = estimateIn(forecast);
  return shares && phrases(language).console.times.share(shares);
}

/** Why there is no figure. */
const noteOn = ({ completed, few }: Pick<Times, 'completed' | 'few'>, { language }: PageContext): string =>
  few ? phrases(language).estimateNote(completed, FEWEST) : phrases(language).observedTooShort;

function OneStep({ page, scheme, times }: { page: PageContext; scheme: Scheme; times: Times }) {
  const words = phrases(page.language).console.times;
  const name = stepName(times, scheme, page);
  return (
    <>
      <h3>{name}</h3>
      {times.few ? (
        <p class="empty">{noteOn(times, page)}</p>
      ) : (
        <>
          <ForecastText page={page} forecast={times.forecast} />
          <p class="soft">{remarksOn(times, page).join(' ')}</p>
          <SurvivalPlot page={page} curve={times.curve} step={name} />
        </>
      )}
      {times.n === 0 ? null : (
        <>
          <Groups
            {...{ page, caption: words.byLevel, label: words.level }}
            groups={times.levels.map(({ level, ...group }) => ({
              ...group,
              name: level === null ? words.noLevel : schemeText(level, page.language),
            }))}
          />
          <Groups
            {...{ page, caption: words.byYear, label: words.year }}
            groups={times.years.map(({ year, ...group }) => ({ ...group, name: String(year) }))}
          />
        </>
      )}
    </>
  );
}

function ForecastText({ page, forecast }: { page: PageContext; forecast: Forecast }) {
  const shares = estimateIn(forecast);
  if (!shares) return <p class="empty">{noteOn(forecast, page)}</p>;
  return (
    <p>
      <strong>{phrases(page.language).console.times.forecast(forecast.n, forecast.after, shares)}</strong>
    </p>
  );
}

function remarksOn({ atLatest, imprecise, unconfirmed, outOfOrder }: Times, { language }: PageContext): string[] {
  const { statistics, times } = phrases(language).console;
  return [
    ...(atLatest > 0 ? [times.atLatest(atLatest)] : []),
    ...(imprecise > 0 ? [statistics.imprecise(imprecise)] : []),
    ...(unconfirmed > 0 ? [statistics.unconfirmed(unconfirmed)] : []),
    ...(outOfOrder > 0 ? [statistics.outOfOrder(outOfOrder)] : []),
  ];
}

interface GroupsProps {
  page: PageContext;
  caption: string;
  label: string;
  groups: readonly (Omit<Times['levels'][number], 'level'> & { name: string })[];
}

function Groups({ page, caption, label, groups }: GroupsProps) {
  const words = phrases(page.language).console.times;
  const numbers = [words.completed, words.pending, words.ended, words.median];
  return (
    <Table caption={caption} columns={[label, ...numbers.map((number) => ({ number }))]}>
      {groups.map(({ name, median, ...counts }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <Counts page={page} counts={counts} />
          <QuantileCell page={page} label={words.median} value={median} />
        </tr>
      ))}
    </Table>
  );
}
