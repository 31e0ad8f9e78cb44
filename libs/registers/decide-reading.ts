import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Context } from '#event-store/events.js';
import type { ReadingOutcome } from './attempt.js';

/**
 * Accepts or discards a held reading. An accepted one is judged again: the ledger may have moved on.
 *
 * @throws Refusal unknown-reading, reading-not-held, reading-older
 */
export class DecideReading extends Command<ReadingOutcome> {
  constructor(
    /** Of the attempt. */
    readonly id: string,
    readonly decision: 'accept' | 'discard',
    readonly reason: string,
    readonly context: Context,
  ) {
    super();
  }
}

@CommandHandler(DecideReading)
export class DecideReadingHandler implements ICommandHandler<DecideReading> {
  execute(_: DecideReading): Promise<ReadingOutcome> {
    throw new Error('under construction');
  }
}
