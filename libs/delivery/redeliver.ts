import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { refuse } from '#domain/refusal.js';
import { type Message, MESSAGE_TYPES } from '#notifications/message.js';
import { traceparent } from '#tracing/tracing.js';
import {
  deliveryCondition,
  type DeliveryFilter,
  deliveryFilterOf,
  isRange,
  NOT_A_RANGE,
  plannedRange,
} from './delivery-filter.js';
import { deliveryId, planDeliveries } from './planned-deliveries.js';
import { assertActive, findSubscription, type SubscriptionScope } from './recipient.js';

/** Resends the message of a delivery: adds a delivery with the same content and `webhook-id`. */
export class Redeliver extends Command<{ delivery: string }> {
  constructor(
    readonly id: string,
    readonly delivery: string,
    readonly scope: SubscriptionScope,
    /** Identifies the request: repeating it sends one message. */
    readonly once: string = randomUUID(),
  ) {
    super();
  }
}

@CommandHandler(Redeliver)
export class RedeliverHandler implements ICommandHandler<Redeliver> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal unknown-subscription, unknown-delivery, subscription-unfit */
  async execute({ id, delivery, scope, once }: Redeliver): Promise<{ delivery: string }> {
    assertActive(await findSubscription(this.db, id, scope));
    const before = await this.db
      .selectFrom('delivery')
      .select(['cause', 'message', 'message_id', 'request_id'])
      .where('id', '=', delivery)
      .where('subscription', '=', id)
      .executeTakeFirst();
    if (!before) throw refuse('unknown-delivery', 'delivery', 'delivery-not-found', { delivery });
    const message = before.message as Message;
    if (message.type === 'subscription.verification')
      throw refuse('subscription-unfit', 'delivery', 'confirmation-not-repeatable');
    const cause = causeAgain(before.cause, once);
    const again = { cause, subscription: id, message, messageId: before.message_id, requestId: before.request_id };
    await this.db.transaction().execute(async (tx) => {
      await planDeliveries(tx, [again], this.clock.now());
      await countOn(tx, id, [deliveryId(cause, id)]);
    });
    return { delivery: deliveryId(cause, id) };
  }
}

/** Attempts of a redelivery are counted from those of the earlier deliveries of its message. */
async function countOn(tx: Transaction<Database>, id: string, redeliveries: readonly string[]): Promise<void> {
  await sql`
    update delivery set attempts_before = earlier.attempts
    from (
      select message_id, sum(attempts) as attempts from delivery
      where subscription = ${id} and id <> all(${[...redeliveries]}::uuid[]) group by message_id
    ) earlier
    where id = any(${[...redeliveries]}::uuid[]) and delivery.message_id = earlier.message_id and delivery.attempts = 0
  `.execute(tx);
}

/** The cause of a redelivery. */
const causeAgain = (cause: string, again: string): string => `${cause.replace(/:again:.*$/, '')}:again:${again}`;

const MOST = 10_000;

/** Selects finished deliveries; pending ones are sent anyway. */
export const RedeliverySchema = z
  .strictObject({
    state: z.enum(['failed', 'cancelled', 'sent']).default('failed'),
    type: z.enum(MESSAGE_TYPES).optional(),
    ...plannedRange,
  })
  .refine(isRange, NOT_A_RANGE)
  .meta({ id: 'Redelivery', example: { state: 'failed', since: '2026-11-24T00:00:00Z' } });

export type Redelivery = z.output<typeof RedeliverySchema>;

interface Redelivered {
  redelivered: number;
  /** More deliveries match than were resent. For `sent`, repeating the request resends the same ones. */
  more: boolean;
}

/** Resends messages, each with its original `webhook-id`, in the original order of planning. */
export class RedeliverMany extends Command<Redelivered> {
  constructor(
    readonly id: string,
    readonly which: Redelivery,
    readonly scope: SubscriptionScope,
  ) {
    super();
  }
}

