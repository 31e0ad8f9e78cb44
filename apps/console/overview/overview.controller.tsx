import {
  MOST_CHANGES,
  DAYS_OF_CHANGES,
  CHANGE_KINDS,
  type ChangeKind,
  changeKindOf,
  Overviews,
  OverviewView,
} from './overview-view.js';
import { Get } from '@nestjs/common';
import { z } from 'zod';
import { addDays } from '#domain/date/day.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { dossierTitle, stagePhrase, milestoneName } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { type Difference } from '#projections/list-differences.js';
import { GrantLists, TARGET_OUTCOMES, type ListedTarget, MOST_WITH_TARGETS } from '#projections/list-grants.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { ChoiceField, Field } from '../frame/controls.js';
import { Switch, Toolbar } from '../frame/toolbar.js';
import { DateText } from '../frame/display.js';
import { StatusMark } from '../frame/marks.js';
import { Table, Pager } from '../frame/table.js';
import { BoardQuery } from '../board/board-filter.js';
import { addressOf, type PageContext, Page, pageNumber, queryOf } from '../frame/page.js';

/** Figures about the whole ledger, and the lists behind those that no other page lists. */
@Pages()
export class OverviewPages {
  constructor(
    private readonly grantLists: GrantLists,
    private readonly overviews: Overviews,
    private readonly providers: ProviderIds,
  ) {}

  /** The board was here before; its addresses go on leading to it. */
  @Get()
  @ConsoleRoute('public-read')
  async home(@Page() page: PageContext): Promise<PageAnswer> {
    if ([...page.query.keys()].some((name) => name in BoardQuery.shape && name !== 'seen'))
      return { redirect: `/dossiers?${page.query.toString()}` };
    const data = await this.overviews.of(page);
    const { title } = phrases(page.language).console.overview;
    return { title, menuEntry, children: <OverviewView page={page} data={data} /> };
  }

  @Get('overview')
  @ConsoleRoute('public-read')
  overview(@Page() page: PageContext): PageAnswer {
    return { redirect: page.query.size > 0 ? `/?${page.query.toString()}` : '/' };
  }

  @Get('overview/changes')
  @ConsoleRoute('public-read')
  async changes(@Page() page: PageContext): Promise<PageAnswer> {
    const { kind, page: number } = await queryOf(page, ChangesQuery);
    const ofKind = (all: readonly Difference[]) =>
      kind === undefined ? all : all.filter((one) => changeKindOf(one) === kind);
    const { items, isCut } = await this.overviews.changes(page, (all) => rowsOfPage(ofKind(all), number));
    const some = ofKind(items);
    const schemes = await this.overviews.schemes(page);
    const { listTitle } = phrases(page.language).console.overview.changes;
    return { title: listTitle, menuEntry, children: <ChangeList {...{ page, kind, some, isCut, number, schemes }} /> };
  }

  @Get('overview/targets')
  @ConsoleRoute('public-read')
  async targets(@Page() page: PageContext): Promise<PageAnswer> {
    const { page: number, ...choice } = await queryOf(page, TargetsQuery);
    const { asOf, knownAt } = page.at;
    const { provider: name } = choice;
    const provider = name === undefined ? undefined : await this.providers.of(name, 'provider');
    const { targets, isCut } = await this.grantLists.targets({ asOf, knownAt, provider });
    const some = targets.filter(({ outcome }) => choice.outcome === undefined || outcome === choice.outcome);
    const schemes = await this.overviews.schemes(page);
    const { listTitle } = phrases(page.language).console.overview.slips;
    return {
      title: listTitle,
      menuEntry,
      children: <TargetList {...{ page, choice, some, isCut, number, schemes }} />,
    };
  }
}

/** Rows of a page of changes or targets. */
const LIST_SIZE = 50;

function rowsOfPage<T>(all: readonly T[], number: number): T[] {
  return all.slice((number - 1) * LIST_SIZE, number * LIST_SIZE);
}

interface Props {
  page: PageContext;
  /** Absent: all. */
  kind: ChangeKind | undefined;
  some: readonly Difference[];
  isCut: boolean;
  number: number;
  schemes: Schemes;
}

function ChangeList({ page, kind, some, isCut, number, schemes }: Props) {
  const { language } = page;
  const words = phrases(language).console.overview.changes;
  const { columns } = words;
  const since = addDays(page.at.asOf, -DAYS_OF_CHANGES);
  const shown = rowsOfPage(some, number);
  return (
    <>
      <p class="soft">{words.since(writtenDate(since, language))}</p>
      <KindLinks page={page} kind={kind} />
      {isCut ? <p class="note">{words.many(MOST_CHANGES)}</p> : null}
      <Table
        label={words.listTitle}
        columns={[columns.dossier, columns.before, columns.after, columns.fields, columns.why]}
        rows={shown.map((one) => changeRowOf({ page, schemes, one }))}
        empty={kind === undefined ? words.none : words.noneOfKind}
      />
      <Pager page={page} number={number} size={LIST_SIZE} total={some.length} />
    </>
  );
}

