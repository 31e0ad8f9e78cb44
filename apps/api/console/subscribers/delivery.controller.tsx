import { phrases } from '#language/phrases.js';
import { Body, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal.js';
import { GetDelivery } from '#delivery/delivery-log.js';
import { GetSubscription } from '#subscriptions/list-subscriptions.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { Redeliver } from '#delivery/redeliver.js';
import { IdInPath } from '../../subscriptions/caller-scope.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { idempotencyKeyIn } from './subscriber-actions.controller.js';
import { DeliveryView } from './delivery-view.js';
import { DeliveryContents, type SubscriptionTarget, Target } from './subscribers.js';

@Pages('subscribers/:id/deliveries/:delivery')
export class DeliveryPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
    private readonly contents: DeliveryContents,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(
    @Target() { page, id, scope }: SubscriptionTarget,
    @Param('delivery', { schema: IdInPath }) delivery: string,
  ): Promise<Answer> {
    return this.#show(page, { id, delivery, scope });
  }

  @Post('redeliver')
  @ConsoleRoute('record')
  async redeliver(
    @Target() { page, id, scope }: SubscriptionTarget,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const idempotencyKey = idempotencyKeyIn(form, page);
    try {
      const again = await this.commands.execute(new Redeliver(id, delivery, scope, idempotencyKey));
      return { redirect: addressOf(page, `/subscribers/${id}`, { done: 'again', ...again }) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'subscription-unfit') throw error;
      return this.#show(page, { id, delivery, scope }, error);
    }
  }

  async #show(
    page: PageContext,
    { id, delivery, scope }: { id: string; delivery: string; scope: SubscriptionScope },
    refused?: Refusal,
  ): Promise<Answer> {
    const view = await this.queries.execute(new GetSubscription(id, scope));
    const whole = await this.queries.execute(new GetDelivery(id, delivery, scope));
    const content = await this.contents.of(whole, view);
    const title = phrases(page.language).console.deliveries.type[whole.type];
    const status = refused ? 422 : 200;
    const children = <DeliveryView {...{ page, view, whole, content, refused }} />;
    return { status, title, menuEntry: 'subscribers', timeless: true, children };
  }
}
