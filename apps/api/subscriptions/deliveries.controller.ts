import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { markIn, pageOf } from '#board/page.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Reach } from '#subscriptions/held-subscription.js';
import { ListDeliveries } from '#subscriptions/list-deliveries.js';
import { Redeliver } from '#subscriptions/redeliver.js';
import { RotateSecret } from '#subscriptions/rotate-secret.js';
import { SendTest } from '#subscriptions/send-test.js';
import { listAnswer } from '../http/list-answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { DeliveriesAnswer, deliveryAnswerOf, PlannedAnswer, RotatedAnswer } from './delivery-answer.js';
import { Reaching } from './reach.js';
import { IdInPath } from './subscription-paths.js';

const ListQuery = z.strictObject(page('number'));

@ApiTags('subscriptions')
@Controller('v1/subscriptions/:id')
export class DeliveriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get('deliveries')
  @Route({
    summary: 'What it was sent, will be or should have been; newest first',
    needs: 'record',
    answers: DeliveriesAnswer,
    problems: ['unknown-subscription'],
  })
  async list(
    @Param('id', { schema: IdInPath }) id: string,
    @Query({ schema: ListQuery }) { limit, cursor }: z.output<typeof ListQuery>,
    @Reaching() reach: Reach,
  ) {
    const before = cursor === undefined ? {} : { before: Number(markIn(cursor)[0]) };
    const found = await this.queries.execute(new ListDeliveries(id, reach, { limit: limit + 1, ...before }));
    const items = pageOf(found, limit, ({ ordinal }) => [ordinal], deliveryAnswerOf);
    return listAnswer(items, await this.events.head());
  }

  @Post('deliveries/:delivery/redeliver')
  @HttpCode(202)
  @Route({
    summary: 'Send a delivery once more',
    description: 'The same message under the same `webhook-id`, as another delivery of the log.',
    needs: 'record',
    status: 202,
    answers: PlannedAnswer,
    problems: ['unknown-subscription', 'unknown-delivery', 'subscription-unfit'],
  })
  redeliver(
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Reaching() reach: Reach,
  ) {
    return this.commands.execute(new Redeliver(id, delivery, reach));
  }

  @Post('test')
  @HttpCode(202)
  @Route({
    summary: 'Send a test message',
    description: 'On the path of the real ones; what became of it stands in the deliveries.',
    needs: 'record',
    status: 202,
    answers: PlannedAnswer,
    problems: ['unknown-subscription', 'subscription-unfit'],
  })
  test(@Param('id', { schema: IdInPath }) id: string, @Reaching() reach: Reach) {
    return this.commands.execute(new SendTest(id, reach));
  }

  @Post('secret')
  @HttpCode(200)
  @Route({
    summary: 'Give a webhook a new secret',
    description: 'For a day, messages are signed with both: change over at any moment.',
    needs: 'record',
    answers: RotatedAnswer,
    problems: ['unknown-subscription', 'subscription-unfit'],
  })
  async rotate(@Param('id', { schema: IdInPath }) id: string, @Reaching() reach: Reach) {
    const { secret, formerUntil } = await this.commands.execute(new RotateSecret(id, reach));
    return { secret, formerUntil: formerUntil.toISOString() };
  }
}
