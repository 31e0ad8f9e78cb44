import { Get } from '@nestjs/common';
import { z } from 'zod';
import type { ProviderRef } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { dossierTitle, milestoneName } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import {
  GrantLists,
  type ListedTarget,
  MOST_WITH_TARGETS,
  TARGET_OUTCOMES,
  type TargetOutcome,
} from '#projections/list-grants.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../api/http/reading.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { DateText } from '../frame/display.js';
import { select } from '../frame/fields.js';
import { addressOf, type PageContext, Page, pageNumber, queryOf } from '../frame/page.js';
import { Table, Pager } from '../frame/table.js';
import { Toolbar } from '../frame/toolbar.js';

/** What came of announced targets. */
@Pages('overview/targets')
export class TargetPages {
  constructor(
    private readonly grantLists: GrantLists,
    private readonly providers: ProviderIds,
    private readonly catalogue: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async targets(@Page() page: PageContext): Promise<PageAnswer> {
    const { page: number, ...choice } = await queryOf(page, TargetsQuery);
    const { asOf, knownAt } = page.at;
    const { provider: name, outcome } = choice;
    const provider = name === undefined ? undefined : await this.providers.of(name, 'provider');
    const { targets, isCut } = await this.grantLists.targets({ asOf, knownAt, provider });
    const some = targets.filter((target) => outcome === undefined || target.outcome === outcome);
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.catalogue.at(upTo);
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
export const LIST_SIZE = 50;

export const rowsOfPage = <T,>(all: readonly T[], number: number): T[] =>
  all.slice((number - 1) * LIST_SIZE, number * LIST_SIZE);

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

const PROVIDERS_SHOWN = 15;

/** How the providers keep the dates that they announce, longest median delay first. */
function Slips({ page, targets }: { page: PageContext; targets: readonly ListedTarget[] }) {
  const { slips: words } = phrases(page.language).console.overview;
  const { columns } = words;
  const byProvider = new Map<string, ListedTarget[]>();
  for (const target of targets) {
    const { id } = target.dossier.provider;
    const its = byProvider.get(id);
    if (its) its.push(target);
    else byProvider.set(id, [target]);
  }
  const slips = [...byProvider.values()].flatMap((its) => {
    const past = its.filter(({ outcome }) => outcome !== 'ahead').map(({ slipDays }) => slipDays);
    return its.slice(0, 1).map(({ dossier: { provider } }) => ({ provider, its, median: medianOf(past) }));
  });
  slips.sort(
    (a, b) =>
      (b.median ?? -1) - (a.median ?? -1) ||
      b.its.length - a.its.length ||
      (a.provider.name < b.provider.name ? -1 : 1),
  );
  const figure = ({ slug, name }: ProviderRef, its: readonly ListedTarget[], outcome?: TargetOutcome) => {
    const count = its.filter((target) => outcome === undefined || target.outcome === outcome).length;
    return count === 0 ? (
      0
    ) : (
      <a href={addressOf(page, '/overview/targets', { provider: slug, outcome })}>
        {count}
        <span class="unseen">{` ${columns[outcome ?? 'targets']}, ${name}`}</span>
      </a>
    );
  };
  const numbers = [columns.targets, ...TARGET_OUTCOMES.map((one) => columns[one]), columns.median];
  if (slips.length === 0) return null;
  return (
    <section>
      <p class="soft">{words.intro}</p>
      <Table
        isList
        label={words.caption}
        columns={[{ name: columns.provider }, ...numbers.map((number) => ({ number }))]}
        rows={slips
          .slice(0, PROVIDERS_SHOWN)
          .map(({ provider, its, median }) => [
            <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,
            figure(provider, its),
            ...TARGET_OUTCOMES.map((outcome) => figure(provider, its, outcome)),
            median === undefined ? '–' : words.days(Math.round(median)),
          ])}
      />
      {slips.length > PROVIDERS_SHOWN ? <p class="soft">{words.more(slips.length - PROVIDERS_SHOWN)}</p> : null}
      <h2>{words.all}</h2>
    </section>
  );
}

/** Of an even number, the mean of the two in the middle; of none, `undefined`. */
function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  const above = sorted[Math.floor(sorted.length / 2)];
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
}
