import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { SuppressionTable } from '#database/tables/subscription.js';
import { refuse } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { disable } from './subscription-states.js';

/**
 * Suppresses an address. Its active subscriptions are disabled, their deliveries held and the accounts that own them notified.
 * Pending subscriptions stay pending and receive no confirmation requests.
 */
export async function suppress(
  tx: Transaction<Database>,
  { reason: cause, detail, at, ...asked }: SuppressionTable,
): Promise<void> {
  const address = asked.address.toLowerCase();
  await tx
    .insertInto('suppression')
    .values({ address, reason: cause, detail, at })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute();
  const subscribed = await tx
    .selectFrom('subscription')
    .select('id')
    .where('channel', '=', 'email')
    .where(sql<boolean>`lower(target) = ${address}`)
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  for (const { id } of subscribed) await disable(tx, id, 'bounced', at);
}

export type Suppressed = Extract<Reason, { code: 'address-suppressed' }>;

/** Why an address is suppressed; `undefined` if it is not. */
export async function suppressionReason(db: Kysely<Database>, address: string): Promise<Suppressed | undefined> {
  return (await suppressionReasons(db, [address]))[0];
}

/** The same for several addresses, in their order. */
export async function suppressionReasons(
  db: Kysely<Database>,
  addresses: readonly string[],
): Promise<(Suppressed | undefined)[]> {
  const asked = addresses.map((address) => address.toLowerCase());
  const rows = await db.selectFrom('suppression').selectAll().where('address', 'in', asked).execute();
  const found = new Map(rows.map((row) => [row.address, row]));
  return asked.map((address) => {
    const row = found.get(address);
    return row && { code: 'address-suppressed', params: { cause: row.reason, detail: row.detail } };
  });
}

export type Suppression = SuppressionTable;

@Injectable()
export class Suppressions {
  constructor(private readonly db: LedgerDatabase) {}

  /** Newest first. */
  async list(page: { limit: number; before?: Pick<Suppression, 'at' | 'address'> }): Promise<Suppression[]> {
    const { limit, before } = page;
    let query = this.db.selectFrom('suppression').selectAll().orderBy('at', 'desc').orderBy('address').limit(limit);
    if (before)
      query = query.where(sql<boolean>`at < ${before.at} or (at = ${before.at} and address > ${before.address})`);
    return query.execute();
  }

  get(address: string): Promise<Suppression | undefined> {
    const given = address.toLowerCase();
    return this.db.selectFrom('suppression').selectAll().where('address', '=', given).executeTakeFirst();
  }

  /** Its subscriptions stay disabled until their owners resume them. @throws Refusal not-found */
  async lift(address: string): Promise<void> {
    const { numDeletedRows } = await this.db
      .deleteFrom('suppression')
      .where('address', '=', address.toLowerCase())
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw refuse('not-found', 'address', 'suppression-not-found', { address });
  }
}
