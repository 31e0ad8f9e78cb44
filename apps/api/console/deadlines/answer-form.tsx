import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import { type Day, dayIn } from '#domain/date/day.js';
import { writtenDate } from '#language/format.js';
import { possibleDays } from '../../reminders/reminder-page.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Form } from '../frame/controls.js';
import { may, type PageContext, currentUrlWith } from '../frame/page.js';

/** Why a snooze failed, with the entered date. */
export interface SnoozeError {
  key: string;
  code: SnoozeProblem;
  until: string;
}

export type SnoozeProblem = 'busy' | 'closed' | 'unsubscribed' | 'invalidDate' | 'dateOutOfRange';

interface AnswerProps {
  page: PageContext;
  deadline: ListedDeadline;
  name: string;
  reminders: readonly AnswerableReminder[];
  wrong?: SnoozeError | undefined;
}

/** Scope of visible reminders. */
export const reminderScope = (page: PageContext): 'own' | 'all' => (may(page, 'admin') ? 'all' : 'own');

/** Reminder status with the acknowledge and snooze forms. */
export function Answer({ page, deadline, name, reminders, wrong }: AnswerProps) {
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
          <input type="hidden" name="deadline" value={deadline.key} />
          <button class="second" name="answer" value="acknowledge">
            {t.acknowledge}
            {unseen}
          </button>
        </Form>
      ) : null}
      {short.snoozable ? (
        <SnoozeForm
          {...{ page, deadline, unseen, snoozable: short.snoozable }}
          wrong={wrong?.key === deadline.key ? wrong : undefined}
        />
      ) : null}
    </>
  );
}

function saidOf(
  { acknowledged, snoozedUntil, next, wasSent }: ReminderSummary,
  { language, zone }: PageContext,
): string[] {
  const t = phrases(language).console.agenda;
  const day = (text: string) => writtenDate(text, language);
  return [
    ...(acknowledged ? [t.acknowledged(day(dayIn(zone, acknowledged.at)), byWhom(acknowledged.by, t.byLink))] : []),
    ...(snoozedUntil === undefined ? [] : [t.snoozed(day(snoozedUntil))]),
    ...(wasSent || acknowledged ? [] : [t.notSent]),
    ...(next === undefined ? [t.noMore] : next === snoozedUntil ? [] : [t.next(day(next))]),
  ];
}

/** Actors are written `key:id name`. */
const byWhom = (by: string, link: string): string => (by === 'link' ? link : by.replace(/^key:\S+ /, ''));

interface SnoozeProps {
  page: PageContext;
  deadline: ListedDeadline;
  unseen: preact.JSX.Element;
  snoozable: Snoozable;
  wrong: SnoozeError | undefined;
}

function SnoozeForm({ page, deadline: { key }, unseen, snoozable, wrong }: SnoozeProps) {
  const t = phrases(page.language).console.agenda;
  const id = snoozeId(key);
  return (
    <details open={wrong !== undefined}>
      <summary>
        {t.snooze}
        {unseen}
      </summary>
      <Form page={page} action={currentUrlWith(page, {})} class={wrong ? 'field wrong' : 'field'}>
        <input type="hidden" name="deadline" value={key} />
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
          {t.snooze}
          {unseen}
        </button>
        {wrong ? <div class="error">{problemText(wrong.code, snoozable, page.language)}</div> : null}
      </Form>
    </details>
  );
}

export function problemText(code: SnoozeProblem, snoozable: Snoozable | undefined, language: Language): string {
  const { page } = phrases(language).reminders;
  const text = page[code];
  if (typeof text === 'string') return text;
  return snoozable ? text(possibleDays(snoozable, language)) : page.closed;
}

export const snoozeId = (key: string): string => `snooze-${key.replace(/[^\w-]/g, '-')}`;

/** The reminders of a deadline across subscriptions. */
interface ReminderSummary {
  canAcknowledge: boolean;
  acknowledged?: { at: Date; by: string };
  snoozedUntil?: Day;
  next?: Day;
  wasSent: boolean;
  snoozable?: Snoozable;
}

interface Snoozable {
  from: Day;
  to: Day;
  ids: string[];
}

function summarize(reminders: readonly AnswerableReminder[]): ReminderSummary {
  const canAcknowledge = reminders.some((reminder) => reminder.canAcknowledge);
  const answers = reminders.flatMap(({ acknowledgedAt: at, acknowledgedBy: by }) => (at && by ? [{ at, by }] : []));
  const acknowledged = answers.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
  const planned = reminders.filter(({ state }) => state === 'planned').map(({ day }) => day);
  const [next] = planned.toSorted();
  const snoozedUntil = reminders.flatMap(({ snoozedUntil: day }) =>
    day !== null && planned.includes(day) ? [day] : [],
  );
  const snoozable = snoozableIn(reminders);
  return {
    canAcknowledge,
    wasSent: reminders.some(({ state }) => state === 'sent' || state === 'claimed' || state === 'failed'),
    ...(acknowledged && !canAcknowledge && { acknowledged }),
    ...(snoozedUntil[0] !== undefined && { snoozedUntil: snoozedUntil[0] }),
    ...(next !== undefined && { next }),
    ...(snoozable && { snoozable }),
  };
}

/** The snooze window common to all. */
export function snoozableIn(reminders: readonly AnswerableReminder[]): Snoozable | undefined {
  const bySubscription = new Map(reminders.flatMap((one) => (one.snoozable ? [[one.subscription.id, one]] : [])));
  const ones = [...bySubscription.values()];
  const windows = ones.flatMap(({ snoozable }) => snoozable ?? []);
  const from = windows
    .map((window) => window.from)
    .sort()
    .at(-1);
  const to = windows.map((window) => window.to).sort()[0];
  return from === undefined || to === undefined || from > to ? undefined : { from, to, ids: ones.map(({ id }) => id) };
}