function KindLinks({ page, kind }: Pick<Props, 'page' | 'kind'>) {
  const words = phrases(page.language).console.overview.changes;
  const choices = [
    { value: undefined, label: words.all },
    ...CHANGE_KINDS.map((one) => ({ value: one, label: words.kinds[one] })),
  ];
  return (
    <Switch
      class="chips"
      label={words.kind}
      ways={choices.map(({ value, label }) => ({
        href: addressOf(page, '/overview/changes', { kind: value }),
        label,
        isHere: value === kind,
      }))}
    />
  );
}

function changeRowOf({ page, schemes, one }: { page: PageContext; schemes: Schemes; one: Difference }) {
  const { language } = page;
  const words = phrases(language).console.overview.changes;
  const scheme = schemes.get(one.scheme);
  const side = (shown: Difference['before']) =>
    shown === null ? (
      '–'
    ) : (
      <>
        <StatusMark status={shown.status} confirmed={shown.confirmed} {...{ scheme, language }} />
        {shown.stage && one.fields.includes('stage') ? <div>{stagePhrase(shown.stage, scheme, language)}</div> : null}
      </>
    );
  return [
    <a href={addressOf(page, `/dossiers/${one.id}`)}>{dossierTitle(one, schemes, language)}</a>,
    side(one.before),
    side(one.after),
    one.change === 'changed'
      ? capitalized(one.fields.map((field) => words.fields[field]).join(', '))
      : words.kinds[one.change],
    <Causes page={page} one={one} />,
  ];
}

const MOST_CAUSES = 3;

/** The latest events that explain the change; none: days have passed. */
function Causes({ page, one }: { page: PageContext; one: Difference }) {
  const words = phrases(page.language).console.overview.changes;
  const { types } = phrases(page.language).events;
  const { more } = phrases(page.language).console.frame.sources;
  const causes = one.because.slice(-MOST_CAUSES);
  const left = one.because.length - causes.length + one.more;
  if (causes.length === 0) return <>{capitalized(words.time)}</>;
  return (
    <>
      {causes.map(({ id, type, occurred }) => (
        <div>
          <a href={addressOf(page, `/dossiers/${one.id}`, { event: id })}>{types[type].name}</a>
          {occurred === null ? null : `, ${writtenDate(occurred, page.language)}`}
        </div>
      ))}
      {left > 0 ? <div class="soft small">{more(left)}</div> : null}
    </>
  );
}

const menuEntry = 'home';

const ChangesQuery = z.object({ kind: z.enum(CHANGE_KINDS).optional(), page: pageNumber });

const TargetsQuery = z.object({
  provider: Name.optional(),
  outcome: z.enum(TARGET_OUTCOMES).optional(),
  page: pageNumber,
});

type TargetChoice = Omit<z.output<typeof TargetsQuery>, 'page'>;

interface TargetListProps {
  page: PageContext;
  choice: TargetChoice;
  some: readonly ListedTarget[];
  isCut: boolean;
  number: number;
  schemes: Schemes;
}

function TargetList({ page, choice, some, isCut, number, schemes }: TargetListProps) {
  const { language } = page;
  const words = phrases(language).console.overview.slips;
  const { list } = words;
  const shown = rowsOfPage(some, number);
  return (
    <>
      <TargetFilter page={page} choice={choice} />
      {isCut ? <p class="note">{words.tooMany(MOST_WITH_TARGETS)}</p> : null}
      <Table
        label={words.listTitle}
        columns={[list.dossier, list.milestone, list.announced, list.due, list.outcome]}
        rows={shown.map(({ dossier, milestone, announced, due, outcome, slipDays }) => [
          <a href={`${addressOf(page, `/dossiers/${dossier.id}`)}#targets`}>
            {dossierTitle(dossier, schemes, language)}
          </a>,
          milestoneName(milestone, schemes.get(dossier.scheme), language),
          <DateText page={page} date={announced} />,
          <DateText page={page} date={due} />,
          words.outcome(capitalized(words.outcomes[outcome]), slipDays),
        ])}
        empty={words.noMatch}
      />
      <Pager page={page} number={number} size={LIST_SIZE} total={some.length} />
      <p>
        <a href={addressOf(page, '/')}>{phrases(language).console.overview.title}</a>
      </p>
    </>
  );
}

function TargetFilter({ page, choice }: Pick<TargetListProps, 'page' | 'choice'>) {
  const words = phrases(page.language).console.overview.slips;
  const { provider, everyProvider, providerHint, show } = phrases(page.language).console.grants;
  const options = TARGET_OUTCOMES.map((value) => ({ value, label: capitalized(words.outcomes[value]) }));
  return (
    <Toolbar page={page} action="/overview/targets" label={words.listTitle} go={show}>
      <Field page={page} name="provider" label={provider} hint={providerHint}>
        {(input) => <input {...input} value={choice.provider} placeholder={everyProvider} maxLength={200} />}
      </Field>
      <ChoiceField
        page={page}
        name="outcome"
        label={words.list.outcome}
        chosen={choice.outcome}
        options={[{ value: '', label: '–' }, ...options]}
      />
    </Toolbar>
  );
}