@CommandHandler(RedeliverMany)
export class RedeliverManyHandler implements ICommandHandler<RedeliverMany> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Skips messages that are being resent already or were delivered since they failed. Idempotent, except for `sent`.
   *
   * @throws Refusal unknown-subscription, subscription-unfit
   */
  async execute({ id, which, scope }: RedeliverMany): Promise<Redelivered> {
    return this.db.transaction().execute(async (tx) => {
      assertActive(await findSubscription(tx, id, scope, { lock: true }));
      const found = await redeliverable(tx, id, deliveryFilterOf(which), { limit: MOST + 1 });
      await planAgain(tx, id, found.slice(0, MOST), this.clock.now());
      return { redelivered: Math.min(found.length, MOST), more: found.length > MOST };
    });
  }
}

interface Before {
  id: string;
  cause: string;
}

async function redeliverable(
  tx: Transaction<Database>,
  id: string,
  which: DeliveryFilter,
  { limit, resentSince }: { limit: number; resentSince?: Date | undefined },
): Promise<Before[]> {
  const { rows } = await sql<Before>`
    select id, cause from ${redeliverableOf(id, which, resentSince)} of_each order by ordinal limit ${limit}
  `.execute(tx);
  return rows;
}

/**
 * Sub-query: the first delivery of each message that is neither on its way nor, unless those are meant, delivered.
 *
 * @param resentSince messages that were planned again since then, and may have failed again, are left out
 */
function redeliverableOf(id: string, which: DeliveryFilter, resentSince?: Date): RawBuilder<unknown> {
  const onItsWay = which.state === 'sent' ? ['planned', 'claimed'] : ['planned', 'claimed', 'sent'];
  const isResent = resentSince ? sql`created_at >= ${resentSince}` : sql`false`;
  return sql`(
    select distinct on (message_id) id, cause, ordinal from delivery
    where subscription = ${id} and cause not like 'confirm:%' and ${deliveryCondition(which, false)}
      and message_id not in (
        select message_id from delivery where subscription = ${id} and (state = any(${onItsWay}) or ${isResent})
      )
    order by message_id, ordinal
  )`;
}

/**
 * Resends up to so many messages of an active subscription that were planned before `until`, oldest first. Whoever repeats it
 * until no more match resends each once, even if it fails again meanwhile.
 *
 * @returns how many; fewer: no more match
 */
export async function redeliverSome(
  tx: Transaction<Database>,
  id: string,
  which: DeliveryFilter & { until: Date },
  { most, now }: { most: number; now: Date },
): Promise<number> {
  const found = await redeliverable(tx, id, which, { limit: most, resentSince: which.until });
  await planAgain(tx, id, found, now);
  return found.length;
}

/** The number of those that `redeliverSome` would resend in all. */
export async function countRedeliverable(
  db: Kysely<Database>,
  id: string,
  which: DeliveryFilter & { until: Date },
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${redeliverableOf(id, which, which.until)} of_each
  `.execute(db);
  return rows[0]?.count ?? 0;
}

async function planAgain(tx: Transaction<Database>, id: string, before: readonly Before[], now: Date): Promise<void> {
  const causes = before.map(({ cause }) => causeAgain(cause, randomUUID()));
  const ids = causes.map((cause) => deliveryId(cause, id));
  await sql`
    insert into delivery
      (id, cause, subscription, message_id, message, request_id, traceparent, lane, state, next_attempt_at, created_at)
    select again.id, again.cause, ${id}, delivery.message_id, delivery.message, delivery.request_id,
      coalesce(${traceparent() ?? null}, delivery.traceparent), delivery.lane, 'planned', ${now}, ${now}
    from unnest(
      ${ids}::uuid[], ${causes}::text[], ${before.map((one) => one.id)}::uuid[]
    ) as again (id, cause, of) join delivery on delivery.id = again.of
    order by delivery.ordinal
  `.execute(tx);
  await countOn(tx, id, ids);
}
