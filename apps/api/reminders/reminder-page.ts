import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import { isSettled } from '#domain/deadline/deadline.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { escaped } from '#notifications/mail/letter.js';
import { reminderPhrase, titleBeside, windowOf } from '#notifications/mail/reminder-letter.js';
import type { Reminder } from '#notifications/message.js';
import { framed } from '../http/html-page.js';
import { phrases } from '#language/phrases.js';

/** Result of an answer. */
export interface AnswerPageContent {
  text: string;
  isError: boolean;
  /** Id of the reminder; absent: the whole page. */
  about?: string;
  /** The day entered. */
  until?: string;
}

interface AnswerPage {
  reminders: readonly AnswerableReminder[];
  schemes: Schemes;
  language: Language;
  /** The day of an instant in the recipient's time zone. */
  dayOf: (instant: Date) => string;
  said?: AnswerPageContent | undefined;
}

/** Page with the reminders of a message and the possible answers. Its forms post to the same address. */
export function answerPage(page: AnswerPage): string {
  const { reminders, language, said } = page;
  const words = phrases(language).reminders.page;
  const open = reminders.filter(isAnswerable);
  const all =
    reminders.length > 1 && open.some((reminder) => reminder.acknowledgedAt === null)
      ? form(button('acknowledge-all', words.acknowledgeAll))
      : '';
  const body = [
    said && said.about === undefined ? note(said) : '',
    open.length > 0 ? `<p class="soft">${escaped(words.intro)}</p>` : '',
    all,
    ...reminders.map((reminder) => card(reminder, page)),
  ];
  return framed({ title: words.title, style: ANSWER_PAGE_STYLE, body: body.filter(Boolean).join('\n') }, language);
}

/** A page with one message. */
export const wordPage = ({ title, text }: { title: string; text: string }, language: Language): string =>
  framed({ title, style: ANSWER_PAGE_STYLE, body: `<p>${escaped(text)}</p>` }, language);

const isAnswerable = ({ deadline: { moved, state } }: AnswerableReminder): boolean => !moved && !isSettled(state);

function card(view: AnswerableReminder, page: AnswerPage): string {
  const { schemes, language, said } = page;
  const reminder = asTold(view);
  const facts = view.deadline.moved ? [] : windowOf(reminder, language);
  const lines = [
    `<h2>${escaped(capitalized(reminderPhrase(reminder, schemes, language)))}</h2>`,
    ...titleBeside(reminder, language).map((title) => `<p>${escaped(title)}</p>`),
    ...facts.map(({ label, value }) => `<p>${escaped(`${label}${colon(language)}${value}`)}</p>`),
    ...standing(view, page).map((text) => `<p>${escaped(text)}</p>`),
    said?.about === view.id ? note(said) : '',
    ...(isAnswerable(view) ? answers(view, page) : []),
  ];
  return `<article id="${escaped(view.id)}">\n${lines.filter(Boolean).join('\n')}\n</article>`;
}

/** State of the reminder and its deadline. */
function standing(view: AnswerableReminder, { language, dayOf }: AnswerPage): string[] {
  const words = phrases(language).reminders.page;
  const { deadline, acknowledgedAt, snoozedUntil, isOverdue, escalation } = view;
  if (deadline.moved) return [words.moved(writtenDate(deadline.due, language))];
  if (deadline.state === 'met') return [words.met];
  if (deadline.state === 'cancelled') return [words.cancelled];
  const isLate = deadline.state === 'open' && deadline.lapses !== null; // it can still be met
  return [
    ...(escalation && acknowledgedAt === null ? [words.escalated] : []),
    ...(isOverdue && acknowledgedAt === null ? [isLate ? phrases(language).mail.reminders.late : words.overdue] : []),
    ...(acknowledgedAt === null ? [] : [words.acknowledged(writtenDate(dayOf(acknowledgedAt), language))]),
    ...(snoozedUntil === null ? [] : [words.snoozed(writtenDate(snoozedUntil, language))]),
  ];
}

function answers({ id, snoozable, canAcknowledge }: AnswerableReminder, { language, said }: AnswerPage): string[] {
  const words = phrases(language).reminders.page;
  const which = `<input type="hidden" name="reminder" value="${escaped(id)}">`;
  const acknowledge = canAcknowledge ? [form(which + button('acknowledge', words.acknowledge))] : [];
  if (!snoozable) return acknowledge;
  const { from, to } = snoozable;
  const asked = said?.about === id ? (said.until ?? '') : from === to ? from : '';
  const hint = `days-${escaped(id)}`;
  const input = `<input type="date" name="until" required min="${from}" max="${to}" value="${escaped(asked)}" aria-describedby="${hint}">`;
  const field = `<label>${escaped(words.until)} ${input}</label>`;
  const days = `<small id="${hint}">${escaped(possibleDays(snoozable, language))}</small>`;
  return [...acknowledge, form(which + field + button('snooze', words.snooze, 'second') + days)];
}

/** The allowed dates of a snooze, as text. */
export function possibleDays({ from, to }: { from: string; to: string }, language: Language): string {
  return phrases(language).reminders.page.allowedDates(writtenDate(from, language), writtenDate(to, language));
}

const form = (inside: string): string => `<form method="post">${inside}</form>`;

const button = (answer: string, label: string, looks = 'first'): string =>
  `<button class="${looks}" name="answer" value="${answer}">${escaped(label)}</button>`;

const note = ({ text, isError }: AnswerPageContent): string =>
  `<p class="${isError ? 'error' : 'note'}" role="${isError ? 'alert' : 'status'}">${escaped(text)}</p>`;

/** In the form of a message, so that page and mail use the same phrases. */
function asTold(view: AnswerableReminder): Reminder {
  const { deadline, dossier, rung, escalation, daysLeft } = view;
  const { key, version, kind, due, opens, lapses, title, state } = deadline;
  return {
    id: view.id,
    deadline: { key, version },
    dossier: dossier.id,
    kind,
    state: state === 'missed' ? 'missed' : 'open',
    provider: dossier.provider.name,
    service: dossier.service?.name ?? null,
    scheme: dossier.scheme,
    ...{ opens, due, lapses, daysLeft, rung, escalation, title },
    url: '',
  };
}

const ANSWER_PAGE_STYLE = `
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.125rem;line-height:1.35;margin:0 0 .25rem}
article{border:1px solid #8888;border-radius:.5rem;padding:1rem;margin:1rem 0}
article p{margin:.25rem 0}
.note{border-left:.25rem solid #2a7;padding:.5rem .75rem;background:#2a71}
.error{border-left:.25rem solid #c33;padding:.5rem .75rem;background:#c331}
.soft{opacity:.8}
form{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:end;margin:.75rem 0 0}
label{display:block}small{flex-basis:100%;opacity:.8}
input{font:inherit;padding:.5rem;box-sizing:border-box;display:block;margin-top:.25rem;min-width:11rem}
button{font:inherit;padding:.55rem 1rem;border:1px solid #25b;border-radius:.375rem;background:#25b;color:#fff;cursor:pointer}
button.second{background:none;color:inherit;border-color:currentColor}
:focus-visible{outline:.1875rem solid #f90;outline-offset:.125rem}
@media(max-width:30rem){button,input,label{width:100%}}
`.replaceAll('\n', '');
