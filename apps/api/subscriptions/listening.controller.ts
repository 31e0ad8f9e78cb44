import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { GetDelivery } from '#delivery/delivery-log.js';
import { FetchedMessage, FetchMessages, type Forwarded, ForwardedSchema, RecordForwarded } from '#delivery/listen.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { Route } from '../openapi/route.js';
import { CallerScope, IdInPath } from '../auth/caller-scope.js';
import { WholeDeliveryAnswer, wholeDeliveryAnswerOf, wholeExample } from './delivery-answer.js';

const FetchedAnswer = z.strictObject({ items: z.array(FetchedMessage) }).meta({
  id: 'FetchedMessages',
  examples: [
    {
      items: [
        {
          delivery: wholeExample.id,
          attempt: '8a0f6d1c-2b3e-4c5d-9e6f-7a8b9c0d1e2f',
          headers: {
            'content-type': 'application/json',
            'webhook-id': wholeExample.messageId,
            'webhook-timestamp': '1795766400',
            'webhook-signature': 'v1,HXxKfEJh7gpeqL4MBmVrThMjQSSM5vfSNbS1IPGqsBM=',
            'jalon-attempt': '1',
          },
          body: JSON.stringify(wholeExample.message),
        },
      ],
    },
  ],
});

/** What `jalon listen` calls: it makes the attempts that a worker makes for other endpoints. */
@ApiTags('subscriptions')
@Controller('v1/subscriptions/:id')
export class ListeningController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('attempts')
  @HttpCode(200)
  @Route({
    summary: 'Fetch the due messages of a listener',
    description:
      'For a webhook that was created with `listener: true`, as `jalon listen` does: begins an attempt for each of at most 8 messages that are due, signed and ready to be sent. Report each result within 20 seconds, or the attempt is repeated. Without a request for an hour, the listener ends.',
    needs: 'record',
    body: 'none',
    answers: FetchedAnswer,
    problems: ['unknown-subscription', 'subscription-unfit'],
  })
  async fetchMessages(@Param('id', { schema: IdInPath }) id: string, @CallerScope() scope: SubscriptionScope) {
    return { items: await this.commands.execute(new FetchMessages(id, scope)) };
  }

  @Post('deliveries/:delivery/result')
  @HttpCode(200)
  @Route({
    summary: 'Report the result of an attempt of a listener',
    description:
      'The `status` of the response, with its headers and the beginning of its body, or the `error` if there was none. It means what it means for other endpoints: a message that was not accepted is sent again, and a returned challenge confirms the subscription. Ignored if the attempt was reported or repeated before.',
    needs: 'record',
    answers: WholeDeliveryAnswer,
    example: wholeExample,
    problems: ['invalid-body', 'unknown-subscription', 'unknown-delivery', 'subscription-unfit'],
  })
  async reportResult(
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @Body({ schema: ForwardedSchema }) forwarded: Forwarded,
    @CallerScope() scope: SubscriptionScope,
  ) {
    await this.commands.execute(new RecordForwarded(id, delivery, forwarded, scope));
    return wholeDeliveryAnswerOf(await this.queries.execute(new GetDelivery(id, delivery, scope)));
  }
}
