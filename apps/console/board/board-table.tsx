import { latest } from '#domain/date/partial-date.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { BoardLine, BoardSort } from '#projections/list-board.js';
import { titleOf, whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { grantedFromPhrase, schemeName, wholeMilestone } from '#language/describe-standing.js';
import { AcknowledgeButton } from '../deadlines/deadline-answers.js';
import { Badge, endTone, StatusBadge, timeLeft, MAIN_TABLE, DateText } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { type BoardChoice, boardWith } from './board-filter.js';

interface TableProps {
  page: PageContext;
  choice: BoardChoice;
  lines: readonly BoardLine[];
  schemes: Schemes;
  /** Keys of deadlines whose reminders wait for the reader. */
  unanswered: ReadonlySet<string>;
}

export function BoardTable({ page, choice, lines, schemes, unanswered }: TableProps) {
  const { caption, columns } = phrases(page.language).console.board;
  const sorting = { page, choice };
  return (
    <table class="lines many board" id={MAIN_TABLE} tabIndex={-1}>
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          <Heading {...sorting} sort="provider" label={columns.who} />
          <th scope="col">{columns.scheme}</th>
          <Heading {...sorting} sort="status" label={columns.status} />
          <th scope="col">{columns.stage}</th>
          <Heading {...sorting} sort="deadline" label={columns.next} />
          <Heading {...sorting} sort="news" label={columns.news} />
          <Heading {...sorting} sort="urgency" label={columns.flags} />
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <BoardRow {...{ page, line, schemes, unanswered }} />
        ))}
      </tbody>
    </table>
  );
}

/** Sorts by the column, the latest activity first; the other way round if it is sorted by it already. */
function Heading({
  page,
  choice,
  sort,
  label,
}: Pick<TableProps, 'page' | 'choice'> & { sort: BoardSort; label: string }) {
  const { sortBy, sorts, reverse } = phrases(page.language).console.board;
  const isSorted = choice.sort === sort;
  const isReversed = choice.reverse === true;
  const order = (sort === 'news') === isReversed ? 'ascending' : 'descending';
  return (
    <th scope="col" {...(isSorted && { 'aria-sort': order })}>
      <a
        data-order={isSorted ? order : undefined}
        href={boardWith(page, choice, { sort, reverse: isSorted && !isReversed })}
        title={isSorted ? reverse : `${sortBy}${colon(page.language)}${sorts[sort].toLowerCase()}`}
      >
        {label}
      </a>
    </th>
  );
}

interface LineProps extends Pick<TableProps, 'page' | 'schemes'> {
  line: BoardLine;
}

function BoardRow({ page, line, schemes, unanswered }: LineProps & Pick<TableProps, 'unanswered'>) {
  const { language } = page;
  const { columns, noService } = phrases(language).console.board;
  const { provider, service, status, confirmed } = line;
  return (
    <tr>
      <th scope="row">
        <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>
        <br />
        <a class="board-service" href={addressOf(page, `/dossiers/${line.id}`)}>
          {service ?? noService}
        </a>
      </th>
      <td data-label={columns.scheme}>{schemeName(line.scheme, schemes, language)}</td>
      <td data-label={columns.status}>
        <StatusBadge {...{ status, confirmed, language }} scheme={schemes.get(line.scheme)} />
      </td>
      <td data-label={columns.stage}>
        <Stage {...{ page, line, schemes }} />
      </td>
      <td data-label={columns.next}>
        <Next {...{ page, line, schemes }} />
        {line.next && unanswered.has(line.next.key) ? (
          <AcknowledgeButton
            page={page}
            deadline={line.next.key}
            name={[provider.name, service ?? noService].join(', ')}
          />
        ) : null}
      </td>
      <td data-label={columns.news}>
        {line.news ? (
          <>
            {capitalized(phrases(language).events.types[line.news.type].name)}{' '}
            <span class="soft small">
              <DateText page={page} date={line.news.occurred} />
            </span>
          </>
        ) : null}
      </td>
      <td data-label={columns.flags}>{flagsOf(line, page, schemes)}</td>
    </tr>
  );
}

function Stage({ page, line: { stage, scheme }, schemes }: LineProps) {
  if (!stage) return null;
  return (
    <>
      {capitalized(wholeMilestone(stage.milestone, schemes.get(scheme), page.language))}{' '}
      <span class="soft small">
        <DateText page={page} date={stage.occurred} />,{' '}
        {phrases(page.language).standing.confirmation(stage.confirmed, 'stage')}
      </span>
    </>
  );
}

function Next({ page, line: { next } }: LineProps) {
  if (!next) return null;
  const { language } = page;
  const { until } = phrases(language).console.board;
  const isLate = next.daysLeft < 0 && next.lapses !== null && next.lapses > latest(next.due);
  return (
    <>
      {capitalized(phrases(language).mail.reminders.kind[next.kind])}
      {titleOf(next, language).map((title) => ` (${title})`)}{' '}
      <span class="soft small">
        <DateText page={page} date={next.due} />, <strong>{whenDue(next, language)}</strong>
        {isLate && next.lapses !== null ? `, ${until(writtenDate(next.lapses, language))}` : null}
      </span>
    </>
  );
}

function flagsOf(
  { scheme, expiring, grantEnd, grantedFrom, overdue, stale }: BoardLine,
  { language, at }: PageContext,
  schemes: Schemes,
) {
  const words = phrases(language).console.board;
  const flags = [
    ...(grantedFrom === null
      ? []
      : [{ tone: 'plain' as const, text: grantedFromPhrase(grantedFrom, schemes.get(scheme), language) }]),
    ...(expiring && grantEnd !== null
      ? [
          {
            tone: endTone(grantEnd, at.asOf),
            text: words.ends(writtenDate(grantEnd, language), timeLeft(grantEnd, at.asOf, language)),
          },
        ]
      : []),
    ...(overdue > 0 ? [{ tone: 'bad' as const, text: words.missed(overdue) }] : []),
    ...(stale ? [{ tone: 'warn' as const, text: words.silent }] : []),
  ];
  return flags.length === 0 ? null : (
    <ul class="board-flags">
      {flags.map(({ tone, text }) => (
        <li>
          <Badge tone={tone}>{text}</Badge>
        </li>
      ))}
    </ul>
  );
}
