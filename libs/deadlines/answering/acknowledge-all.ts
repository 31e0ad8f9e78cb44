import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { acknowledge } from './acknowledge.js';
import { canAcknowledge } from './acknowledged.js';
import { answering } from './answering.js';
import { type Answerer, heldReminders } from './held-reminder.js';
import { PLANNING } from '../injected-planning.js';
import type { Planning } from '../planning.js';

/** Acknowledges what of some reminders can be; how many that was. */
export class AcknowledgeAll extends Command<number> {
  constructor(
    readonly ids: readonly string[],
    readonly answerer: Answerer,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeAll)
export class AcknowledgeAllHandler implements ICommandHandler<AcknowledgeAll> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /** In one transaction. Those that are over are left as they are. @throws Busy */
  async execute({ ids, answerer }: AcknowledgeAll): Promise<number> {
    const moment = { now: this.planning.clock.now(), zone: this.planning.zone };
    return answering(this.db, async (tx) => {
      const held = await heldReminders(tx, ids, answerer);
      const open = held.filter((row) => canAcknowledge(row, moment));
      await acknowledge(tx, open, { ...moment, by: answerer.by });
      return open.length;
    });
  }
}
