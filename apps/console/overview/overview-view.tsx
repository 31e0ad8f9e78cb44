import { addDays } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type ListedTarget, TARGET_OUTCOMES, type TargetOutcome } from '#projections/list-grants.js';
import { acknowledgeDone } from '../deadlines/unanswered.js';
import { Section, Table, DoneNote } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { EndsSection } from './ends-section.js';
import { Figure } from './figure.js';
import { CHANGE_KINDS, changeKindOf, DAYS_OF_CHANGES, MOST_CHANGES, type OverviewData } from './overview-data.js';
import { TasksSection } from './tasks-section.js';

const SHOWN = 15;

interface ProviderSlips {
  provider: ProviderRef;
  counts: Record<TargetOutcome, number>;
  total: number;
  /** In days, of the targets whose date has come; absent if there is none. */
  median: number | undefined;
}

function SlipsSection({ page, targets }: { page: PageContext; targets: readonly ListedTarget[] }) {
  const words = phrases(page.language).console.overview.slips;
  const { columns } = words;
  const slips = slipsByProvider(targets);
  const counted = [{ number: columns.targets }, ...TARGET_OUTCOMES.map((outcome) => ({ number: columns[outcome] }))];
  return (
    <Section id="slips" title={words.title}>
      <p class="soft">{words.intro}</p>
      <Table
        caption={words.caption}
        columns={[columns.provider, ...counted, { number: columns.median }]}
        rows={slips.slice(0, SHOWN).map((one) => slipRowOf({ page, slips: one }))}
        empty={words.none}
      />
      {slips.length > SHOWN ? <p class="soft">{words.more(slips.length - SHOWN)}</p> : null}
      {slips.length === 0 ? null : (
        <p>
          <a href={addressOf(page, '/overview/targets')}>{words.all}</a>
        </p>
      )}
    </Section>
  );
}

function slipRowOf({ page, slips: { provider, counts, total, median } }: { page: PageContext; slips: ProviderSlips }) {
  const words = phrases(page.language).console.overview.slips;
  const { columns } = words;
  const list = (outcome?: TargetOutcome) => addressOf(page, '/overview/targets', { provider: provider.slug, outcome });
  return [
    <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,
    <Figure href={list()} name={`${columns.targets}, ${provider.name}`} count={total} />,
    ...TARGET_OUTCOMES.map((outcome) => (
      <Figure href={list(outcome)} name={`${columns[outcome]}, ${provider.name}`} count={counts[outcome]} />
    )),
    median === undefined ? '–' : words.days(Math.round(median)),
  ];
}

/** Longest median delay first. */
function slipsByProvider(targets: readonly ListedTarget[]): ProviderSlips[] {
  const byProvider = new Map<string, ListedTarget[]>();
  for (const target of targets) {
    const { id } = target.dossier.provider;
    byProvider.set(id, [...(byProvider.get(id) ?? []), target]);
  }
  const slips = [...byProvider.values()].flatMap((its): ProviderSlips[] => {
    const provider = its[0]?.dossier.provider;
    if (!provider) return [];
    const count = (asked: TargetOutcome): number => its.filter(({ outcome }) => outcome === asked).length;
    const counts = { onTime: count('onTime'), late: count('late'), overdue: count('overdue'), ahead: count('ahead') };
    const past = its.filter(({ outcome }) => outcome !== 'ahead').map(({ slipDays }) => slipDays);
    return [{ provider, counts, total: its.length, median: medianOf(past) }];
  });
  return slips.sort(
    (a, b) => (b.median ?? -1) - (a.median ?? -1) || b.total - a.total || (a.provider.name < b.provider.name ? -1 : 1),
  );
}

/** Of an even number, the mean of the two in the middle; of none, `undefined`. */
function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  const above = sorted[Math.floor(sorted.length / 2)];
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
}

interface Props {
  page: PageContext;
  data: OverviewData;
}

export function OverviewView({ page, data }: Props) {
  const words = phrases(page.language).console.overview;
  return (
    <>
      <DoneNote page={page} words={acknowledgeDone(page)} />
      <p>{words.intro}</p>
      <TasksSection page={page} tasks={data.tasks} schemes={data.schemes} />
      <ChangesSection page={page} data={data} />
      <EndsSection page={page} months={data.months} />
      <SlipsSection page={page} targets={data.targets} />
    </>
  );
}

function ChangesSection({ page, data: { changes } }: Props) {
  const words = phrases(page.language).console.overview.changes;
  const counts = CHANGE_KINDS.map((kind) => ({
    kind,
    count: changes.items.filter((one) => changeKindOf(one) === kind).length,
  })).filter(({ count }) => count > 0);
  const since = addDays(page.at.asOf, -DAYS_OF_CHANGES);
  return (
    <Section id="changes" title={words.title}>
      <p class="soft">{words.since(writtenDate(since, page.language))}</p>
      <Table
        label={words.title}
        columns={[words.kind, { number: words.count }]}
        class="figures"
        rows={counts.map(({ kind, count }) => [
          words.kinds[kind],
          <Figure href={addressOf(page, '/overview/changes', { kind })} name={words.kinds[kind]} count={count} />,
        ])}
        empty={words.none}
      />
      {changes.isCut ? <p class="note">{words.many(MOST_CHANGES)}</p> : null}
    </Section>
  );
}
