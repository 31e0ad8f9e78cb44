import { phrases } from '#language/phrases.js';
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Refusal } from '#domain/refusal.js';
import { GetDelivery } from '#delivery/delivery-log.js';
import { GetSubscription } from '#subscriptions/list-subscriptions.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { Redeliver } from '#delivery/redeliver.js';
import { IdInPath, CallerScope } from '../../subscriptions/caller-scope.js';
import { addressOf, ConsoleRoute, This, type ThisPage } from '../frame/page.js';
import { goTo, show } from '../frame/show.js';
import { idempotencyKeyIn } from './subscriber-actions.controller.js';
import { DeliveryView } from './delivery-view.js';
import { DeliveryContents } from './subscribers.js';

/** One delivery: what it says, and what became of every attempt at it. */
@ApiExcludeController()
@Controller('subscribers/:id/deliveries/:delivery')
export class DeliveryPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly contents: DeliveryContents,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(
    @This() page: ThisPage,
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @CallerScope() scope: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#show(page, { id, delivery, scope }, reply);
  }

  @Post('redeliver')
  @ConsoleRoute('record')
  async redeliver(
    @This() page: ThisPage,
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Body() form: URLSearchParams,
    @CallerScope() scope: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const idempotencyKey = idempotencyKeyIn(form, page);
    try {
      const again = await this.commands.execute(new Redeliver(id, delivery, scope, idempotencyKey));
      goTo(reply, addressOf(page, `/subscribers/${id}`, { done: 'again', ...again }));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'subscription-unfit') throw error;
      await this.#show(page, { id, delivery, scope }, reply, error);
    }
  }

  async #show(
    page: ThisPage,
    { id, delivery, scope }: { id: string; delivery: string; scope: SubscriptionScope },
    reply: FastifyReply,
    refused?: Refusal,
  ): Promise<void> {
    const view = await this.queries.execute(new GetSubscription(id, scope));
    const whole = await this.queries.execute(new GetDelivery(id, delivery, scope));
    const content = await this.contents.of(whole, view);
    const title = phrases(page.language).console.deliveries.type[whole.type];
    const status = refused ? 422 : 200;
    const children = <DeliveryView {...{ page, view, whole, content, refused }} />;
    show(reply, page, { status, title, place: 'subscribers', timeless: true, children });
  }
}
