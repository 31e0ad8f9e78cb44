import { createHash } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { findSubscription, type SubscriptionScope, type SubscriptionRow } from './sending/recipient.js';
import { newSecret } from './sending/webhook/signing-key.js';
import { refuse } from '#domain/refusal.js';
import { Secrets } from './messages/secrets.js';

const HOUR_MS = 3_600_000;
const USUAL_HOURS = 24;
const MOST_HOURS = 168;

export const RotationSchema = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(MOST_HOURS)
      .default(USUAL_HOURS)
      .describe('how long messages are also signed with the previous secret; 0 ends it at once'),
  })
  .meta({ id: 'Rotation' });

export interface RotatedSecret {
  /** Shown only here. */
  secret: string;
  /** Until then, messages are signed with the former secret as well. */
  formerUntil: Date;
}

/** Rotates the signing secret of a webhook. The secret before the current one becomes invalid. */
export class RotateSecret extends Command<RotatedSecret> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
    readonly overlapHours = USUAL_HOURS,
    /** Mark of the key to be replaced: repeating the request returns the same new key. */
    readonly ending?: string,
  ) {
    super();
  }
}

@CommandHandler(RotateSecret)
export class RotateSecretHandler implements ICommandHandler<RotateSecret> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** @throws Refusal not-found, subscription-unfit */
  async execute({ id, scope, overlapHours, ending }: RotateSecret): Promise<RotatedSecret> {
    const now = this.clock.now();
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      if (!held.secret) throw refuse('subscription-unfit', 'id', 'webhook-has-secret');
      if (ending !== undefined && ending !== keyMarkOf(held.secret)) return this.#again(held, ending);
      const overlap = held.signature === 'hmac' ? overlapHours : 0; // a private key signs nothing anymore
      const formerUntil = new Date(now.getTime() + overlap * HOUR_MS);
      const secret = newSecret();
      await tx
        .updateTable('subscription')
        .set({
          secret: this.secrets.seal(secret, id),
          signature: 'hmac',
          former_secret: overlap > 0 ? held.secret : null,
          former_secret_until: formerUntil,
        })
        .where('id', '=', id)
        .execute();
      return { secret, formerUntil };
    });
  }

  /** @throws Refusal subscription-unfit, if the current key has not replaced this one */
  #again({ id, secret, former_secret, former_secret_until }: SubscriptionRow, ended: string): RotatedSecret {
    if (!secret || !former_secret || !former_secret_until || keyMarkOf(former_secret) !== ended)
      throw refuse('subscription-unfit', 'id', 'secret-replaced');
    return { secret: this.secrets.open(secret, id), formerUntil: former_secret_until };
  }
}

/** Identifies an encrypted key without revealing it; encrypting the key again changes its mark. */
const keyMarkOf = (sealed: Buffer): string => createHash('sha256').update(sealed).digest('base64url');

/** The mark of the current signing key of a subscription; `null` for email. */
export class GetSigningKeyMark extends Query<string | null> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
  ) {
    super();
  }
}

@QueryHandler(GetSigningKeyMark)
export class GetSigningKeyMarkHandler implements IQueryHandler<GetSigningKeyMark> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal not-found */
  async execute({ id, scope }: GetSigningKeyMark): Promise<string | null> {
    const { secret } = await findSubscription(this.db, id, scope);
    return secret && keyMarkOf(secret);
  }
}
