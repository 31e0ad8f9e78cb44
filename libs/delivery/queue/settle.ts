import type { Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { noteBounce } from '../bounce/note-bounce.js';
import { activate } from './activate.js';
import { disable } from './disable.js';
import { noteFailures, noteSuccesses } from './health.js';
import type { Attempted, Ended } from './judge.js';
import { record } from './record.js';

/**
 * Records what became of attempts, and what follows from it: for the health of endpoints, for a subscription that has
 * confirmed, for one whose endpoint is gone. Doing it twice is doing it once. Where all were taken, as they mostly are, two
 * statements do, and should a crash come between them, the next message that is taken says the same of its endpoint.
 */
export async function settle(db: LedgerDatabase, ended: readonly Ended[]): Promise<Attempted[]> {
  if (ended.every(isPlain)) {
    const attempted = await record(db, ended);
    await noteSuccesses(db, recorded(ended, attempted));
    return attempted;
  }
  return db.transaction().execute(async (tx) => {
    const attempted = await record(tx, ended);
    const counting = recorded(ended, attempted);
    await noteSuccesses(tx, counting);
    await noteFailures(tx, counting);
    for (const one of counting) await follow(tx, one);
    return attempted;
  });
}

const recorded = (ended: readonly Ended[], attempted: readonly Attempted[]): Ended[] =>
  ended.filter((_, index) => attempted[index] !== 'skipped');

const isPlain = ({ outcome }: Ended): boolean => outcome.result === 'delivered' && outcome.confirmed !== true;

/** An echoed challenge confirms; an endpoint that is gone is left alone, and its owner told; so is an address that takes no mail. */
async function follow(tx: Transaction<Database>, { attempt, outcome, at }: Ended): Promise<void> {
  const { message } = attempt.delivery;
  const { id, target } = attempt.subscription;
  if (outcome.result === 'delivered' && outcome.confirmed && message.type === 'subscription.verification')
    await activate(tx, id, message.data.round, at);
  if (outcome.result === 'rejected' && outcome.gone) await disable(tx, id, 'gone', at);
  if (outcome.result === 'rejected' && outcome.bounce) {
    const { bounce: kind, error: detail } = outcome;
    await noteBounce(tx, { delivery: attempt.delivery.id, address: target, kind, detail, at });
  }
}
