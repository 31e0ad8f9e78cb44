import { phrases } from '#language/phrases.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { actsOn } from '../frame/deadline-acts.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { AGENDA_WORDS } from './agenda-words.js';

interface ActsProps {
  page: ThisPage;
  deadline: ListedDeadline;
  /** What it is called. */
  name: string;
}

/** Where what became of a deadline is recorded, and another one set. */
export function Acts({ page, deadline, name }: ActsProps) {
  const { acts } = phrases(page.language).console.frame.deadline;
  const { dossier, state } = deadline;
  const unseen = <span class="unseen">{` (${name}, ${dossier.provider.name})`}</span>;
  return (
    <span class="actions">
      {isSettled(state)
        ? null
        : actsOn(deadline, dossier.id).map(({ act, path, query }) => (
            <a key={act} href={addressOf(page, path, query)}>
              {acts[act]}
              {unseen}
            </a>
          ))}
      <a href={addressOf(page, `/dossiers/${dossier.id}/record/DeadlineSet`)}>
        {AGENDA_WORDS[page.language].set}
        {unseen}
      </a>
    </span>
  );
}
