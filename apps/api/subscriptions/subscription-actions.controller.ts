import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { ResendConfirmation, ConfirmSubscription } from '#subscriptions/confirm-subscription.js';
import { RotateSecret, RotationSchema } from '#subscriptions/rotate-secret.js';
import { Route } from '../openapi/route.js';
import { IdInPath, CallerScope } from '../auth/caller-scope.js';
import { SubscriptionAnswer, subscriptionAnswerOf, subscriptionExample } from './subscription-answer.js';

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
      'With the token of the link sent to the address, or the challenge sent to the endpoint; no key is required. Idempotent.',
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
    summary: 'Resend the confirmation request',
    description:
      'For a subscription that is pending, or was disabled before its confirmation. Invalidates earlier tokens. Use `resume` for a subscription that has been confirmed.',
    needs: 'record',
    body: 'none',
    status: 202,
    answers: SubscriptionAnswer,
    example: subscriptionExample,
    problems: ['not-found', 'subscription-unfit'],
  })
  async requestVerification(@Param('id', { schema: IdInPath }) id: string, @CallerScope() scope: SubscriptionScope) {
    return subscriptionAnswerOf(await this.commands.execute(new ResendConfirmation(id, scope)));
  }
}

const RotationBody = RotationSchema.nullish().meta({ example: { overlapHours: 48 } });

const RotatedAnswer = z
  .strictObject({
    secret: z.string().describe('Shown only once.'),
    formerUntil: z.iso.datetime().describe('Until then, messages are signed with the former secret as well.'),
  })
  .meta({
    id: 'RotatedSecret',
    examples: [{ secret: 'whsec_…', formerUntil: '2026-11-26T08:00:00.000Z' }],
  });

@ApiTags('subscriptions')
@Controller('v1/subscriptions/:id/secret')
export class SecretController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
  @Route({
    summary: 'Rotate the signing secret of a webhook',
    description:
      'Messages are signed with both secrets for 24 hours or `overlapHours`, so the receiver can switch at any time. The body is optional.',
    needs: 'record',
    answers: RotatedAnswer,
    problems: ['invalid-body', 'not-found', 'subscription-unfit'],
  })
  async rotateSecret(
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: RotationBody }) rotation: z.output<typeof RotationBody>,
    @CallerScope() scope: SubscriptionScope,
  ) {
    const { formerUntil, ...rotated } = await this.commands.execute(
      new RotateSecret(id, scope, rotation?.overlapHours),
    );
    return { ...rotated, formerUntil: formerUntil.toISOString() };
  }
}
