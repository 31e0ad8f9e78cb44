import { phrases } from '#language/phrases.js';
import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { type Command, CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { isDay } from '#domain/date/day.js';
import { refuse, Refusal } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import { AskAgain } from '#subscriptions/confirm-subscription.js';
import { EnableSubscription, EndSubscription } from '#subscriptions/change-subscription.js';
import { GetSubscription, type SubscriptionView } from '#subscriptions/list-subscriptions.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { RedeliverMany, SendTest } from '#delivery/redeliver.js';
import { LiftSuppression } from '#delivery/suppressions.js';
import { IdInPath, Reaching } from '../../subscriptions/reach.js';
import { addressOf, ConsoleRoute, Page, type PageContext } from '../frame/page.js';
import { Form } from '../frame/controls.js';
import { redirect, show } from '../frame/show.js';
import { SubscriberView } from './subscriber-view.js';
import { startOf, Subscribers } from './subscribers.js';

const menuEntry = 'subscribers';

/** The request, its form and whose subscription it may be about. */
interface Asked {
  page: PageContext;
  id: string;
  reach: SubscriptionScope;
  reply: FastifyReply;
}

/** What is done to a subscription. Each leads back to its page, which says what was done, or why not. */
@ApiExcludeController()
@Controller('subscribers/:id')
export class SubscriberActions {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly subscribers: Subscribers,
  ) {}

  @Post('test')
  @ConsoleRoute('record')
  async test(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Body() form: URLSearchParams,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const idempotencyKey = idempotencyKeyIn(form, page);
    await this.#do({ page, id, reach, reply }, new SendTest(id, reach, idempotencyKey), ({ delivery }) => ({
      done: 'test',
      delivery,
    }));
  }

  @Post('enable')
  @ConsoleRoute('record')
  async enable(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#do({ page, id, reach, reply }, new EnableSubscription(id, reach), () => ({ done: 'enabled' }));
  }

  @Post('ask')
  @ConsoleRoute('record')
  async ask(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Body() form: URLSearchParams,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const until = z.iso.datetime().safeParse(form.get('instead')).data;
    const command = new AskAgain(id, reach, until === undefined ? undefined : new Date(until));
    await this.#do({ page, id, reach, reply }, command, () => ({ done: 'asked' }));
  }

  @Post('redeliver')
  @ConsoleRoute('record')
  async redeliver(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Body() form: URLSearchParams,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const day = form.get('since')?.trim() ?? '';
    if (day !== '' && !isDay(day)) {
      await this.#refuse({ page, id, reach, reply }, refuse('subscription-unfit', 'since', 'day-format'));
      return;
    }
    const since = day === '' ? {} : { since: startOf(day, page.zone).toISOString() };
    const command = new RedeliverMany(id, { state: 'failed', ...since }, reach);
    await this.#do({ page, id, reach, reply }, command, ({ redelivered, more }) => ({
      done: 'many',
      count: redelivered,
      ...(more && { more: 'true' }),
    }));
  }

  @Post('lift')
  @ConsoleRoute('admin')
  async lift(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { target } = await this.queries.execute(new GetSubscription(id, reach));
    try {
      await this.commands.execute(new LiftSuppression(target));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error; // it was lifted already
    }
    redirect(reply, addressOf(page, `/subscribers/${id}`, { done: 'lifted' }));
  }

  @Get('end')
  @ConsoleRoute('record')
  async askToEnd(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const view = await this.queries.execute(new GetSubscription(id, reach));
    const { title } = phrases(page.language).console.subscribers.end;
    show(reply, page, { title, menuEntry, timeless: true, children: <EndView page={page} view={view} /> });
  }

  @Post('end')
  @ConsoleRoute('record')
  async end(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#do({ page, id, reach, reply }, new EndSubscription(id, { reach }), () => ({ done: 'ended' }));
  }

  /** @throws Refusal when there is no such subscription */
  async #do<T>(asked: Asked, command: Command<T>, said: (result: T) => Record<string, string | number>): Promise<void> {
    const { page, id, reply } = asked;
    let result: T;
    try {
      result = await this.commands.execute(command);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'unknown-subscription') throw error;
      await this.#refuse(asked, error);
      return;
    }
    redirect(reply, addressOf(page, `/subscribers/${id}`, said(result)));
  }

  async #refuse({ page, id, reach, reply }: Asked, refused: Refusal): Promise<void> {
    const here = { ...page, path: `/subscribers/${id}` };
    const subscriber = await this.subscribers.of(id, reach, here);
    const children = <SubscriberView page={here} {...subscriber} refused={refused} />;
    show(reply, here, { status: 422, title: subscriber.view.target, menuEntry, timeless: true, children });
  }
}

/** Asks whether a subscription is really to end. */
function EndView({ page, view }: { page: PageContext; view: SubscriptionView }) {
  const { end } = phrases(page.language).console.subscribers;
  return (
    <Form page={page}>
      <p>{end.text(view.target)}</p>
      <p class="row">
        <button class="danger">{end.yes}</button>
        <a class="button second" href={addressOf(page, `/subscribers/${view.id}`)}>
          {end.no}
        </a>
      </p>
    </Form>
  );
}

/** The id of what a form does: the same when the same caller sends it again, and another for every form that carries none. */
export const idempotencyKeyIn = (form: URLSearchParams, { caller }: PageContext): string =>
  uuidOf('console', caller?.id ?? '', form.get('idempotencyKey') ?? randomUUID());
