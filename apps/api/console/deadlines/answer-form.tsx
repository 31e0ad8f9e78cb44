import type { Day } from '#domain/date/day.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import { dayIn } from '#domain/date/day.js';
import { writtenDate } from '#language/format.js';
import { possibleDays } from '../../reminders/reminder-page.js';
import type { Language } from '#language/language.js';
import type { AnswerProblem, WrongAnswer } from './deadline-answers.js';
import { type ReminderSummary, type Snoozable, summarize } from './reminder-summary.js';
import { phrases } from '#language/phrases.js';
import { Form } from '../frame/controls.js';
import { may, nameOfActor, type PageContext, currentUrlWith } from '../frame/page.js';

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
        <div key={text} class="small">
          {text}
        </div>
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
  keys.map((key) => <input key={key} type="hidden" name="deadline" value={key} />);

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
