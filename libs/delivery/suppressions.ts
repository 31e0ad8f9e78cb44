import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Kysely, sql, type Transaction } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { SuppressionTable } from '#database/tables/subscription.js';
import { refuse } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { disable } from './queue/disable.js';

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

/** Newest first. */
export class ListSuppressions extends Query<Suppression[]> {
  constructor(readonly page: { limit: number; before?: Pick<Suppression, 'at' | 'address'> }) {
    super();
  }
}

@QueryHandler(ListSuppressions)
export class ListSuppressionsHandler implements IQueryHandler<ListSuppressions> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ page: { limit, before } }: ListSuppressions): Promise<Suppression[]> {
    let query = this.db.selectFrom('suppression').selectAll().orderBy('at', 'desc').orderBy('address').limit(limit);
    if (before)
      query = query.where(sql<boolean>`at < ${before.at} or (at = ${before.at} and address > ${before.address})`);
    return query.execute();
  }
}

/** The suppression of an address, if any. */
export class GetSuppression extends Query<Suppression | undefined> {
  constructor(readonly address: string) {
    super();
  }
}

@QueryHandler(GetSuppression)
export class GetSuppressionHandler implements IQueryHandler<GetSuppression> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ address }: GetSuppression): Promise<Suppression | undefined> {
    return this.db
      .selectFrom('suppression')
      .selectAll()
      .where('address', '=', address.toLowerCase())
      .executeTakeFirst();
  }
}

/** Lifts the suppression of an address. Its subscriptions stay disabled until their owners resume them. */
export class LiftSuppression extends Command<void> {
  constructor(readonly address: string) {
    super();
  }
}

@CommandHandler(LiftSuppression)
export class LiftSuppressionHandler implements ICommandHandler<LiftSuppression> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal not-found */
  async execute({ address }: LiftSuppression): Promise<void> {
    const lifted = await this.db
      .deleteFrom('suppression')
      .where('address', '=', address.toLowerCase())
      .returning('address')
      .executeTakeFirst();
    if (!lifted) throw refuse('not-found', 'address', 'suppression-not-found', { address });
  }
}
