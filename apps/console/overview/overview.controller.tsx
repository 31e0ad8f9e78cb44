import { Get } from '@nestjs/common';
import { z } from 'zod';
import { GrantLists, TARGET_OUTCOMES } from '#projections/list-grants.js';
import { addDays } from '#domain/date/day.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { dossierTitle, stagePhrase } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import type { Difference } from '#projections/list-differences.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { StatusBadge } from '../frame/badges.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Table } from '../frame/display.js';
import { addressOf, type PageContext, Page, pageNumber, queryOf } from '../frame/page.js';
import { Pager } from '../frame/pagers.js';
import {
  CHANGE_KINDS,
  type ChangeKind,
  DAYS_OF_CHANGES,
  LIST_SIZE,
  MOST_CHANGES,
  rowsOfPage,
  changeKindOf,
  Overviews,
} from './overview-data.js';
import { OverviewView } from './overview-view.js';
import { TargetList } from './target-list.js';

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
      {some.length === 0 ? (
        <p class="empty">{kind === undefined ? words.none : words.noneOfKind}</p>
      ) : (
        <Table
          label={words.listTitle}
          columns={[columns.dossier, columns.before, columns.after, columns.fields, columns.why]}
        >
          {shown.map((one) => (
            <ChangeRow key={one.id} {...{ page, schemes, one }} />
          ))}
        </Table>
      )}
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
    <nav class="deadline-views" aria-label={words.kind}>
      <ul>
        {choices.map(({ value, label }) => (
          <li key={label}>
            <a
              href={addressOf(page, '/overview/changes', { kind: value })}
              {...(value === kind && { 'aria-current': 'true' })}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ChangeRow({ page, schemes, one }: { page: PageContext; schemes: Schemes; one: Difference }) {
  const { language } = page;
  const words = phrases(language).console.overview.changes;
  const { columns } = words;
  const scheme = schemes.get(one.scheme);
  const side = (shown: Difference['before']) =>
    shown === null ? (
      '–'
    ) : (
      <>
        <StatusBadge status={shown.status} confirmed={shown.confirmed} {...{ scheme, language }} />
        {shown.stage && one.fields.includes('stage') ? <div>{stagePhrase(shown.stage, scheme, language)}</div> : null}
      </>
    );
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/dossiers/${one.id}`)}>{dossierTitle(one, schemes, language)}</a>
      </th>
      <td data-label={columns.before}>{side(one.before)}</td>
      <td data-label={columns.after}>{side(one.after)}</td>
      <td data-label={columns.fields}>
        {one.change === 'changed'
          ? capitalized(one.fields.map((field) => words.fields[field]).join(', '))
          : words.kinds[one.change]}
      </td>
      <td data-label={columns.why}>
        <Causes page={page} one={one} />
      </td>
    </tr>
  );
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
        <div key={id}>
          <a href={addressOf(page, `/dossiers/${one.id}`, { event: id })}>{types[type].name}</a>
          {occurred === null ? null : `, ${writtenDate(occurred, page.language)}`}
        </div>
      ))}
      {left > 0 ? <div class="soft small">{more(left)}</div> : null}
    </>
  );
}

const menuEntry = 'overview';
const ChangesQuery = z.object({ kind: z.enum(CHANGE_KINDS).optional(), page: pageNumber });
const TargetsQuery = z.object({
  provider: Name.optional(),
  outcome: z.enum(TARGET_OUTCOMES).optional(),
  page: pageNumber,
});

export type TargetChoice = Omit<z.output<typeof TargetsQuery>, 'page'>;

/** Figures about the whole ledger, and the lists behind those that no other page lists. */
@Pages('overview')
export class OverviewPages {
  constructor(
    private readonly grantLists: GrantLists,
    private readonly overviews: Overviews,
    private readonly providers: ProviderIds,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async overview(@Page() page: PageContext): Promise<Answer> {
    const data = await this.overviews.of(page);
    const { title } = phrases(page.language).console.overview;
    return { title, menuEntry, children: <OverviewView page={page} data={data} /> };
  }

  @Get('changes')
  @ConsoleRoute('public-read')
  async changes(@Page() page: PageContext): Promise<Answer> {
    const { kind, page: number } = await queryOf(page, ChangesQuery);
    const ofKind = (all: readonly Difference[]) =>
      kind === undefined ? all : all.filter((one) => changeKindOf(one) === kind);
    const { items, isCut } = await this.overviews.changes(page, (all) => rowsOfPage(ofKind(all), number));
    const some = ofKind(items);
    const schemes = await this.overviews.schemes(page);
    const { listTitle } = phrases(page.language).console.overview.changes;
    return { title: listTitle, menuEntry, children: <ChangeList {...{ page, kind, some, isCut, number, schemes }} /> };
  }

  @Get('targets')
  @ConsoleRoute('public-read')
  async targets(@Page() page: PageContext): Promise<Answer> {
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
