import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import { type Day, dayIn } from '#domain/date/day.js';
import type { DeadlineKind } from '#domain/deadline/deadline.js';
import { writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import { possibleDays } from '../../api/deadlines/reminder-pages.controller.js';
import { Form } from '../frame/controls.js';
import { may, nameOfActor, type PageContext, currentUrlWith } from '../frame/page.js';
import {
  type AnswerProblem,
  type WrongAnswer,
  type ReminderSummary,
  type Snoozable,
  summarize,
} from './deadline-answers.js';

interface AnswerProps {
  page: PageContext;
  deadline: ListedDeadline;
  /** Of all deadlines of the row. */
  keys: readonly string[];
  name: string;
  reminders: readonly AnswerableReminder[];
  wrong?: WrongAnswer | undefined;
}

/** Scope of visible reminders. */
export const reminderScope = (page: PageContext): 'own' | 'all' => (may(page, 'admin') ? 'all' : 'own');

/** Reminder status with the acknowledge and snooze forms. */
export function Answer({ page, deadline, keys, name, reminders, wrong }: AnswerProps) {
  const t = phrases(page.language).console.agenda;
  if (reminders.length === 0) return <span class="soft small">{t.nobody[reminderScope(page)]}</span>;
  const short = summarize(reminders);
  const unseen = <span class="unseen">{` (${name}, ${deadline.dossier.provider.name})`}</span>;
  return (
    <>
      {saidOf(short, page).map((text) => (
        <div class="small">{text}</div>
      ))}
      {short.canAcknowledge ? (
        <Form page={page} action={currentUrlWith(page, {})}>
          <Keys keys={keys} />
          <button class="second" name="answer" value="acknowledge">
            {t.acknowledge}
            {unseen}
          </button>
        </Form>
      ) : null}
      {short.snoozable ? (
        <SnoozeForm
          {...{ page, deadline, keys, unseen, snoozable: short.snoozable, snoozedUntil: short.snoozedUntil }}
          wrong={wrong?.key === deadline.key && wrong.answer === 'snooze' ? wrong : undefined}
        />
      ) : null}
    </>
  );
}

function saidOf({ acknowledged, snoozedUntil, next, wasSent }: ReminderSummary, page: PageContext): string[] {
  const { language, zone } = page;
  const t = phrases(language).console.agenda;
  const day = (text: string) => writtenDate(text, language);
  return [
    ...(acknowledged
      ? [
          t.acknowledged(
            day(dayIn(zone, acknowledged.at)),
            acknowledged.by === 'link' ? t.byLink : nameOfActor(page, acknowledged.by),
          ),
        ]
      : []),
    ...(snoozedUntil === undefined ? [] : [t.snoozed(day(snoozedUntil))]),
    ...(wasSent || acknowledged ? [] : [t.notSent]),
    ...(next === undefined ? [t.noMore] : next === snoozedUntil ? [] : [t.next(day(next))]),
  ];
}

const Keys = ({ keys }: Pick<AnswerProps, 'keys'>) =>
  keys.map((key) => <input type="hidden" name="deadline" value={key} />);

interface SnoozeProps {
  page: PageContext;
  deadline: ListedDeadline;
  keys: readonly string[];
  unseen: preact.JSX.Element;
  snoozable: Snoozable;
  snoozedUntil: Day | undefined;
  wrong: WrongAnswer | undefined;
}

function SnoozeForm({ page, deadline: { key }, keys, unseen, snoozable, snoozedUntil = '', wrong }: SnoozeProps) {
  const t = phrases(page.language).console.agenda;
  const id = snoozeId(key);
  return (
    <details open={wrong !== undefined}>
      <summary>
        {t.snooze}
        {unseen}
      </summary>
      <Form page={page} action={currentUrlWith(page, {})} class={wrong ? 'field wrong' : 'field'}>
        <Keys keys={keys} />
        <input type="hidden" name="snoozed" value={snoozedUntil} />
        <label for={id}>{phrases(page.language).reminders.page.until}</label>
        <div class="hint" id={`${id}-days`}>
          {possibleDays(snoozable, page.language)}
        </div>
        <input
          id={id}
          type="date"
          name="until"
          required
          min={snoozable.from}
          max={snoozable.to}
          value={wrong?.until ?? ''}
          aria-describedby={`${id}-days`}
          {...(wrong && { 'aria-invalid': 'true' })}
        />{' '}
        <button class="second" name="answer" value="snooze">
          {phrases(page.language).reminders.page.snooze}
          {unseen}
        </button>
        {wrong ? <div class="error">{problemText(wrong.code, snoozable, page.language)}</div> : null}
      </Form>
    </details>
  );
}

export function problemText(code: AnswerProblem, snoozable: Snoozable | undefined, language: Language): string {
  const { page } = phrases(language).reminders;
  if (code === 'changed') return phrases(language).console.agenda.changed;
  const text = page[code];
  if (typeof text === 'string') return text;
  return snoozable ? text(possibleDays(snoozable, language)) : page.closed;
}

export const snoozeId = (key: string): string => `snooze-${key.replace(/[^\w-]/g, '-')}`;

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
