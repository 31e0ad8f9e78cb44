import { Get } from '@nestjs/common';
import { z } from 'zod';
import { addDays } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { dossierTitle, milestoneName } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { Difference } from '#projections/list-differences.js';
import {
  GrantLists,
  type ListedTarget,
  MOST_WITH_TARGETS,
  TARGET_OUTCOMES,
  type TargetOutcome,
} from '#projections/list-grants.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { DateText } from '../frame/display.js';
import { select } from '../frame/fields.js';
import { addressOf, type PageContext, Page, pageNumber, queryOf } from '../frame/page.js';
import { Table, Pager } from '../frame/table.js';
import { Switch, Toolbar } from '../frame/toolbar.js';
import { CHANGE_KINDS, changeKindOf, changeOf, MOST_CHANGES, Overviews, WEEK } from './home.controller.js';

/** The lists behind the home page that no other page has: what changed, and what came of announced targets. */
@Pages('overview')
export class OverviewPages {
  constructor(
    private readonly grantLists: GrantLists,
    private readonly overviews: Overviews,
    private readonly providers: ProviderIds,
  ) {}

  @Get('changes')
  @ConsoleRoute('public-read')
  async changes(@Page() page: PageContext): Promise<PageAnswer> {
    const { kind, days, page: number } = await queryOf(page, ChangesQuery);
    const ofKind = (all: readonly Difference[]) =>
      kind === undefined ? all : all.filter((one) => changeKindOf(one) === kind);
    const { items, isCut } = await this.overviews.changes(page, days, (all) => rowsOfPage(ofKind(all), number));
    const schemes = await this.overviews.schemes(page);
    const words = phrases(page.language).console.overview.changes;
    const { columns } = words;
    const some = ofKind(items);
    const chosen = days === WEEK ? undefined : days;
    return {
      title: words.since(writtenDate(addDays(page.at.asOf, -days), page.language)),
      menuEntry: 'home',
      children: (
        <>
          <Switch
            class="chips"
            label={words.kind}
            ways={[undefined, ...CHANGE_KINDS].map((one) => ({
              href: addressOf(page, '/overview/changes', { kind: one, days: chosen }),
              label: one === undefined ? words.all : words.kinds[one],
              isHere: one === kind,
            }))}
          />
          {isCut ? <p class="note">{words.many(MOST_CHANGES)}</p> : null}
          <Table
            isMain
            isList
            label={words.all}
            columns={[{ name: columns.dossier }, columns.before, { first: columns.after }, columns.fields, columns.why]}
            rows={rowsOfPage(some, number).map((one) => {
              const { name, before, after, fields, why } = changeOf(page, one, schemes);
              return [name, before, after, fields, why];
            })}
            empty={kind === undefined ? words.none : words.noneOfKind}
          />
          <Pager page={page} number={number} size={LIST_SIZE} total={some.length} />
        </>
      ),
    };
  }

  @Get('targets')
  @ConsoleRoute('public-read')
  async targets(@Page() page: PageContext): Promise<PageAnswer> {
    const { page: number, ...choice } = await queryOf(page, TargetsQuery);
    const { asOf, knownAt } = page.at;
    const { provider: name, outcome } = choice;
    const provider = name === undefined ? undefined : await this.providers.of(name, 'provider');
    const { targets, isCut } = await this.grantLists.targets({ asOf, knownAt, provider });
    const some = targets.filter((target) => outcome === undefined || target.outcome === outcome);
    const schemes = await this.overviews.schemes(page);
    const { slips: words } = phrases(page.language).console.overview;
    const { everyProvider, show } = phrases(page.language).console.board;
    const outcomes = TARGET_OUTCOMES.map((value) => ({ value, label: capitalized(words.outcomes[value]) }));
    return {
      title: words.title,
      menuEntry: 'home',
      children: (
        <>
          <Toolbar
            page={page}
            action="/overview/targets"
            label={words.title}
            go={show}
            fields={[
              {
                ...{ kind: 'search', name: 'provider', label: words.columns.provider, value: name },
                input: { placeholder: everyProvider },
              },
              select('outcome', words.list.outcome, outcome, outcomes, words.list.outcome),
            ]}
          />
          {isCut ? <p class="note">{words.tooMany(MOST_WITH_TARGETS)}</p> : null}
          {name === undefined && outcome === undefined && number === 1 ? <Slips page={page} targets={targets} /> : null}
          <TargetTable {...{ page, schemes }} targets={rowsOfPage(some, number)} />
          <Pager page={page} number={number} size={LIST_SIZE} total={some.length} />
        </>
      ),
    };
  }
}

