import { randomUUID } from 'node:crypto';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { currentRequest, traceparent } from '#tracing/tracing.js';
import type { DeliveryKind } from '#database/tables/subscription.js';
import { chunksOf } from '#concurrency/async-iteration.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Message } from '../messages/message.js';
import { type Claim, leaseEnd } from './delivery-states.js';
import { count, exists } from './attempt.js';

/** What a delivery is for. There is one for each cause and subscription. */
export interface Cause {
  kind: DeliveryKind;
  reference: string;
  /** Tells apart what is sent again. */
  again?: string | null | undefined;
}

/** As a string, from which the id of the delivery derives. */
export const writtenCause = ({ kind, reference, again = null }: Cause): string =>
  `${kind}:${reference}${again === null ? '' : `:again:${again}`}`;

export interface PlannedDelivery {
  cause: Cause;
  subscription: string;
  message: Message;
  /** Earliest time of sending; absent: now. */
  fireAt?: Date;
  /** The request that caused the message; absent: the current one, if there is one. */
  requestId?: string | null | undefined;
  /** The span of its event; absent: the current one. */
  traceparent?: string | undefined;
}

/** The id derives from cause and subscription, so planning is idempotent. */
export const deliveryId = (cause: Cause, subscription: string): string =>
  uuidOf('delivery', writtenCause(cause), subscription);

/** Rows per statement. */
const PLANNED_AT_ONCE = 2_000;

/** Ordered subscriptions receive the changes of a provider one after the other. */
const providerOf = (message: Message): string | null =>
  message.type === 'event.recorded' ? (message.data.provider?.id ?? null) : null;

/**
 * Plans deliveries; existing ones are left unchanged, whatever their state. The commit wakes the worker's `Scheduler` (trigger
 * `tell_of_planned`, `NOTIFY jalon_owed`).
 *
 * @returns the number of new ones
 */
export async function planDeliveries(
  tx: Transaction<Database>,
  deliveries: Iterable<PlannedDelivery>,
  now: Date,
): Promise<number> {
  let planned = 0;
  for (const chunk of chunksOf(deliveries, PLANNED_AT_ONCE)) planned += await planChunk(tx, chunk, now);
  return planned;
}

