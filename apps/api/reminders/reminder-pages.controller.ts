import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { RemindersOfDelivery, type Told } from '#deadlines/showing/reminders-of-delivery.js';
import { dayIn } from '#domain/date/day.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Language } from '#language/language.js';
import { isToken, Secrets } from '#notifications/secrets.js';
import { Needs } from '../auth/needs.js';
import { languageIn } from '../pages/language-in.js';
import { sendPage } from '../pages/send-page.js';
import { IdInPath } from '../subscriptions/subscription-paths.js';
import { answerPage, type Said, wordPage } from './answer-page.js';
import { FormAnswers } from './form-answers.js';
import { PAGE_WORDS } from './page-words.js';

const Link = z.object({ until: z.string().regex(/^\d{1,12}$/), token: z.string() });

/**
 * Where the link of a reminder leads: whoever got the message acknowledges and snoozes there, without a key. A GET changes
 * nothing, for programs that scan mails open links, too.
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
  @Needs('nothing')
  async answer(
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const told = await this.#told(delivery, query, request, reply);
    if (!told) return;
    const said = await this.answers.take(body, told);
    await this.#send((await this.queries.execute(new RemindersOfDelivery(delivery))) ?? told, reply, said);
  }

  /** What the link is about; `undefined` once it was answered that it does not do. */
  async #told(
    delivery: string,
    query: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Told | undefined> {
    const link = Link.safeParse(query);
    const until = Number(link.data?.until);
    const isOurs = link.success && isToken(link.data.token, this.secrets.answerToken(delivery, until));
    const told = isOurs ? await this.queries.execute(new RemindersOfDelivery(delivery)) : undefined;
    const language: Language = told?.language ?? languageIn(request.headers['accept-language']);
    if (!told) sendPage(reply, 422, wordPage(PAGE_WORDS[language].forged, language));
    else if (until * 1000 < this.clock.now().getTime())
      sendPage(reply, 410, wordPage(PAGE_WORDS[language].expired, language));
    else return told;
    return undefined;
  }

  async #send({ reminders, language, zone }: Told, reply: FastifyReply, said?: Said): Promise<void> {
    const schemes = await this.schemes.at();
    const dayOf = (instant: Date): string => dayIn(zone, instant);
    sendPage(reply, said?.isError ? 422 : 200, answerPage({ reminders, schemes, language, dayOf, said }));
  }
}
