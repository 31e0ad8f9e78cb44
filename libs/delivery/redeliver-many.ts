import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { deliveryId } from './queue/plan.js';
import { deliveryFilterOf, isSpan, NO_SPAN, passing, plannedSpan } from './delivery-filter.js';
import { assertActive, heldSubscription, type Reach } from './held-subscription.js';
import { MESSAGE_TYPES } from '#notifications/message-types.js';
import { causeAgain } from './redeliver.js';

const MOST = 10_000;

/** Which deliveries are to be sent once more. What is planned, held or under way goes out by itself. */
export const RedeliverySchema = z
  .strictObject({
    state: z.enum(['failed', 'cancelled', 'sent']).default('failed'),
    type: z.enum(MESSAGE_TYPES).optional(),
    ...plannedSpan,
  })
  .refine(isSpan, NO_SPAN)
  .meta({ id: 'Redelivery', example: { state: 'failed', since: '2026-11-24T00:00:00Z' } });

export type Redelivery = z.output<typeof RedeliverySchema>;

export interface Redelivered {
  redelivered: number;
  /** Whether others were left out because they are too many at once. Of `sent`, who asks again gets the same ones again. */
  more: boolean;
}

/** Sends messages once more, each under the `webhook-id` it had, in the order in which they were planned first. */
export class RedeliverMany extends Command<Redelivered> {
  constructor(
    readonly id: string,
    readonly which: Redelivery,
    readonly reach: Reach,
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
   * Messages that are on their way again already, or have arrived since they failed, are left out: asking twice sends once.
   *
   * @throws Refusal unknown-subscription, subscription-unfit
   */
  async execute({ id, which, reach }: RedeliverMany): Promise<Redelivered> {
    return this.db.transaction().execute(async (tx) => {
      assertActive(await heldSubscription(tx, id, reach, { lock: true }));
      const found = await redeliverable(tx, id, which);
      await planAgain(tx, id, found.slice(0, MOST), this.clock.now());
      return { redelivered: Math.min(found.length, MOST), more: found.length > MOST };
    });
  }
}

interface Before {
  id: string;
  cause: string;
}

async function redeliverable(tx: Transaction<Database>, id: string, which: Redelivery): Promise<Before[]> {
  const onItsWay = which.state === 'sent' ? ['planned', 'claimed'] : ['planned', 'claimed', 'sent'];
  const { rows } = await sql<Before>`
    select id, cause from (
      select distinct on (message_id) id, cause, ordinal from delivery
      where subscription = ${id} and cause not like 'confirm:%' and ${passing(deliveryFilterOf(which), false)}
        and message_id not in (
          select message_id from delivery where subscription = ${id} and state = any(${onItsWay})
        )
      order by message_id, ordinal
    ) of_each order by ordinal limit ${MOST + 1}
  `.execute(tx);
  return rows;
}

async function planAgain(tx: Transaction<Database>, id: string, before: readonly Before[], now: Date): Promise<void> {
  const causes = before.map(({ cause }) => causeAgain(cause, randomUUID()));
  await sql`
    insert into delivery (id, cause, subscription, message_id, message, lane, state, next_attempt_at, created_at)
    select again.id, again.cause, ${id}, delivery.message_id, delivery.message, delivery.lane, 'planned', ${now}, ${now}
    from unnest(
      ${causes.map((cause) => deliveryId(cause, id))}::uuid[], ${causes}::text[], ${before.map((one) => one.id)}::uuid[]
    ) as again (id, cause, of) join delivery on delivery.id = again.of
    order by delivery.ordinal
  `.execute(tx);
}
