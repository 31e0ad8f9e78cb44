import type { LedgerDatabase } from '#database/connection.js';
import { planDeliveries } from '#delivery/planned-deliveries.js';
import type { Register } from '#domain/register/register.js';
import type { Message } from '#notifications/message.js';
import { type Filter, wantsChange } from './filter.js';

/** What is to be told of a register. */
export interface RegisterNotice {
  register: Register;
  /** Told once per subscription. */
  cause: string;
  message: Extract<Message, { type: 'register.stale' | 'register.held' }>;
}

/** Tells those who would receive the readings of a register. Idempotent: the cause is on record with the delivery. */
export async function announceRegister(
  db: LedgerDatabase,
  { register, cause, message }: RegisterNotice,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('subscription')
      .select(['id', 'filter'])
      .where('state', '=', 'active')
      .orderBy('id')
      .execute();
    const told = rows.filter(({ filter }) => follows(filter as Filter, register));
    await planDeliveries(
      tx,
      told.map(({ id }) => ({ cause, subscription: id, message })),
      now,
    );
  });
}

/** By name, or because the filter lets its readings pass. */
function follows(filter: Filter, { slug, scheme, kind, publisher }: Register): boolean {
  if (filter.registers) return filter.changes && filter.registers.includes(slug);
  const place = { provider: null, dossier: null, scheme, register: slug };
  return wantsChange(filter, { type: 'RegisterRead', source: { kind, publisher } }, [place]);
}
