import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { daysLeft } from '#domain/deadline/deadline.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { BoardLine, BoardSort } from '#projections/list-board.js';
import { titleOf, whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { grantedFromPhrase, schemeName, wholeMilestone } from '#language/describe-standing.js';
import { AcknowledgeButton } from '../deadlines/deadline-answers.js';
import { DateText } from '../frame/display.js';
import { Badge, Dots, DueMark, StatusMark, type Step, toneOfDays } from '../frame/marks.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { Table } from '../frame/table.js';
import { type BoardChoice, boardWith } from './board-filter.js';

interface TableProps {
  page: PageContext;
  choice: BoardChoice;
  lines: readonly BoardLine[];
  schemes: Schemes;
  /** Keys of deadlines whose reminders wait for the reader. */
  unanswered: ReadonlySet<string>;
}

/** A line per dossier, marked by its urgency. */
export function BoardTable({ page, choice, lines, schemes, unanswered }: TableProps) {
  const { caption, columns } = phrases(page.language).console.board;
  const sortBy = (sort: BoardSort) => ({ sort: sortOf(page, choice, sort) });
  return (
    <Table
      isMain
      isList
      label={caption}
      class="board"
      columns={[
        { name: columns.who, ...sortBy('provider') },
        { first: columns.status, ...sortBy('status') },
        { usual: columns.scheme },
        { plain: columns.stage },
        { usual: columns.next, ...sortBy('deadline') },
        { wide: columns.news, ...sortBy('news') },
        { plain: columns.flags, ...sortBy('urgency') },
      ]}
      rows={lines.map((line) => {
        const tone = line.expiring && line.grantEnd ? toneOfDays(daysLeft(line.grantEnd, page.at.asOf)) : undefined;
        return {
          tone: tone ?? (line.overdue > 0 ? 'bad' : undefined),
          cells: cellsOf({ page, line, schemes: schemes, isUnanswered: unanswered.has(line.next?.key ?? '') }),
        };
      })}
    />
  );
}

/** Sorts by the column, the latest activity first; the other way round if it is sorted by it already. */
function sortOf(page: PageContext, choice: BoardChoice, sort: BoardSort) {
  const { sortBy, sorts, reverse } = phrases(page.language).console.board;
  const isSorted = choice.sort === sort;
  const isReversed = choice.reverse === true;
  return {
    href: boardWith(page, choice, { sort, reverse: isSorted && !isReversed }),
    title: isSorted ? reverse : `${sortBy}${colon(page.language)}${sorts[sort].toLowerCase()}`,
    order: !isSorted ? undefined : (sort === 'news') === isReversed ? ('ascending' as const) : ('descending' as const),
  };
}

interface LineProps extends Pick<TableProps, 'page' | 'schemes'> {
  line: BoardLine;
}

function cellsOf({ page, line, schemes, isUnanswered }: LineProps & { isUnanswered: boolean }) {
  const { language } = page;
  const { noService } = phrases(language).console.board;
  const { provider, service, status, confirmed, stage, next, news } = line;
  const scheme = schemes.get(line.scheme);
  return [
    <>
      <a href={addressOf(page, `/dossiers/${line.id}`)}>{service ?? noService}</a>{' '}
      <a class="also" href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>
        {provider.name}
      </a>
    </>,
    <StatusMark {...{ status, confirmed, scheme, language }} />,
    schemeName(line.scheme, schemes, language),
    stage ? <Dots steps={stepsTo(stage, scheme)} label={stageInWords(stage, scheme, page)} /> : null,
    next ? (
      <>
        <DueMark page={page} due={next.due} daysLeft={next.daysLeft} left={whenDue(next, language)} />{' '}
        <span class="soft small">
          {[capitalized(phrases(language).mail.reminders.kind[next.kind]), ...titleOf(next, language)].join(', ')}
        </span>
        {isUnanswered ? (
          <AcknowledgeButton page={page} deadline={next.key} name={[provider.name, service ?? noService].join(', ')} />
        ) : null}
      </>
    ) : null,
    news ? (
      <>
        <DateText page={page} date={news.occurred} />{' '}
        <span class="soft small">{capitalized(phrases(language).events.types[news.type].name)}</span>
      </>
    ) : null,
    flagsOf(line, page, scheme),
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

function stageInWords(
  { milestone, occurred, confirmed }: Stage,
  scheme: Scheme | undefined,
  { language }: PageContext,
) {
  const name = capitalized(wholeMilestone(milestone, scheme, language));
  return `${name}, ${writtenDate(occurred, language)}, ${phrases(language).standing.confirmation(confirmed, 'stage')}`;
}

function flagsOf({ grantedFrom, overdue, stale }: BoardLine, { language }: PageContext, scheme: Scheme | undefined) {
  const words = phrases(language).console.board;
  return [
    grantedFrom === null ? null : <Badge tone="plain">{grantedFromPhrase(grantedFrom, scheme, language)}</Badge>,
    overdue > 0 ? <Badge tone="bad">{words.missed(overdue)}</Badge> : null,
    stale ? <Badge tone="warn">{words.silent}</Badge> : null,
  ].filter((flag) => flag !== null);
}
