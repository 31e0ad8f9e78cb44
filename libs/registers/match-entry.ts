import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Match } from '#domain/register/register-record.js';
import type { Receipt } from '#event-store/change.js';
import type { Context } from '#event-store/events.js';

/**
 * Records an officer's answer to a proposal. If the name belongs to the proposed provider, its entries move to dossiers of
 * that provider, in the same append.
 *
 * @throws Refusal unknown-register, no-such-proposal, unknown-provider
 */
export class MatchEntry extends Command<Receipt> {
  constructor(
    /** Slug. */
    readonly register: string,
    readonly match: Match,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(MatchEntry)
export class MatchEntryHandler implements ICommandHandler<MatchEntry> {
  execute(_: MatchEntry): Promise<Receipt> {
    throw new Error('under construction');
  }
}
