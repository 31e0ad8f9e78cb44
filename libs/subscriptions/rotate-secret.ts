import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { heldSubscription, type Reach } from './held-subscription.js';
import { Secrets } from './secrets.js';
import { newSigningSecret } from './webhook/signature.js';

const GRACE_MS = 24 * 3_600_000;

export interface Rotated {
  /** Said here and nowhere else. */
  secret: string;
  /** Until then the former secret signs beside it, so that the receiver can change over at any moment. */
  formerUntil: Date;
}

/** Gives a webhook a new signing secret. */
export class RotateSecret extends Command<Rotated> {
  constructor(
    readonly id: string,
    readonly reach: Reach,
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

  /** @throws Refusal unknown-subscription, subscription-unfit */
  async execute({ id, reach }: RotateSecret): Promise<Rotated> {
    const secret = newSigningSecret();
    const formerUntil = new Date(this.clock.now().getTime() + GRACE_MS);
    await this.db.transaction().execute(async (tx) => {
      const held = await heldSubscription(tx, id, reach, { lock: true });
      if (!held.secret) throw refuse('subscription-unfit', 'id', 'is not a webhook: only those have a secret');
      await tx
        .updateTable('subscription')
        .set({
          secret: this.secrets.seal(secret, id),
          former_secret: held.secret,
          former_secret_until: formerUntil,
        })
        .where('id', '=', id)
        .execute();
    });
    return { secret, formerUntil };
  }
}
