import type { Deadline } from '#domain/deadline/deadline.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { titleOf } from '#notifications/mail/reminder-phrase.js';
import { REMINDER_WORDS } from '#notifications/mail/reminder-words.js';
import type { Language } from '#language/language.js';
import type { ThisPage } from '../../frame/page.js';
import { When } from '../../frame/display.js';
import type { DeadlineMove } from './deadline-moves.js';
import { PREVIEW_WORDS } from './preview-words.js';

const SHOWN = 40;

/** Which deadlines come, go, move or are settled. */
export function DeadlineChanges({
  page,
  moves,
  dossier,
}: {
  page: ThisPage;
  moves: readonly DeadlineMove[];
  dossier: string;
}) {
  const words = PREVIEW_WORDS[page.language];
  if (moves.length === 0) return <p>{words.noDeadline}</p>;
  return (
    <>
      <table class="lines">
        <caption class="unseen">{words.deadlinesCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.deadline}</th>
            <th scope="col">{words.becomes}</th>
            <th scope="col">{words.dates}</th>
          </tr>
        </thead>
        <tbody>
          {moves.slice(0, SHOWN).map((move, index) => (
            <tr key={index}>
              <th scope="row">
                {deadlineName(move.after ?? move.before, page.language)}
                {move.dossier === dossier ? null : <span class="soft small"> {words.ofAnother}</span>}
              </th>
              <td data-label={words.becomes}>{words.moves[move.kind]}</td>
              <td data-label={words.dates}>
                <Dates page={page} move={move} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {moves.length > SHOWN ? <p class="soft">{words.more(moves.length - SHOWN)}</p> : null}
    </>
  );
}

/** What kind of deadline, and what an officer calls it. */
export function deadlineName(deadline: Pick<Deadline, 'kind' | 'title'> | undefined, language: Language): string {
  if (!deadline) return '';
  const title = titleOf(deadline, language).join('');
  const kind = capitalized(REMINDER_WORDS[language].kind[deadline.kind]);
  return title === '' ? kind : `${kind} (${title.slice(0, 200)})`;
}

function Dates({ page, move: { before, after } }: { page: ThisPage; move: DeadlineMove }) {
  if (before && after && before.due !== after.due)
    return (
      <>
        <del>
          <When page={page} date={before.due} />
        </del>
        {' → '}
        <When page={page} date={after.due} />
      </>
    );
  const due = (after ?? before)?.due;
  return due === undefined ? null : <When page={page} date={due} />;
}
