import { colon, type Language } from '#language/language.js';
import { type ThisPage } from '../../frame/page.js';
import { Moment } from '../../frame/display.js';
import { deadlineName } from './deadline-changes.js';
import type { Foreseen, Reminders } from './foresight.js';
import { PREVIEW_WORDS } from './preview-words.js';

const SHOWN = 20;

interface Target {
  target: string;
}

type Reminded = Reminders['planned'][number];

/** Who hears of it at once, and whose reminders become others. */
export function Audience({ page, told, reminders }: { page: ThisPage } & Pick<Foreseen, 'told' | 'reminders'>) {
  const words = PREVIEW_WORDS[page.language];
  const { atOnce, daily, others } = told;
  const over = reminders ? [...reminders.superseded, ...reminders.cancelled] : [];
  return (
    <>
      {atOnce.length + daily.length + others === 0 ? <p>{words.toldNobody}</p> : null}
      <ToldWhen page={page} when={words.toldNow} subscriptions={atOnce} />
      <ToldWhen page={page} when={words.toldDaily} subscriptions={daily} />
      {others > 0 ? <p>{words.othersTold(others)}</p> : null}
      {reminders ? (
        <>
          <h3>{words.reminders}</h3>
          {reminders.planned.length + over.length + reminders.others === 0 ? <p>{words.noReminder}</p> : null}
          <Reminding page={page} title={words.planned} reminders={reminders.planned} />
          <Reminding page={page} title={words.notAnyMore} reminders={over} />
          {reminders.others > 0 ? <p>{words.othersReminded(reminders.others)}</p> : null}
        </>
      ) : null}
    </>
  );
}

function ToldWhen({ page, when, subscriptions }: { page: ThisPage; when: string; subscriptions: readonly Target[] }) {
  if (subscriptions.length === 0) return null;
  return <p>{`${when}${colon(page.language)}${named(subscriptions, page.language)}.`}</p>;
}

function named(subscriptions: readonly Target[], language: Language): string {
  const shown = subscriptions.slice(0, SHOWN).map(({ target }) => target);
  const rest = subscriptions.length - shown.length;
  return [...shown, ...(rest > 0 ? [PREVIEW_WORDS[language].others(rest)] : [])].join(', ');
}

/** Two rungs that weekends or holidays move to one instant are one message. */
function messages(reminders: readonly Reminded[]): Reminded[] {
  const found = new Map<string, Reminded>();
  for (const reminder of reminders) {
    const key = JSON.stringify([reminder.fireAt, reminder.dossier, reminder.deadline.key, reminder.escalation]);
    const others = found.get(key)?.subscriptions ?? [];
    const more = reminder.subscriptions.filter(({ id }) => !others.some((other) => other.id === id));
    found.set(key, { ...reminder, subscriptions: [...others, ...more] });
  }
  return [...found.values()];
}

function Reminding({ page, title, reminders }: { page: ThisPage; title: string; reminders: readonly Reminded[] }) {
  const words = PREVIEW_WORDS[page.language];
  const shown = messages(reminders);
  if (shown.length === 0) return null;
  return (
    <>
      <p>
        <strong>{title}</strong>
      </p>
      <ul>
        {shown.slice(0, SHOWN).map((reminder, index) => (
          <li key={index}>
            <Moment page={page} at={new Date(reminder.fireAt)} />
            {` · ${deadlineName(reminder.deadline, page.language)} · ${named(reminder.subscriptions, page.language)}`}
            {reminder.escalation ? <span class="soft small"> ({words.onlyUnanswered})</span> : null}
          </li>
        ))}
        {shown.length > SHOWN ? <li class="soft">{words.more(shown.length - SHOWN)}</li> : null}
      </ul>
    </>
  );
}
