import { randomUUID } from 'node:crypto';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { currentRequest, traceparent } from '#tracing/tracing.js';
import { chunksOf } from '#concurrency/async-iteration.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Message } from '#notifications/message.js';
import { reason } from '#domain/refusal.js';
import { type Claim, leaseEnd } from './queue/leases.js';
import { errorColumns } from './queue/outcome.js';

export interface PlannedDelivery {
  /** The event, reminder or request that the delivery is for; see `DeliveryTable`. */
  cause: string;
  subscription: string;
  message: Message;
  /** Earliest time of sending; absent: now. */
  fireAt?: Date;
  /** The request that caused the message; absent: the current one, if there is one. */
  requestId?: string | null;
  /** The span of its event; absent: the current one. */
  traceparent?: string | undefined;
}

/** The id derives from cause and subscription, so planning is idempotent. */
export const deliveryId = (cause: string, subscription: string): string => uuidOf('delivery', cause, subscription);

/** Rows per statement. */
const PLANNED_AT_ONCE = 2_000;

/** The lane of a message: ordered subscriptions receive the changes of a provider one after the other. */
const laneOf = (message: Message): string | null =>
  message.type === 'event.recorded' ? (message.data.provider?.id ?? null) : null;

/** Plans deliveries; existing ones are left unchanged, whatever their state. @returns the number of new ones */
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
  const current = currentRequest.getStore() ?? null;
  const span = traceparent() ?? null;
  const messages = new Map<Message, number>(); // each distinct message is sent to the database once
  for (const { message } of deliveries) if (!messages.has(message)) messages.set(message, messages.size + 1);
  const { numAffectedRows } = await sql`
    with said as materialized (
      select message::jsonb, nth
      from unnest(${[...messages.keys()].map((message) => JSON.stringify(message))}::text[])
        with ordinality as said (message, nth)
    )
    insert into delivery (id, cause, subscription, message_id, message, request_id, traceparent, lane, state, next_attempt_at,
      created_at)
    select id, cause, subscription, id, said.message, request_id, traceparent, lane, 'planned', fire_at, ${now}
    from unnest(
      ${ids}::uuid[],
      ${deliveries.map(({ cause }) => cause)}::text[],
      ${deliveries.map(({ subscription }) => subscription)}::uuid[],
      ${deliveries.map(({ message }) => messages.get(message))}::int[],
      ${deliveries.map(({ requestId = current }) => requestId)}::text[],
      ${deliveries.map((one) => one.traceparent ?? span)}::text[],
      ${deliveries.map(({ message }) => laneOf(message))}::uuid[],
      ${deliveries.map(({ fireAt }) => (fireAt ?? now).toISOString())}::timestamptz[]
    ) with ordinality as wanted (id, cause, subscription, message, request_id, traceparent, lane, fire_at, nth)
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
      (id, cause, subscription, message_id, message, state, next_attempt_at, created_at, claim, claimed_until, traceparent)
    select id, cause, subscription, id, message::jsonb, 'claimed', ${now}, ${now}, claim, ${leaseEnd},
      ${traceparent() ?? null}::text
    from unnest(
      ${ids}::uuid[],
      ${deliveries.map(({ cause }) => cause)}::text[],
      ${deliveries.map(({ subscription }) => subscription)}::uuid[],
      ${deliveries.map(({ message }) => JSON.stringify(message))}::text[],
      ${deliveries.map(() => randomUUID())}::uuid[]
    ) as wanted (id, cause, subscription, message, claim)
    on conflict (id) do update
      set state = 'claimed', message = excluded.message, next_attempt_at = excluded.next_attempt_at,
        claim = excluded.claim, claimed_until = excluded.claimed_until, traceparent = excluded.traceparent,
        attempts = 0, began_at = null, last_error = null, last_reason = null, response_code = null
      where delivery.state = 'cancelled'
    returning id, claim
  `.execute(tx);
  return rows;
}

/**
 * Cancels deliveries that nobody has started to send. A delivery that waits for a retry may already have arrived: it
 * is cancelled only if its message is no longer needed. Deliveries being sent (locked) are not touched.
 *
 * @param isNeeded SQL condition on the id of a delivery
 * @returns the cancelled deliveries
 */
export async function cancelUnsent(
  tx: Transaction<Database>,
  deliveries: readonly string[],
  isNeeded: (delivery: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    update delivery set state = 'cancelled', claim = null, claimed_until = null
    where id in (
      select id from delivery
      where id = any(${[...deliveries]}::uuid[]) and (
        (attempts = 0 and state in ('planned', 'claimed'))
        or (state = 'planned' and not ${isNeeded(sql.ref('delivery.id'))})
      )
      order by id for update skip locked
    )
    returning id
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Cancels the deliveries of an ended subscription, except those being sent. */
export async function cancelPlanned(tx: Transaction<Database>, subscription: string): Promise<void> {
  const ended = errorColumns(reason('subscription-ended'));
  await sql`
    update delivery
    set state = 'cancelled', claim = null, claimed_until = null, last_error = ${ended.text}, last_reason = ${ended.json}::jsonb
    where id in (
      select id from delivery
      where delivery.subscription = ${subscription}
        and (state = 'planned' or state = 'claimed' and claimed_until <= clock_timestamp())
      for update skip locked
    )
  `.execute(tx);
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

/** As `retryNow`, each with a new retry schedule; workers are told. */
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
export async function countUntried(db: Kysely<Database>, subscription: string, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from delivery where delivery.subscription = ${subscription}
        and state in ('planned', 'claimed') and (attempts = 0 or state = 'claimed') limit ${most}
    ) untried
  `.execute(db);
  return rows[0]?.count ?? 0;
}

export async function isPlanned(db: Kysely<Database>, subscription: string, cause: string): Promise<boolean> {
  const row = await db
    .selectFrom('delivery')
    .select('id')
    .where('subscription', '=', subscription)
    .where('cause', '=', cause)
    .executeTakeFirst();
  return row !== undefined;
}

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
      select told ->> 'id'
      from jsonb_array_elements(coalesce(message #> '{data,reminders}', jsonb_build_array(message -> 'data'))) as told
    ) as reminders
    from delivery where id = ${delivery} and message ->> 'type' in ('deadline.reminder', 'deadline.digest')
  `.execute(db);
  return rows[0];
}

/** Which finished messages of a subscription are sent again. */
export interface SentAgain {
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
  const { rows: before } = await sql<{ id: string; cause: string }>`
    select id, cause from (
      select distinct on (message_id) id, cause, ordinal from delivery
      where subscription = ${id} and cause not like 'confirm:%' and state = any(${meant}) and created_at < ${until}
        and ${isAfter(after)} and message_id not in (
          select message_id from delivery where subscription = ${id} and (state = any(${spared}) or created_at >= ${until})
        )
      order by message_id, ordinal
    ) of_each order by ordinal limit ${most}
  `.execute(tx);
  const causes = before.map(({ cause }) => `${cause.replace(/:again:.*$/, '')}:again:${randomUUID()}`);
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
