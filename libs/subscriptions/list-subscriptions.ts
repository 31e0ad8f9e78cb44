import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEpochs } from '#database/ledger-epochs.js';
import type { SubscriptionState } from '#database/tables/subscription.js';
import { findSubscription, type SubscriptionScope, type SubscriptionRow } from '#delivery/recipient.js';
import { ReminderPreferencesSchema, preferencesOf } from '#domain/reminder/preferences.js';
import type { Reason } from '#domain/reasons.js';
import { say } from '#language/phrases.js';
import { LanguageSchema } from '#language/language.js';
import { type Filter, FilterSchema } from './filter.js';
import { DigestDaySchema, FORMATS, MODES } from './new-subscription.js';
import type { SendingAgain } from './send-again.js';

export const EndpointView = z.object({
  format: z.enum(FORMATS),
  ordered: z.boolean(),
  ratePerMinute: z.int().nullable(),
  description: z.string().nullable(),
  hasHeaders: z.boolean().describe('Whether messages carry headers that were set for this endpoint.'),
  health: z
    .object({
      failures: z.int().describe('Failed attempts since the last successful one.'),
      failingSince: z.date().nullable(),
      pausedUntil: z.date().nullable().describe('No attempt is made before then.'),
      lastError: z
        .string()
        .nullable()
        .describe('Of the last attempt, if it failed: a sentence in English; not stable.'),
      lastErrorCode: z
        .string()
        .nullable()
        .describe(
          'Stable, such as `connection-refused`. `address-not-public` and `http-not-allowed`: Jalon did not connect.',
        ),
    })
    .describe('Health of the endpoint.'),
});

const SendingAgainView = z.object({
  requestedAt: z.iso.datetime(),
  after: z.int().describe('Concerns events after this position.'),
  delivered: z.boolean().describe('Whether messages that were delivered are sent, too.'),
  upTo: z.int().nullable().describe('The last position that it concerns; `null` until it begins.'),
  reached: z.int().describe('The last position that was looked at for events that were never sent.'),
  planned: z.int().describe('Number of messages planned so far.'),
  unreadable: z.int().describe('Number of events left out because this release cannot read them.'),
  finishedAt: z.iso.datetime().nullable().describe('When all of it was planned; the deliveries say what was sent.'),
});
type SendingAgainView = z.infer<typeof SendingAgainView>;

/** A subscription without secrets and tokens. */
export const SubscriptionView = z.object({
  id: z.uuid(),
  channel: z.enum(['email', 'webhook']),
  target: z.string().describe('Address or URL.'),
  filter: z.strictObject(FilterSchema.shape).meta({ id: 'SubscriptionFilterAnswer' }),
  offered: z
    .strictObject(FilterSchema.shape)
    .meta({ id: 'OfferedFilter' })
    .describe('The filter of the owner. The recipient may have narrowed it to `filter`.'),
  recipientPausedUntil: z.date().nullable().describe('The recipient wants nothing before then.'),
  mode: z.enum(MODES),
  digestDay: DigestDaySchema.describe('Day of weekly digests.'),
  language: LanguageSchema,
  reminders: z.strictObject(ReminderPreferencesSchema.shape).meta({ id: 'ReminderWishesAnswer' }),
  state: z
    .enum(['pending', 'active', 'disabled', 'unsubscribed'])
    .describe('`pending` until confirmed; `disabled`: deliveries are held, see `disabledBecause`.'),
  createdAt: z.date(),
  confirmUntil: z.date().nullable().describe('While pending: time limit of the confirmation.'),
  confirmedAt: z.date().nullable(),
  since: z.int().nullable().describe('Receives events recorded after this position.'),
  endpoint: EndpointView.nullable().describe('Of a webhook.'),
  disabledBecause: z
    .enum(['gone', 'failing', 'bounced', 'format-removed', 'signature-removed'])
    .nullable()
    .describe(
      'While disabled: the endpoint responded with 410, failed for three days, the mailbox rejects mail, or the endpoint used CloudEvents or ed25519 signatures, which are no longer sent.',
    ),
  dropped: z
    .object({
      messages: z.int(),
      first: z.date().nullable().describe('When the first of them was planned.'),
      last: z.date().nullable().describe('When the last of them was planned.'),
      eventsAfter: z
        .string()
        .nullable()
        .describe('`GET /v1/events?after=` lists the events that they were about. As in `Jalon-Position`.'),
    })
    .nullable()
    .describe(
      'Held messages that were dropped when the subscription was disabled last: of those about events, the oldest beyond 10,000, and those older than 90 days.',
    ),
  sendingAgain: SendingAgainView.nullable().describe('What it was sent again last; `null`: nothing.'),
});
type SubscriptionFields = z.infer<typeof SubscriptionView>;

