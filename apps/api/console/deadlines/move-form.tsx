import type { DeadlineKind } from '#domain/deadline/deadline.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Form } from '../frame/controls.js';
import { currentUrlWith, type PageContext } from '../frame/page.js';
import type { AnswerProblem, WrongAnswer } from './deadline-answers.js';

interface MoveFormProps {
  page: PageContext;
  deadline: ListedDeadline;
  unseen: preact.JSX.Element;
  idempotencyKey: string;
  wrong: WrongAnswer | undefined;
}

/** Moves a deadline that was set by hand to another day. */
export function MoveForm({ page, deadline: { key, due }, unseen, idempotencyKey, wrong: any }: MoveFormProps) {
  const { moveTo } = phrases(page.language).console.agenda;
  const { move } = phrases(page.language).console.frame.deadline.acts;
  const id = moveId(key);
  const wrong = any?.key === key && any.answer === 'move' ? any : undefined;
  return (
    <details open={wrong !== undefined}>
      <summary>
        {move}
        {unseen}
      </summary>
      <Form page={page} action={currentUrlWith(page, {})} class={wrong ? 'field wrong' : 'field'}>
        <input type="hidden" name="deadline" value={key} />
        <input type="hidden" name="was" value={due} />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <label for={id}>{moveTo}</label>{' '}
        <input
          id={id}
          type="date"
          name="until"
          required
          value={wrong?.until ?? ''}
          {...(wrong && { 'aria-invalid': 'true' })}
        />{' '}
        <button class="second" name="answer" value="move">
          {move}
          {unseen}
        </button>
        {wrong ? <div class="error">{moveProblem(wrong.code, page.language)}</div> : null}
      </Form>
    </details>
  );
}

/** Of kinds whose date is that of an event. */
const CORRECTABLE: ReadonlySet<DeadlineKind> = new Set([
  ...(['grant-end', 'renewal-window', 'surveillance', 'reservation', 'target', 'dependency-end'] as const),
]);

/** Why a deadline that follows from something else cannot be moved, and the event to correct. */
export function FixedDate({ page, deadline, unseen }: Pick<MoveFormProps, 'page' | 'deadline' | 'unseen'>) {
  const { fixed } = phrases(page.language).console.agenda;
  const { kind, event, dossier, dependsOn } = deadline;
  if (kind === 'officer-set') return null;
  return (
    <details>
      <summary>
        {fixed.summary}
        {unseen}
      </summary>
      <p class="small">
        {fixed.why[kind]}{' '}
        {CORRECTABLE.has(kind) ? (
          <a href={`/dossiers/${dependsOn ?? dossier.id}/events/${event}/correct`}>
            {fixed.correct}
            {unseen}
          </a>
        ) : null}
      </p>
      <p class="small">{fixed.reminder}</p>
    </details>
  );
}

/** A date is the only input, so that nothing else can be invalid. */
export function moveProblem(code: AnswerProblem, language: Language): string {
  const { changed, moveInvalid } = phrases(language).console.agenda;
  if (code === 'changed') return changed;
  return code === 'closed' ? phrases(language).reminders.page.closed : moveInvalid;
}

export const moveId = (key: string): string => `move-${key.replace(/[^\w-]/g, '-')}`;
