import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Reach } from '#delivery/recipient.js';
import { RotateSecret, RotationSchema } from '#subscriptions/rotate-secret.js';
import { Route } from '../openapi/route.js';
import { Reaching } from './reach.js';
import { IdInPath } from './subscription-paths.js';

const RotationBody = RotationSchema.nullish().meta({ example: { overlapHours: 48 } });

const RotatedAnswer = z
  .strictObject({
    secret: z.string().nullable().describe('Shown this once; null with `ed25519`, whose private key stays here.'),
    publicKey: z.string().nullable().describe('`whpk_…`: verifies the signatures, with `ed25519`.'),
    formerUntil: z.iso.datetime().describe('Until then the former one signs beside it.'),
  })
  .meta({
    id: 'RotatedSecret',
    examples: [{ secret: 'whsec_…', publicKey: null, formerUntil: '2026-11-26T08:00:00.000Z' }],
  });

@ApiTags('subscriptions')
@Controller('v1/subscriptions/:id/secret')
export class SecretController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
  @Route({
    summary: 'Give a webhook a new secret',
    description:
      'Or a new pair of keys, with `ed25519`. For a day, or as long as `overlapHours` says, messages are signed with both: change over at any moment. The body may be left out.',
    needs: 'record',
    answers: RotatedAnswer,
    problems: ['invalid-body', 'unknown-subscription', 'subscription-unfit'],
  })
  async rotateSecret(
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: RotationBody }) rotation: z.output<typeof RotationBody>,
    @Reaching() reach: Reach,
  ) {
    const { formerUntil, ...rotated } = await this.commands.execute(
      new RotateSecret(id, reach, rotation?.overlapHours),
    );
    return { ...rotated, formerUntil: formerUntil.toISOString() };
  }
}