/** `failingReason` says `lastError` in any language. */
type Endpoint = z.infer<typeof EndpointView> & { failingReason: Reason | null };
export type SubscriptionView = Omit<SubscriptionFields, 'endpoint'> & { endpoint: Endpoint | null };

export const viewOf = (row: SubscriptionRow, epochs: LedgerEpochs): SubscriptionView => ({
  id: row.id,
  channel: row.channel,
  target: row.target,
  filter: row.filter as Filter,
  offered: (row.offered_filter ?? row.filter) as Filter,
  recipientPausedUntil: row.recipient_paused_until,
  mode: row.mode,
  digestDay: row.digest_day,
  language: row.language,
  reminders: preferencesOf(row.reminders),
  state: row.state,
  createdAt: row.created_at,
  confirmUntil: row.state === 'pending' ? row.confirm_until : null,
  confirmedAt: row.confirmed_at,
  since: row.since_position,
  endpoint: row.channel === 'webhook' ? endpointOf(row) : null,
  disabledBecause: row.disabled_because,
  dropped:
    row.dropped === 0
      ? null
      : {
          messages: row.dropped,
          ...{ first: row.dropped_first, last: row.dropped_last },
          eventsAfter: row.dropped_after === null ? null : epochs.written(row.dropped_after),
        },
  sendingAgain: sendingAgainIn(row.recovery as SendingAgain | null),
});

const sendingAgainIn = (stored: SendingAgain | null): SendingAgainView | null => {
  if (!stored) return null;
  const { since: _, redelivering: __, missing: ___, delivered = false, ...view } = stored;
  return { ...view, delivered };
};

const endpointOf = (row: SubscriptionRow): Endpoint => ({
  format: row.format,
  ordered: row.ordered,
  ratePerMinute: row.rate_per_minute,
  description: row.description,
  hasHeaders: row.headers !== null,
  health: {
    failures: row.failures,
    failingSince: row.failing_since,
    pausedUntil: row.paused_until,
    lastError: row.failing_reason && say(row.failing_reason, 'en'),
    lastErrorCode: row.failing_reason?.code ?? null,
  },
  failingReason: row.failing_reason,
});

/** Subscriptions in order of creation. */
export class ListSubscriptions extends Query<SubscriptionView[]> {
  constructor(
    readonly scope: SubscriptionScope,
    readonly page: { limit: number; after?: { createdAt: Date; id: string } },
  ) {
    super();
  }
}

@QueryHandler(ListSubscriptions)
export class ListSubscriptionsHandler implements IQueryHandler<ListSubscriptions> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ scope, page: { limit, after } }: ListSubscriptions): Promise<SubscriptionView[]> {
    let query = this.db
      .selectFrom('subscription')
      .selectAll()
      .where('account', 'is', null)
      .orderBy('created_at')
      .orderBy('id')
      .limit(limit);
    if (scope !== 'all') query = query.where('created_by', '=', scope.owner);
    if (after) query = query.where(sql<boolean>`(created_at, id) > (${after.createdAt}, ${after.id})`);
    return (await query.execute()).map((row) => viewOf(row, this.db.epochs));
  }
}

interface SubscriptionsAsked {
  state?: SubscriptionState | undefined;
  channel?: 'email' | 'webhook' | undefined;
  limit: number;
  offset: number;
}

export interface FoundSubscriptions {
  items: SubscriptionView[];
  /** Number of matches on all pages. */
  total: number;
}

/** Subscriptions by state and channel, newest first. */
export class FindSubscriptions extends Query<FoundSubscriptions> {
  constructor(
    readonly scope: SubscriptionScope,
    readonly asked: SubscriptionsAsked,
  ) {
    super();
  }
}

@QueryHandler(FindSubscriptions)
export class FindSubscriptionsHandler implements IQueryHandler<FindSubscriptions> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ scope, asked: { state, channel, limit, offset } }: FindSubscriptions): Promise<FoundSubscriptions> {
    let query = this.db.selectFrom('subscription').where('account', 'is', null);
    if (scope !== 'all') query = query.where('created_by', '=', scope.owner);
    if (state) query = query.where('state', '=', state);
    if (channel) query = query.where('channel', '=', channel);
    const rows = query.selectAll().orderBy('created_at', 'desc').orderBy('id').limit(limit).offset(offset).execute();
    const counted = query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    return { items: (await rows).map((row) => viewOf(row, this.db.epochs)), total: (await counted).total };
  }
}

export class GetSubscription extends Query<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
  ) {
    super();
  }
}

@QueryHandler(GetSubscription)
export class GetSubscriptionHandler implements IQueryHandler<GetSubscription> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal not-found */
  async execute({ id, scope }: GetSubscription): Promise<SubscriptionView> {
    return viewOf(await findSubscription(this.db, id, scope), this.db.epochs);
  }
}
