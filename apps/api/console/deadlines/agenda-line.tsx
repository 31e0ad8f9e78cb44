import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import { phrases } from '#language/phrases.js';
import { isSettled } from '#domain/deadline/deadline.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { titleOf, whenDue } from '#notifications/mail/reminder-phrase.js';
import { REMINDER_WORDS } from '#notifications/mail/reminder-words.js';
import { Badge, dossierTitle, type Tone, When } from '../frame/display.js';
import { addressOf, may, type ThisPage } from '../frame/page.js';
import { Acts } from './acts.js';
import { AGENDA_WORDS } from './agenda-words.js';
import { Answer, type Wrong } from './answer.js';

const TONES: Record<ListedDeadline['state'], Tone> = { open: 'plain', missed: 'bad', met: 'good', cancelled: 'plain' };

export interface LineProps {
  page: ThisPage;
  schemes: Schemes;
  /** Of the deadlines that are listed, by key; absent where nobody sees them. */
  reminders: ReadonlyMap<string, readonly AnswerableReminder[]> | undefined;
  wrong?: Wrong | undefined;
}

/** A deadline: whose, what, when, who was told, and what can be done. */
export function AgendaLine({ page, schemes, reminders, wrong, deadline }: LineProps & { deadline: ListedDeadline }) {
  const { language } = page;
  const words = AGENDA_WORDS[language];
  const { dossier, kind, due, lapses, state } = deadline;
  const name = capitalized([REMINDER_WORDS[language].kind[kind], ...titleOf(deadline, language)].join(', '));
  return (
    <tr>
      <td data-label={words.due}>
        <When page={page} date={due} />
        {lapses === null ? null : (
          <span class="soft small">
            {' '}
            ({words.lapses} <When page={page} date={lapses} />)
          </span>
        )}
      </td>
      <th scope="row">
        {name}{' '}
        {state === 'open' ? null : (
          <Badge tone={TONES[state]}>{phrases(language).console.frame.deadline.states[state]}</Badge>
        )}
      </th>
      <td data-label={words.dossier}>
        <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{dossierTitle(dossier, schemes, language)}</a>
      </td>
      <td data-label={words.left}>{isSettled(state) ? null : whenDue(deadline, language)}</td>
      {reminders ? (
        <td data-label={words.reminders}>
          {isSettled(state) ? null : (
            <Answer {...{ page, deadline, name, wrong }} reminders={reminders.get(deadline.key) ?? []} />
          )}
        </td>
      ) : null}
      {may(page, 'record') ? (
        <td data-label={words.act}>
          <Acts {...{ page, deadline, name }} />
        </td>
      ) : null}
    </tr>
  );
}