async function planChunk(
  tx: Transaction<Database>,
  deliveries: readonly PlannedDelivery[],
  now: Date,
): Promise<number> {
  const ids = deliveries.map(({ cause, subscription }) => deliveryId(cause, subscription));
  const current = currentRequest.get() ?? null;
  const span = traceparent() ?? null;
  const messages = new Map<Message, number>(); // each distinct message is sent to the database once
  for (const { message } of deliveries) if (!messages.has(message)) messages.set(message, messages.size + 1);
  const { numAffectedRows } = await sql`
    with said as materialized (
      select message::jsonb, nth
      from unnest(${[...messages.keys()].map((message) => JSON.stringify(message))}::text[])
        with ordinality as said (message, nth)
    )
    insert into delivery (id, kind, reference, subscription, message_id, message, request_id, traceparent, provider, state,
      next_attempt_at, created_at)
    select id, kind, reference, subscription, id, said.message, request_id, traceparent, provider, 'planned', fire_at, ${now}
    from unnest(
      ${ids}::uuid[],
      ${deliveries.map(({ cause }) => cause.kind)}::text[],
      ${deliveries.map(({ cause }) => cause.reference)}::text[],
      ${deliveries.map(({ subscription }) => subscription)}::uuid[],
      ${deliveries.map(({ message }) => messages.get(message))}::int[],
      ${deliveries.map(({ requestId = current }) => requestId)}::text[],
      ${deliveries.map((one) => one.traceparent ?? span)}::text[],
      ${deliveries.map(({ message }) => providerOf(message))}::uuid[],
      ${deliveries.map(({ fireAt }) => (fireAt ?? now).toISOString())}::timestamptz[]
    ) with ordinality as wanted (id, kind, reference, subscription, message, request_id, traceparent, provider, fire_at, nth)
    join said on said.nth = wanted.message
    order by wanted.nth
    on conflict do nothing
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/**
 * Plans deliveries that are sent now and claims them for the caller, who passes them to `attemptAll` of `Deliveries` once the
 * transaction has committed; this saves a trip through a queue. Until an attempt is begun, `attempts` is 0 and the delivery
 * can be cancelled like a planned one. After a crash of the process the claims expire. The commit is synchronous: if it were
 * lost in a crash of PostgreSQL, the reminders already sent could be planned and sent again with other content.
 *
 * @returns the claims of deliveries that are new, or were cancelled before
 */
export async function planClaimed(
  tx: Transaction<Database>,
  deliveries: readonly PlannedDelivery[],
  now: Date,
): Promise<Claim[]> {
  const ids = deliveries.map(({ cause, subscription }) => deliveryId(cause, subscription));
  const { rows } = await sql<Claim>`
    insert into delivery
      (id, kind, reference, subscription, message_id, message, state, next_attempt_at, created_at, claim, claimed_until,
        traceparent)
    select id, kind, reference, subscription, id, message::jsonb, 'claimed', ${now}, ${now}, claim, ${leaseEnd},
      ${traceparent() ?? null}::text
    from unnest(
      ${ids}::uuid[],
      ${deliveries.map(({ cause }) => cause.kind)}::text[],
      ${deliveries.map(({ cause }) => cause.reference)}::text[],
      ${deliveries.map(({ subscription }) => subscription)}::uuid[],
      ${deliveries.map(({ message }) => JSON.stringify(message))}::text[],
      ${deliveries.map(() => randomUUID())}::uuid[]
    ) as wanted (id, kind, reference, subscription, message, claim)
    on conflict (id) do update
      set state = 'claimed', message = excluded.message, next_attempt_at = excluded.next_attempt_at,
        claim = excluded.claim, claimed_until = excluded.claimed_until, traceparent = excluded.traceparent,
        attempts = 0, began_at = null, last_error = null, last_reason = null, response_code = null
      where delivery.state = 'cancelled'
    returning id, claim
  `.execute(tx);
  return rows;
}

/** Makes the planned deliveries of a subscription due, each with a new retry schedule. */
export async function makeDue(tx: Transaction<Database>, subscription: string, now: Date): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ next_attempt_at: now, began_at: null })
    .where('subscription', '=', subscription)
    .where('state', '=', 'planned')
    .execute();
}

/** Makes deliveries that wait for a retry due now, in order of planning. */
export async function retryNow(db: Kysely<Database>, subscription: string, now: Date): Promise<void> {
  await waitingForRetry(db, subscription, now).set({ next_attempt_at: now }).execute();
}

/** As `retryNow`, each with a new retry schedule; workers are notified. */
export async function retryAnew(tx: Transaction<Database>, subscription: string, now: Date): Promise<void> {
  await waitingForRetry(tx, subscription, now).set({ next_attempt_at: now, began_at: null }).execute();
  await sql`select pg_notify('jalon_owed', 'resumed')`.execute(tx);
}

const waitingForRetry = (db: Kysely<Database>, subscription: string, now: Date) =>
  db
    .updateTable('delivery')
    .where('subscription', '=', subscription)
    .where('state', '=', 'planned')
    .where('attempts', '>', 0)
    .where('next_attempt_at', '>', now);

/** The number of messages of a subscription that wait for their first attempt or are being sent, up to so many. */
export const countUntried = (db: Kysely<Database>, subscription: string, most: number): Promise<number> =>
  count(
    db,
    sql`from delivery where delivery.subscription = ${subscription}
      and state in ('planned', 'claimed') and (attempts = 0 or state = 'claimed')`,
    most,
  );

export const isPlanned = (db: Kysely<Database>, subscription: string, cause: Cause): Promise<boolean> =>
  exists(db, sql`from delivery where id = ${deliveryId(cause, subscription)}`);

/** Sub-query: whether each delivery is a mail that was stored instead of sent. */
export const keptDeliveries = (db: Kysely<Database>) =>
  db
    .selectFrom('delivery')
    .select('id')
    .select(sql<boolean>`exists (select from kept_mail where kept_mail.delivery = delivery.id)`.as('is_kept'));

/** Sub-query: the deliveries that are sent, failed or cancelled, and when the last attempt was made or due. */
export const settledDeliveries = (db: Kysely<Database>) =>
  db
    .selectFrom('delivery')
    .select(['id', 'state', 'sent_at', 'next_attempt_at'])
    .where('state', 'in', ['sent', 'failed', 'cancelled']);

/** The reminders in the message of a delivery; `undefined` if it is unknown or about something else. */
export async function remindersIn(
  db: Kysely<Database>,
  delivery: string,
): Promise<{ subscription: string; reminders: string[] } | undefined> {
  const { rows } = await sql<{ subscription: string; reminders: string[] }>`
    select subscription, array(
      select one ->> 'id'
      from jsonb_array_elements(coalesce(message #> '{data,reminders}', jsonb_build_array(message -> 'data'))) as one
    ) as reminders
    from delivery where id = ${delivery} and message ->> 'type' in ('deadline.reminder', 'deadline.digest')
  `.execute(db);
  return rows[0];
}

/** Which finished messages of a subscription are sent again. */
interface SentAgain {
  /** Messages about events after the position, and others planned at or after the instant. */
  after: { position: number; instant: Date };
  /** Planned before then: what was planned again since is left out, even if it failed again. */
  until: Date;
  /** Those that failed; with it, also those that were delivered. */
  delivered: boolean;
}

/**
 * Plans up to so many messages of an active subscription again, oldest first, each once with its `webhook-id`. Messages that are
 * on their way are left out. Whoever repeats it until no more match plans each once.
 *
 * @returns how many; fewer: no more match
 */
export async function planAgain(
  tx: Transaction<Database>,
  id: string,
  { after, until, delivered }: SentAgain,
  { most, now }: { most: number; now: Date },
): Promise<number> {
  const meant = delivered ? ['failed', 'sent'] : ['failed'];
  const spared = delivered ? ['planned', 'claimed'] : ['planned', 'claimed', 'sent'];
  const { rows: before } = await sql<{ id: string; kind: DeliveryKind; reference: string }>`
    select id, kind, reference from (
      select distinct on (message_id) id, kind, reference, ordinal from delivery
      where subscription = ${id} and kind <> 'confirm' and state = any(${meant}) and created_at < ${until}
        and ${isAfter(after)} and message_id not in (
          select message_id from delivery where subscription = ${id} and (state = any(${spared}) or created_at >= ${until})
        )
      order by message_id, ordinal
    ) of_each order by ordinal limit ${most}
  `.execute(tx);
  const again = before.map(() => randomUUID());
  const ids = before.map(({ kind, reference }, nth) => deliveryId({ kind, reference, again: again[nth] }, id));
  await sql`
    insert into delivery
      (id, kind, reference, again, subscription, message_id, message, request_id, traceparent, provider, state,
        next_attempt_at, created_at)
    select planned.id, delivery.kind, delivery.reference, planned.again, ${id}, delivery.message_id, delivery.message, delivery.request_id,
      coalesce(${traceparent() ?? null}, delivery.traceparent), delivery.provider, 'planned', ${now}, ${now}
    from unnest(
      ${ids}::uuid[], ${again}::text[], ${before.map((one) => one.id)}::uuid[]
    ) as planned (id, again, of) join delivery on delivery.id = planned.of
    order by delivery.ordinal
  `.execute(tx);
  await countOn(tx, id, ids);
  return before.length;
}

const isAfter = ({ position, instant }: SentAgain['after']): RawBuilder<boolean> => sql<boolean>`
  case when message ->> 'type' in ('event.recorded', 'changes.digest', 'import.summary', 'register.read') then coalesce(
    (message #>> '{data,upTo}')::bigint,
    (coalesce(message #> '{data,changes,-1}', message -> 'data') ->> 'position')::bigint
  ) > ${position} else created_at >= ${instant} end
`;

/** Attempts at a message that is sent again are counted from those of its earlier deliveries. */
async function countOn(tx: Transaction<Database>, id: string, again: readonly string[]): Promise<void> {
  await sql`
    update delivery set attempts_before = earlier.attempts
    from (
      select message_id, sum(attempts) as attempts from delivery
      where subscription = ${id} and id <> all(${[...again]}::uuid[]) group by message_id
    ) earlier
    where id = any(${[...again]}::uuid[]) and delivery.message_id = earlier.message_id and delivery.attempts = 0
  `.execute(tx);
}
