import { daysLeft } from '#domain/deadline/deadline.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { grantedFromPhrase, schemeName, wholeMilestone } from '#language/describe-standing.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { BoardLine, BoardPage, BoardSort } from '#projections/list-board.js';
import { acknowledgeButton } from '../deadlines/deadline-answers.js';
import { linkTo, DateText, Badge, Dots, DueMark, StatusMark, type Step, toneOfDays } from '../frame/display.js';
import { addressOf, currentUrlWith, may, type Page } from '../frame/page.js';
import { Table, Empty } from '../frame/table.js';
import { type BoardChoice, boardWith } from './board-filter.js';

export interface ListProps {
  page: Page;
  choice: BoardChoice;
  lines: readonly BoardLine[];
  schemes: Schemes;
  /** Keys of deadlines whose reminders wait for the reader. */
  unanswered: ReadonlySet<string>;
}

export function BoardList({ page, choice, lines, schemes, unanswered }: ListProps) {
  const { caption, columns } = phrases(page.language).console.board;
  const { terms } = phrases(page.language).console;
  const sortBy = (sort: BoardSort) => ({ sort: sortOf(page, choice, sort) });
  return (
    <Table
      isMain
      isList
      class="short"
      label={caption}
      columns={[
        { name: columns.who, ...sortBy('provider') },
        { first: terms.status, ...sortBy('status') },
        terms.scheme,
        { plain: terms.stage },
        { usual: columns.next, ...sortBy('deadline') },
        { wide: terms.lastActivity, ...sortBy('news') },
        { plain: columns.flags, ...sortBy('urgency') },
      ]}
      rows={lines.map((line) => {
        const tone = line.expiring && line.grantEnd ? toneOfDays(daysLeft(line.grantEnd, page.at.asOf)) : undefined;
        return {
          tone: tone ?? (line.overdue > 0 ? 'bad' : undefined),
          cells: cellsOf(page, line, schemes, unanswered),
        };
      })}
    />
  );
}

/** Sorts by the column, the latest activity first; the other way round if it is sorted by it already. */
function sortOf(page: Page, choice: BoardChoice, sort: BoardSort) {
  const { sorts, reverse } = phrases(page.language).console.board;
  const { sortBy } = phrases(page.language).console.terms;
  const isSorted = choice.sort === sort;
  const isReversed = choice.reverse === true;
  return {
    href: boardWith(page, choice, { sort, reverse: isSorted && !isReversed }),
    title: isSorted ? reverse : `${sortBy}${colon(page.language)}${sorts[sort].toLowerCase()}`,
    order: !isSorted ? undefined : (sort === 'news') === isReversed ? ('ascending' as const) : ('descending' as const),
  };
}

export const dossierName = (page: Page, { id, provider, service }: NamedLine) => (
  <>
    {linkTo(page, `/dossiers/${id}`, service ?? phrases(page.language).console.board.noService)}{' '}
    <a class="also" href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>
      {provider.name}
    </a>
  </>
);

type NamedLine = Pick<BoardLine, 'id' | 'provider' | 'service'>;

function cellsOf(page: Page, line: BoardLine, schemes: Schemes, unanswered: ReadonlySet<string>) {
  const { language } = page;
  const words = phrases(language).console.board;
  const { provider, service, status, confirmed, stage, next, news, grantedFrom, overdue, stale } = line;
  const scheme = schemes.get(line.scheme);
  return [
    dossierName(page, line),
    <StatusMark {...{ status, confirmed, scheme, language }} />,
    schemeName(line.scheme, schemes, language),
    stage ? <Dots steps={stepsTo(stage, scheme)} label={stageInWords(stage, scheme, page)} /> : null,
    next ? (
      <>
        <DueMark page={page} deadline={next} />{' '}
        <span class="soft small wide">
          {(next.kind === 'officer-set' && next.title) || capitalized(phrases(language).mail.reminders.kind[next.kind])}
        </span>
      </>
    ) : null,
    news && <DateText page={page} date={news.occurred} isShort />,
    [
      next && unanswered.has(next.key)
        ? acknowledgeButton(page, next.key, [provider.name, service ?? words.noService].join(', '))
        : null,
      grantedFrom === null ? null : <Badge tone="plain">{grantedFromPhrase(grantedFrom, scheme, language)}</Badge>,
      overdue > 0 ? <Badge tone="bad">{words.missed(overdue)}</Badge> : null,
      stale ? <Badge tone="warn">{words.silent}</Badge> : null,
    ].filter((flag) => flag !== null),
  ];
}

type Stage = NonNullable<BoardLine['stage']>;

/** The list knows the furthest stage only: those before it are passed. */
function stepsTo({ milestone, confirmed }: Stage, scheme: Scheme | undefined): Step[] {
  const codes = scheme?.milestones.map(({ code }) => code) ?? [milestone];
  const furthest = codes.indexOf(milestone);
  return codes.map((_, index) =>
    index < furthest ? 'passed' : index > furthest ? 'missing' : confirmed ? 'confirmed' : 'claimed',
  );
}

function stageInWords({ milestone, occurred, confirmed }: Stage, scheme: Scheme | undefined, { language }: Page) {
  const name = capitalized(wholeMilestone(milestone, scheme, language));
  return `${name}, ${writtenDate(occurred, language)}, ${phrases(language).standing.confirmation(confirmed, 'stage')}`;
}

export function BoardEmpty({ page, choice, all, total }: EmptyProps) {
  const { empty, reset } = phrases(page.language).console.board;
  if (total > 0) return <Empty text={empty.noPage} links={[[boardWith(page, choice), empty.firstPage]]} />;
  if (all > 0) return <Empty text={empty.noMatch} links={[[addressOf(page, '/dossiers'), reset]]} />;
  if (page.at.isNow) return nothingYet(page);
  const { asOf, knownOn } = page.at;
  const known = knownOn === undefined ? undefined : writtenDate(knownOn, page.language);
  const now = currentUrlWith(page, { asOf: undefined, knownOn: undefined });
  return <Empty text={empty.noneBy(writtenDate(asOf, page.language), known)} links={[[now, empty.now]]} />;
}

interface EmptyProps extends Pick<ListProps, 'page' | 'choice'>, Pick<BoardPage, 'all' | 'total'> {}

export function nothingYet(page: Page) {
  const { empty } = phrases(page.language).console.board;
  const links: [string, string][] = may(page, 'record')
    ? [
        ['/import', empty.import],
        ['/providers/new', phrases(page.language).console.terms.registerProvider],
      ]
    : page.caller
      ? []
      : [['/sign-in', empty.signIn]];
  return <Empty text={empty.nothing} more={empty.whatToDo} links={links} />;
}
