import { Body, Controller, Get, Injectable, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { AcknowledgeAll, AcknowledgeReminder } from '#deadlines/answers/acknowledge.js';
import { PlanningInProgress } from '#deadlines/answers/answer-transaction.js';
import { SnoozeReminder } from '#deadlines/answers/snooze.js';
import {
  type AnswerableReminder,
  RemindersOfDelivery,
  type DeliveredReminders,
} from '#deadlines/queries/answerable-reminders.js';
import { dayIn, isDay } from '#domain/date/day.js';
import { Refusal } from '#domain/refusal.js';
import { type Language, languageIn } from '#language/language.js';
import { Secrets } from '#notifications/secrets.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Needs } from '../auth/needs.js';
import { FORMS } from '../http/request-bodies.js';
import { sendPage } from '../http/html-page.js';
import { IdInPath } from '../auth/caller-scope.js';
import { answerPage, possibleDays, type AnswerPageContent, wordPage } from './reminder-page.js';
import { phrases } from '#language/phrases.js';

const Form = z.object({
  answer: z.enum(['acknowledge', 'acknowledge-all', 'snooze']),
  reminder: z.string().default(''),
  until: z.string().default(''),
});

/** Actor recorded for answers by link. */
const BY = 'link';

/** Handles the forms of the page. */
@Injectable()
export class FormAnswers {
  constructor(private readonly commands: CommandBus) {}

  /** @returns a message in the recipient's language; errors change nothing */
  async take(body: unknown, told: DeliveredReminders): Promise<AnswerPageContent> {
    return this.#take(body, told).catch((error: unknown) => {
      if (error instanceof PlanningInProgress)
        return { text: phrases(told.language).reminders.page.busy, isError: true };
      throw error;
    });
  }

  async #take(body: unknown, told: DeliveredReminders): Promise<AnswerPageContent> {
    const words = phrases(told.language).reminders.page;
    const form = Form.safeParse(body);
    if (!form.success) return { text: words.invalidForm, isError: true };
    const { answer, reminder: id, until } = form.data;
    if (answer === 'acknowledge-all') return this.#all(told);
    const reminder = told.reminders.find((one) => one.id === id);
    if (!reminder) return { text: words.invalidForm, isError: true };
    if (answer === 'snooze') return this.#snooze(reminder, until, told);
    return this.#taken(new AcknowledgeReminder(id, { owner: told.owner, by: BY }), reminder, told);
  }

  async #all({ reminders, owner, language }: DeliveredReminders): Promise<AnswerPageContent> {
    const words = phrases(language).reminders.page;
    const ids = reminders.filter(({ canAcknowledge }) => canAcknowledge).map(({ id }) => id);
    const count = await this.commands.execute(new AcknowledgeAll(ids, { owner, by: BY }));
    return { text: count === 0 ? words.nothingToAcknowledge : words.acknowledgedAll(count), isError: false };
  }

  async #snooze(reminder: AnswerableReminder, until: string, told: DeliveredReminders): Promise<AnswerPageContent> {
    const { snoozable, id } = reminder;
    const words = phrases(told.language).reminders.page;
    if (!snoozable) return { text: words.closed, isError: true, about: id };
    const possible = possibleDays(snoozable, told.language);
    if (!isDay(until)) return { text: words.invalidDate(possible), isError: true, about: id };
    if (until < snoozable.from || until > snoozable.to)
      return { text: words.dateOutOfRange(possible), isError: true, about: id, until };
    return this.#taken(new SnoozeReminder(id, until, { owner: told.owner, by: BY }), reminder, told);
  }

  /** The deadline may have been met or moved since the page was displayed. */
  async #taken(
    command: AcknowledgeReminder | SnoozeReminder,
    { id }: AnswerableReminder,
    told: DeliveredReminders,
  ): Promise<AnswerPageContent> {
    const words = phrases(told.language).reminders.page;
    try {
      await this.commands.execute(command);
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
    private readonly queries: QueryBus,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly schemes: SchemeCatalogue,
    private readonly answers: FormAnswers,
  ) {}

  @Get()
  @Needs('nothing')
  async show(
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const told = await this.#told(delivery, query, request, reply);
    if (told) await this.#send(told, reply);
  }

  @Post()
  @Needs('nothing', FORMS)
  async answer(
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const told = await this.#told(delivery, query, request, reply);
    if (!told) return;
    const fields = body instanceof URLSearchParams ? Object.fromEntries(body) : undefined;
    const said = await this.answers.take(fields, told);
    await this.#send((await this.queries.execute(new RemindersOfDelivery(delivery))) ?? told, reply, said);
  }

  /** The reminders of the link; `undefined` if the link is invalid, in which case the response has been sent. */
  async #told(
    delivery: string,
    query: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<DeliveredReminders | undefined> {
    const link = Link.safeParse(query);
    const until = Number(link.data?.until);
    const isOurs = link.success && this.secrets.isAnswerToken(link.data.token, delivery, until);
    const told = isOurs ? await this.queries.execute(new RemindersOfDelivery(delivery)) : undefined;
    const language: Language = told?.language ?? languageIn(request.headers['accept-language']);
    if (!told) sendPage(reply, 422, wordPage(phrases(language).reminders.page.invalidLink, language));
    else if (until * 1000 < this.clock.now().getTime())
      sendPage(reply, 410, wordPage(phrases(language).reminders.page.expiredLink, language));
    else return told;
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
