import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';

/** The address takes mails again, somebody says. Its subscriptions stay disabled: each is enabled by whoever owns it. */
export class LiftSuppression extends Command<void> {
  constructor(readonly address: string) {
    super();
  }
}

@CommandHandler(LiftSuppression)
export class LiftSuppressionHandler implements ICommandHandler<LiftSuppression> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-suppression */
  async execute({ address }: LiftSuppression): Promise<void> {
    const gone = await this.db
      .deleteFrom('suppression')
      .where('address', '=', address.toLowerCase())
      .returning('address')
      .executeTakeFirst();
    if (!gone) throw refuse('unknown-suppression', 'address', `${address} is not suppressed`);
  }
}
