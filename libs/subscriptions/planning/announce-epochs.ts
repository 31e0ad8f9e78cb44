import type { Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { FIRST_EPOCH } from '#database/ledger-epochs.js';
import type { Database } from '#database/tables.js';
import { type Cause, planDeliveries } from '../sending/planned-deliveries.js';
import type { Message } from '../messages/message.js';

/**
 * Tells webhooks, once per epoch of the ledger, from which position on they have to read again. What was sent before is not
 * known: deliveries are lost with the events that they are about. Emails are not sent, because most failovers lose nothing.
 */
export async function announceEpochs(db: LedgerDatabase, now: Date): Promise<void> {
  if (db.epochs.current === FIRST_EPOCH) return;
  await db.transaction().execute(async (tx) => {
    for (const { epoch, position, began_at } of await newEpochs(tx)) {
      const data = { epoch, position };
      const message: Message = { type: 'ledger.reset', timestamp: began_at.toISOString(), data };
      const webhooks = await tx
        .selectFrom('subscription')
        .select('id')
        .where('channel', '=', 'webhook')
        .where('state', 'in', ['active', 'disabled']) // deliveries of disabled ones are held
        .where('since_position', '<=', position)
        .orderBy('id')
        .execute();
      const cause: Cause = { kind: 'epoch', reference: String(epoch) };
      await planDeliveries(
        tx,
        webhooks.map(({ id }) => ({ cause, subscription: id, message })),
        now,
      );
    }
  });
}

/** Marks the epochs that have not been announced yet, in the transaction that announces them. */
async function newEpochs(tx: Transaction<Database>) {
  const claimed = await tx
    .insertInto('announced_epoch')
    .columns(['epoch'])
    .expression(tx.selectFrom('ledger_epoch').select('epoch').where('epoch', '>', FIRST_EPOCH))
    .onConflict((conflict) => conflict.doNothing())
    .returning('epoch')
    .execute();
  if (claimed.length === 0) return [];
  const epochs = claimed.map(({ epoch }) => epoch);
  const begun = tx.selectFrom('ledger_epoch').select(['epoch', 'position', 'began_at']);
  return begun.where('epoch', 'in', epochs).orderBy('epoch').execute();
}
