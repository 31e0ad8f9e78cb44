import { Body, Controller, Get, Injectable, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { AnsweringReminders, PlanningInProgress } from '#deadlines/answers.js';
import { type AnswerableReminder, AnswerableReminders, type DeliveredReminders } from '#deadlines/queries/reminders.js';
import { dayIn, isDay } from '#domain/date/day.js';
import { isSettled } from '#domain/deadline/deadline.js';
import { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { capitalized, writtenDate } from '#language/format.js';
import { type Language, languageIn } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { escaped, type Fact } from '#subscriptions/messages/mail/letter.js';
import { reminderPhrase, titleBeside, windowOf } from '#subscriptions/messages/mail/reminder-letter.js';
import type { Reminder } from '#subscriptions/messages/message.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Id, Needs } from '../auth/caller.js';
import { framed, sendPage } from '../http/html-page.js';
import { FORMS } from '../http/request-bodies.js';

const Form = z.object({
  answer: z.enum(['acknowledge', 'acknowledge-all', 'snooze']),
  reminder: z.string().default(''),
  until: z.string().default(''),
});

/** Actor recorded for answers by link. */
const BY = 'link';

@Injectable()
export class FormAnswers {
  constructor(private readonly answers: AnsweringReminders) {}

  /** @returns a message in the recipient's language; errors change nothing */
  async take(body: unknown, delivered: DeliveredReminders): Promise<AnswerPageContent> {
    return this.#take(body, delivered).catch((error: unknown) => {
      if (error instanceof PlanningInProgress)
        return { text: phrases(delivered.language).reminders.page.busy, isError: true };
      throw error;
    });
  }

  async #take(body: unknown, delivered: DeliveredReminders): Promise<AnswerPageContent> {
    const words = phrases(delivered.language).reminders.page;
    const form = Form.safeParse(body);
    if (!form.success) return { text: words.invalidForm, isError: true };
    const { answer, reminder: id, until } = form.data;
    if (answer === 'acknowledge-all') return this.#all(delivered);
    const reminder = delivered.reminders.find((one) => one.id === id);
    if (!reminder) return { text: words.invalidForm, isError: true };
    if (answer === 'snooze') return this.#snooze(reminder, until, delivered);
    const answerer = { owner: delivered.owner, by: BY };
    return this.#taken(() => this.answers.acknowledge(id, answerer), reminder, delivered);
  }

  async #all({ reminders, owner, language }: DeliveredReminders): Promise<AnswerPageContent> {
    const words = phrases(language).reminders.page;
    const ids = reminders.filter(({ canAcknowledge }) => canAcknowledge).map(({ id }) => id);
    const count = await this.answers.acknowledgeAll(ids, { owner, by: BY });
    return { text: count === 0 ? words.nothingToAcknowledge : words.acknowledgedAll(count), isError: false };
  }

  async #snooze(
    reminder: AnswerableReminder,
    until: string,
    delivered: DeliveredReminders,
  ): Promise<AnswerPageContent> {
    const { snoozable, id } = reminder;
    const words = phrases(delivered.language).reminders.page;
    if (!snoozable) return { text: words.closed, isError: true, about: id };
    const possible = possibleDays(snoozable, delivered.language);
    if (!isDay(until)) return { text: words.invalidDate(possible), isError: true, about: id };
    if (until < snoozable.from || until > snoozable.to)
      return { text: words.dateOutOfRange(possible), isError: true, about: id, until };
    const answerer = { owner: delivered.owner, by: BY };
    return this.#taken(() => this.answers.snooze(id, until, answerer), reminder, delivered);
  }

  /** The deadline may have been met or moved since the page was displayed. */
  async #taken(
    answer: () => Promise<unknown>,
    { id }: AnswerableReminder,
    delivered: DeliveredReminders,
  ): Promise<AnswerPageContent> {
    const words = phrases(delivered.language).reminders.page;
    try {
      await answer();
      return { text: words.done, isError: false, about: id };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return {
        text: error.code === 'subscription-unfit' ? words.unsubscribed : words.closed,
        isError: true,
        about: id,
      };
    }
  }
}

const Link = z.object({ until: z.string().regex(/^\d{1,12}$/), token: z.string() });

/**
 * Target of the link in reminders: recipients acknowledge and snooze without a key. GET changes nothing, because mail
 * scanners open links.
 */
@ApiExcludeController()
@Controller('reminders/:delivery')
export class ReminderPagesController {
  constructor(
    private readonly reminders: AnswerableReminders,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly schemes: SchemeCatalogue,
    private readonly answers: FormAnswers,
  ) {}

  @Get()
  @Needs('nothing')
  async show(@Id('delivery') delivery: string, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const delivered = await this.#delivered(delivery, query, reply);
    if (delivered) await this.#send(delivered, reply);
  }