/** Rows of a page of changes or targets. */
const LIST_SIZE = 50;

const rowsOfPage = <T,>(all: readonly T[], number: number): T[] =>
  all.slice((number - 1) * LIST_SIZE, number * LIST_SIZE);

const ChangesQuery = z.object({
  kind: z.enum(CHANGE_KINDS).optional(),
  days: z.coerce.number().int().min(1).max(366).default(WEEK),
  page: pageNumber,
});

const TargetsQuery = z.object({
  provider: Name.optional(),
  outcome: z.enum(TARGET_OUTCOMES).optional(),
  page: pageNumber,
});

function TargetTable({ page, targets, schemes }: { page: PageContext; targets: ListedTarget[]; schemes: Schemes }) {
  const { language } = page;
  const { slips: words } = phrases(language).console.overview;
  const { list } = words;
  return (
    <Table
      isMain
      isList
      label={words.all}
      columns={[{ name: list.dossier }, list.milestone, list.announced, list.due, { first: list.outcome }]}
      rows={targets.map(({ dossier, milestone, announced, due, outcome, slipDays }) => ({
        tone: outcome === 'overdue' ? 'bad' : undefined,
        cells: [
          <a href={`${addressOf(page, `/dossiers/${dossier.id}`)}#targets`}>
            {dossierTitle(dossier, schemes, language)}
          </a>,
          milestoneName(milestone, schemes.get(dossier.scheme), language),
          <DateText page={page} date={announced} isShort />,
          <DateText page={page} date={due} isShort />,
          words.outcome(capitalized(words.outcomes[outcome]), slipDays),
        ],
      }))}
      empty={words.noMatch}
    />
  );
}

interface ProviderSlips {
  provider: ProviderRef;
  counts: Record<TargetOutcome, number>;
  total: number;
  /** In days, of the targets whose date has come; absent if there is none. */
  median: number | undefined;
}

const PROVIDERS_SHOWN = 15;

/** How the providers keep the dates that they announce. */
function Slips({ page, targets }: { page: PageContext; targets: readonly ListedTarget[] }) {
  const { slips: words } = phrases(page.language).console.overview;
  const { columns } = words;
  const slips = slipsByProvider(targets);
  const figure = ({ slug, name }: ProviderRef, count: number, outcome?: TargetOutcome) =>
    count === 0 ? (
      0
    ) : (
      <a href={addressOf(page, '/overview/targets', { provider: slug, outcome })}>
        {count}
        <span class="unseen">{` ${columns[outcome ?? 'targets']}, ${name}`}</span>
      </a>
    );
  if (slips.length === 0) return null;
  return (
    <section>
      <p class="soft">{words.intro}</p>
      <Table
        isList
        label={words.caption}
        columns={[
          { name: columns.provider },
          ...[columns.targets, ...TARGET_OUTCOMES.map((one) => columns[one]), columns.median].map((number) => ({
            number,
          })),
        ]}
        rows={slips
          .slice(0, PROVIDERS_SHOWN)
          .map(({ provider, counts, total, median }) => [
            <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,
            figure(provider, total),
            ...TARGET_OUTCOMES.map((outcome) => figure(provider, counts[outcome], outcome)),
            median === undefined ? '–' : words.days(Math.round(median)),
          ])}
      />
      {slips.length > PROVIDERS_SHOWN ? <p class="soft">{words.more(slips.length - PROVIDERS_SHOWN)}</p> : null}
      <h2>{words.all}</h2>
    </section>
  );
}

/** Longest median delay first. */
function slipsByProvider(targets: readonly ListedTarget[]): ProviderSlips[] {
  const byProvider = new Map<string, ListedTarget[]>();
  for (const target of targets) {
    const { id } = target.dossier.provider;
    const its = byProvider.get(id);
    if (its) its.push(target);
    else byProvider.set(id, [target]);
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
