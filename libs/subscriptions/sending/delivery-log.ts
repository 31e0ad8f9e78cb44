import { Injectable } from '@nestjs/common';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { DeliveryTable } from '#database/tables/subscription.js';
import { InstantSchema } from '#domain/date/instant.js';
import { refuse } from '#domain/refusal.js';
import { because } from '#domain/validation.js';
import type { Reason } from '#domain/reasons.js';
import { type Message, MESSAGE_TYPES } from '../messages/message.js';
import { count, findSubscription, type SubscriptionRow, type SubscriptionScope } from './attempt.js';
import { writtenCause } from './planned-deliveries.js';

/** `held`: planned, while the subscription is disabled. */
export const DELIVERY_STATES = ['planned', 'claimed', 'sent', 'failed', 'cancelled', 'held'] as const;

export type ListedState = (typeof DELIVERY_STATES)[number];

/** Selects deliveries of a subscription. `since` and `until` refer to the time of planning; `until` is excluded. */
export interface DeliveryFilter {
  state?: ListedState | undefined;
  type?: Message['type'] | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

/** Schema fields for the time of planning. Refine the schema with `isRange`. */
export const plannedRange = {
  since: InstantSchema.optional().describe('Planned at or after this time.'),
  until: InstantSchema.optional().describe('Planned before this time.'),
};

interface PlannedRange {
  since?: string | undefined;
  until?: string | undefined;
}

export const isRange = ({ since, until }: PlannedRange): boolean =>
  since === undefined || until === undefined || Date.parse(since) < Date.parse(until);

export const NOT_A_RANGE = { path: ['until'], error: because('until-before-since') };

export function deliveryFilterOf(asked: Pick<DeliveryFilter, 'state' | 'type'> & PlannedRange): DeliveryFilter {
  const { state, type, since, until } = asked;
  return { state, type, since: since ? new Date(since) : undefined, until: until ? new Date(until) : undefined };
}

/** SQL condition on `delivery`. @param isDisabled whether the subscription is disabled */
function deliveryCondition({ state, type, since, until }: DeliveryFilter, isDisabled: boolean): RawBuilder<boolean> {
  const conditions = [
    ...(state ? [inState(state, isDisabled)] : []),
    ...(type ? [sql<boolean>`delivery.message ->> 'type' = ${type}`] : []),
    ...(since ? [sql<boolean>`delivery.created_at >= ${since}`] : []),
    ...(until ? [sql<boolean>`delivery.created_at < ${until}`] : []),
  ];
  return conditions.length > 0 ? sql<boolean>`(${sql.join(conditions, sql` and `)})` : sql<boolean>`true`;
}

function inState(state: ListedState, isDisabled: boolean): RawBuilder<boolean> {
  if (state === 'held' || state === 'planned')
    return isDisabled === (state === 'held') ? sql<boolean>`delivery.state = 'planned'` : sql<boolean>`false`;
  return sql<boolean>`delivery.state = ${state}`;
}

export const DeliveryView = z.object({
  id: z.uuid(),
  cause: z
    .string()
    .describe(
      '`event:<position>` (with the epoch, as in `Jalon-Position`), `daily:<day>`, `weekly:<day>`, `import:<id>:<position>`, `reminder:<id>`, `digest:<id>`, `confirm:<round>`, `failing:…`, `disabled:…`, `epoch:<epoch>` or `test:<id>`; sent again, `…:again:<id>`.',
    ),
  messageId: z.uuid().describe('The `webhook-id`: the same for every attempt, also if it is sent again.'),
  type: z.enum(MESSAGE_TYPES),
  state: z.enum(DELIVERY_STATES).describe('`held`: sent once the disabled subscription is resumed.'),
  attempts: z.int().describe('Counted on from earlier deliveries, if the message is sent again.'),
  nextAttemptAt: z
    .date()
    .nullable()
    .describe(
      'Earliest time of the next attempt, considering pauses and the rate limit; `null` if it is due, or there will be none.',
    ),
  responseCode: z.int().nullable().describe('HTTP status or SMTP reply code of the last attempt.'),
  lastError: z.string().nullable().describe('A sentence in English; not stable.'),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
});

/** A delivery in its log; `ordinal` grows in the order of planning, `message` is frozen at planning. */
export type DeliveryView = z.infer<typeof DeliveryView> & {
  ordinal: number;
  message: Message;
  isAgain: boolean;
  /** Mail that was stored in `kept_mail`, because no SMTP server was configured. Its state is `sent`. */
  isKept: boolean;
  /** `null` for deliveries that failed before errors had codes. */
  lastReason: Reason | null;
};

const isKept = sql<boolean>`exists (select from kept_mail where kept_mail.delivery = delivery.id)`.as('isKept');

function deliveryView(
  row: Selectable<DeliveryTable> & { isKept: boolean },
  subscription: SubscriptionRow,
  now: Date,
): DeliveryView {
  const message = row.message as Message;
  const state = row.state === 'planned' && subscription.state === 'disabled' ? 'held' : row.state;
  return {
    id: row.id,
    ordinal: row.ordinal,
    cause: writtenCause(row),
    isAgain: row.again !== null,
    messageId: row.message_id,
    type: message.type,
    message,
    isKept: row.isKept,
    state,
    attempts: row.attempts_before + row.attempts,
    nextAttemptAt: state === 'planned' ? nextAttemptAt(row, subscription, now) : null,
    responseCode: row.response_code,
    lastError: row.last_error,
    lastReason: row.last_reason,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}

/** `null`: now. A test message that was not tried yet waits for nothing. */
function nextAttemptAt(
  { next_attempt_at, kind, attempts }: Selectable<DeliveryTable>,
  { paused_until, next_slot_at }: SubscriptionRow,
  now: Date,
): Date | null {
  const waits = kind === 'test' && attempts === 0 ? [] : [paused_until, next_slot_at];
  const at = new Date(Math.max(...[next_attempt_at, ...waits].map((one) => one?.getTime() ?? 0)));
  return at > now ? at : null;
}

export const AttemptView = z.object({
  number: z.int(),
  at: z.date(),
  tookMs: z.int(),
  result: z
    .enum(['delivered', 'unavailable', 'rejected'])
    .describe('`unavailable`: will be retried; `rejected`: a retry would not help.'),
  code: z.int().nullable(),
  error: z.string().nullable(),
  headers: z
    .record(z.string(), z.string())
    .nullable()
    .describe('First 20 headers of the webhook response; `null` for a challenge.'),
  body: z.string().nullable().describe('First 2,000 characters of the webhook response; `null` for a challenge.'),
});
export type AttemptView = z.infer<typeof AttemptView> & { reason: Reason | null };

export interface DeliveryWithLog extends DeliveryView {
  /** Oldest first. */
  log: AttemptView[];
}

export const AttemptsView = z.object({
  today: z
    .object({ delivered: z.int(), failed: z.int() })
    .describe('Completed attempts of today, in `JALON_TIMEZONE`, of tests and confirmation requests too.'),
  lastDelivered: z.date().nullable().describe('Last accepted attempt in the log.'),
  lastFailure: z
    .object({
      at: z.date(),
      delivery: z.uuid(),
      code: z.int().nullable().describe('HTTP status or SMTP reply code.'),
      error: z.string().nullable().describe('A sentence in English; not stable.'),
      errorCode: z.string().nullable().describe('Stable, such as `connection-refused`.'),
    })
    .nullable()
    .describe('Last failed attempt in the log.'),
});

type LastFailure = NonNullable<z.infer<typeof AttemptsView>['lastFailure']> & { reason: Reason | null };
export type AttemptsView = Omit<z.infer<typeof AttemptsView>, 'lastFailure'> & { lastFailure: LastFailure | null };

@Injectable()
export class DeliveryLog {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** The deliveries, newest first. @throws Refusal not-found */
  async list(
    id: string,
    scope: SubscriptionScope,
    { limit, before }: { limit: number; before?: number },
    filter: DeliveryFilter = {},
  ): Promise<DeliveryView[]> {
    const subscription = await findSubscription(this.db, id, scope);
    const isDisabled = subscription.state === 'disabled';
    let query = this.db
      .selectFrom('delivery')
      .selectAll('delivery')
      .select(isKept)
      .where('subscription', '=', id)
      .where(deliveryCondition(filter, isDisabled))
      .orderBy('ordinal', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('ordinal', '<', before);
    const now = this.clock.now();
    return (await query.execute()).map((row) => deliveryView(row, subscription, now));
  }

  /** The number of deliveries that match, up to a limit. @throws Refusal not-found */
  async count(id: string, scope: SubscriptionScope, filter: DeliveryFilter, most: number): Promise<number> {
    const { state } = await findSubscription(this.db, id, scope);
    const condition = deliveryCondition(filter, state === 'disabled');
    return count(this.db, sql`from delivery where subscription = ${id} and ${condition}`, most);
  }

  /** A delivery with its attempts. @throws Refusal not-found */
  async get(id: string, delivery: string, scope: SubscriptionScope): Promise<DeliveryWithLog> {
    const subscription = await findSubscription(this.db, id, scope);
    const row = await this.db
      .selectFrom('delivery')
      .selectAll('delivery')
      .select(isKept)
      .where('id', '=', delivery)
      .where('subscription', '=', id)
      .executeTakeFirst();
    if (!row) throw refuse('not-found', 'delivery', 'delivery-not-found', { delivery });
    const log = await this.db
      .selectFrom('delivery_attempt')
      .select(['number', 'at', 'took_ms as tookMs', 'result', 'code', 'error', 'reason', 'headers', 'body'])
      .where('delivery', '=', delivery)
      .orderBy('number')
      .execute();
    return {
      ...deliveryView(row, subscription, this.clock.now()),
      log: log.map((one) => ({ ...one, number: row.attempts_before + one.number })),
    };
  }

  /** How the last attempts fared. @param zone time zone of the day @throws Refusal not-found */
  async attempts(id: string, scope: SubscriptionScope, zone: string): Promise<AttemptsView> {
    await findSubscription(this.db, id, scope);
    const attempts = this.db.selectFrom('delivery_attempt').where('subscription', '=', id);
    const today = await attempts
      .select(sql<number>`count(*) filter (where result = 'delivered')::int`.as('delivered'))
      .select(sql<number>`count(*) filter (where result <> 'delivered')::int`.as('failed'))
      .where('at', '>=', sql<Date>`date_trunc('day', ${this.clock.now()}::timestamptz, ${zone})`)
      .executeTakeFirstOrThrow();
    const last = attempts.orderBy('at', 'desc').limit(1);
    const delivered = await last.select('at').where('result', '=', 'delivered').executeTakeFirst();
    const failed = await last
      .select(['at', 'delivery', 'code', 'error', 'reason'])
      .where('result', '<>', 'delivered')
      .executeTakeFirst();
    return {
      today,
      lastDelivered: delivered?.at ?? null,
      lastFailure: failed ? { ...failed, errorCode: failed.reason?.code ?? null } : null,
    };
  }
}
