import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { storable } from '../queue/judge.js';
import { suppress } from '../suppression/suppress.js';
import type { BounceKind } from './bounce-kind.js';
import { inARow, MOST_IN_A_ROW } from './in-a-row.js';

export interface Bounce {
  delivery: string;
  /** The address that it was for. */
  address: string;
  kind: BounceKind;
  /** What was said there. */
  detail: string;
  at: Date;
}

/**
 * Marks the delivery of a mail that was refused or came back. The address is suppressed at a hard bounce, or when the last
 * mails to it have all bounced. A delivery bounces once: whatever else comes of it changes nothing.
 */
export async function noteBounce(tx: Transaction<Database>, bounce: Bounce): Promise<void> {
  const { delivery, address, kind, at } = bounce;
  const marked = await tx
    .updateTable('delivery')
    .set({ bounce: kind })
    .where('id', '=', delivery)
    .where('bounce', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!marked) return;
  const detail = storable(bounce.detail);
  if (kind === 'hard') await suppress(tx, { address, reason: 'hard-bounce', detail, at });
  else if ((await inARow(tx, address)) >= MOST_IN_A_ROW)
    await suppress(tx, { address, reason: 'soft-bounces', detail, at });
}