  @Post()
  @Needs('nothing', FORMS)
  async answer(
    @Id('delivery') delivery: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const delivered = await this.#delivered(delivery, query, reply);
    if (!delivered) return;
    const fields = body instanceof URLSearchParams ? Object.fromEntries(body) : undefined;
    const said = await this.answers.take(fields, delivered);
    await this.#send((await this.reminders.ofDelivery(delivery)) ?? delivered, reply, said);
  }

  /** The reminders of the link; `undefined` if the link is invalid, in which case the response has been sent. */
  async #delivered(delivery: string, query: unknown, reply: FastifyReply): Promise<DeliveredReminders | undefined> {
    const link = Link.safeParse(query);
    const until = Number(link.data?.until);
    const isOurs = link.success && this.secrets.isToken(link.data.token, 'answer', delivery, until);
    const delivered = isOurs ? await this.reminders.ofDelivery(delivery) : undefined;
    const language: Language = delivered?.language ?? languageIn(reply.request.headers['accept-language']);
    if (!delivered) sendPage(reply, 422, wordPage(phrases(language).reminders.page.invalidLink, language));
    else if (until * 1000 < this.clock.now().getTime())
      sendPage(reply, 410, wordPage(phrases(language).reminders.page.expiredLink, language));
    else return delivered;
    return undefined;
  }

  async #send(
    { reminders, language, zone }: DeliveredReminders,
    reply: FastifyReply,
    said?: AnswerPageContent,
  ): Promise<void> {
    const schemes = await this.schemes.at();
    const dayOf = (instant: Date): string => dayIn(zone, instant);
    sendPage(reply, said?.isError ? 422 : 200, answerPage({ reminders, schemes, language, dayOf, said }));
  }
}

interface AnswerPageContent {
  text: string;
  isError: boolean;
  /** Id of the reminder; absent: the whole page. */
  about?: string;
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
function answerPage(page: AnswerPage): string {
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
  return framed(words.title, body.filter(Boolean).join('\n'), language);
}

const wordPage = ({ title, text }: { title: string; text: string }, language: Language): string =>
  framed(title, `<p>${escaped(text)}</p>`, language);

const isAnswerable = ({ deadline: { moved, state } }: AnswerableReminder): boolean => !moved && !isSettled(state);

function card(view: AnswerableReminder, page: AnswerPage): string {
  const { schemes, language, said } = page;
  const reminder = asMessage(view);
  const facts = view.deadline.moved ? [] : windowOf(reminder, language);
  const lines = [
    `<h2>${escaped(capitalized(reminderPhrase(reminder, schemes, language)))}</h2>`,
    ...titleBeside(reminder, language).map((title) => `<p>${escaped(title)}</p>`),
    factList(facts),
    ...standing(view, page).map((text) => `<p>${escaped(text)}</p>`),
    said?.about === view.id ? note(said) : '',
    ...(isAnswerable(view) ? answers(view, page) : []),
  ];
  return `<article class="card" id="${escaped(view.id)}">\n${lines.filter(Boolean).join('\n')}\n</article>`;
}

const factList = (facts: readonly Fact[]): string => {
  const entries = facts.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`);
  return entries.length === 0 ? '' : `<dl class="facts">${entries.join('')}</dl>`;
};

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
  const days = `<span class="hint" id="${hint}">${escaped(possibleDays(snoozable, language))}</span>`;
  return [...acknowledge, form(which + field + button('snooze', words.snooze, 'second') + days)];
}

export function possibleDays({ from, to }: { from: string; to: string }, language: Language): string {
  return phrases(language).reminders.page.allowedDates(writtenDate(from, language), writtenDate(to, language));
}

const form = (inside: string): string => `<form method="post" class="send">${inside}</form>`;

const button = (answer: string, label: string, looks = ''): string =>
  `<button class="${looks}" name="answer" value="${answer}">${escaped(label)}</button>`;

const note = ({ text, isError }: AnswerPageContent): string =>
  `<p class="note ${isError ? 'error' : 'good'}" role="${isError ? 'alert' : 'status'}">${escaped(text)}</p>`;

/** In the form of a message, so that page and mail use the same phrases. */
function asMessage(view: AnswerableReminder): Reminder {
  const { deadline, dossier, daysBefore, escalation, daysLeft } = view;
  const { key, version, kind, due, opens, lapses, title, state, confirmed } = deadline;
  return {
    id: view.id,
    deadline: { key, version },
    dossier: dossier.id,
    kind,
    state: state === 'missed' ? 'missed' : 'open',
    provider: dossier.provider.name,
    service: dossier.service?.name ?? null,
    scheme: dossier.scheme,
    ...{ opens, due, lapses, daysLeft, rung: daysBefore, escalation, title, confirmed },
    url: '',
  };
}
