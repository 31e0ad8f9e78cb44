import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AskAgain, ConfirmSubscription } from '#subscriptions/confirm-subscription.js';
import type { Reach } from '#delivery/recipient.js';
import { Route } from '../openapi/route.js';
import { Reaching } from './reach.js';
import { SubscriptionAnswer, subscriptionAnswerOf, subscriptionExample } from './subscription-answer.js';
import { IdInPath } from './subscription-paths.js';

const ConfirmBody = z
  .strictObject({ token: z.string().max(200) })
  .meta({ id: 'ConfirmSubscription', examples: [{ token: 'J0vG2oYb2bQ3p7bq1m4cO0WfPbSTlqTqhy3mXyKk0aQ' }] });

@ApiTags('subscriptions')
@Controller('v1/subscriptions/:id')
export class ConfirmationsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('confirm')
  @HttpCode(200)
  @Route({
    summary: 'Confirm a subscription',
    description:
      'With the token of the link that the address got, or the challenge that the endpoint got: whoever has it needs no key. Doing it again changes nothing.',
    needs: 'nothing',
    answers: SubscriptionAnswer,
    example: { ...subscriptionExample, state: 'active', confirmedAt: '2026-11-25T08:05:00.000Z', since: 61 },
    problems: ['invalid-body', 'token-invalid'],
  })
  async confirmSubscription(
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: ConfirmBody }) { token }: z.output<typeof ConfirmBody>,
  ) {
    return subscriptionAnswerOf(await this.commands.execute(new ConfirmSubscription(id, token)));
  }

  @Post('verification')
  @HttpCode(202)
  @Route({
    summary: 'Ask for confirmation once more',
    description:
      'While it is pending, or was disabled before it had confirmed: one that had is enabled. Ends the tokens sent before.',
    needs: 'record',
    status: 202,
    answers: SubscriptionAnswer,
    example: subscriptionExample,
    problems: ['unknown-subscription', 'subscription-unfit'],
  })
  async requestVerification(@Param('id', { schema: IdInPath }) id: string, @Reaching() reach: Reach) {
    return subscriptionAnswerOf(await this.commands.execute(new AskAgain(id, reach)));
  }
}
