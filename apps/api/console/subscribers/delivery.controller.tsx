import { phrases } from '#language/phrases.js';
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Refusal } from '#domain/refusal.js';
import { GetDelivery } from '#delivery/delivery-log.js';
import { GetKeptMail } from '#delivery/mail/kept-mails.js';
import { GetSubscription } from '#subscriptions/list-subscriptions.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { Redeliver } from '#delivery/redeliver.js';
import { IdInPath, Reaching } from '../../subscriptions/reach.js';
import { addressOf, ConsoleRoute, Page, type PageContext } from '../frame/page.js';
import { redirect, show } from '../frame/show.js';
import { idempotencyKeyIn } from './subscriber-actions.controller.js';
import { DeliveryView } from './delivery-view.js';
import { MessageRenderer } from './subscribers.js';

/** One delivery: what it says, and what became of every attempt at it. */
@ApiExcludeController()
@Controller('subscribers/:id/deliveries/:delivery')
export class DeliveryPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly messages: MessageRenderer,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#show(page, { id, delivery, reach }, reply);
  }

  @Post('redeliver')
  @ConsoleRoute('record')
  async redeliver(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Body() form: URLSearchParams,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const idempotencyKey = idempotencyKeyIn(form, page);
    try {
      const again = await this.commands.execute(new Redeliver(id, delivery, reach, idempotencyKey));
      redirect(reply, addressOf(page, `/subscribers/${id}`, { done: 'again', ...again }));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'subscription-unfit') throw error;
      await this.#show(page, { id, delivery, reach }, reply, error);
    }
  }

  async #show(
    page: PageContext,
    { id, delivery, reach }: { id: string; delivery: string; reach: SubscriptionScope },
    reply: FastifyReply,
    refused?: Refusal,
  ): Promise<void> {
    const view = await this.queries.execute(new GetSubscription(id, reach));
    const whole = await this.queries.execute(new GetDelivery(id, delivery, reach));
    const mail = view.endpoint ? undefined : await this.messages.mail(whole, view, view.language);
    const payload = view.endpoint ? this.messages.payload(whole, view.endpoint.format) : undefined;
    const isKept = (await this.queries.execute(new GetKeptMail(delivery))) !== undefined;
    const title = phrases(page.language).console.deliveries.type[whole.type];
    const status = refused ? 422 : 200;
    const children = <DeliveryView {...{ page, view, whole, mail, payload, isKept, refused }} />;
    show(reply, page, { status, title, menuEntry: 'subscribers', timeless: true, children });
  }
}
