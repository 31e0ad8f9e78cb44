import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { type EpochPosition, type LedgerEpochs, positionIn } from '#database/ledger-epochs.js';
import type { DeliveryFilter } from '#delivery/delivery-filter.js';
import type { SubscriptionRow } from '#delivery/recipient.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { isInstant } from '#domain/date/instant.js';
import { refuse } from '#domain/refusal.js';
import { because } from '#domain/validation.js';
import type { EventStore } from '#event-store/event-store.js';
import { isChat } from '#notifications/webhook/chat.js';

/**
 * What a subscription is to receive of the past. It is stored with the subscription, and the worker plans it in steps, each of
 * which commits what it has planned together with how far it got.
 */
export interface Recovery {
  requestedAt: string;
  /** Messages about events after this position, and others planned since that instant. */
  after: number;
  since: string;
  /** Failed messages remain to be sent again. */
  redelivering: boolean;
  /** Whether events are looked through for those that were never sent. */
  missing: boolean;
  /** The last position that was looked at. */
  reached: number;
  /** The last position to be looked at; `null`: a new endpoint follows the ledger once it has caught up with the fan-out. */
  upTo: number | null;
  /** Number of messages planned. */
  planned: number;
  /** Number of events that this release cannot read. */
  unreadable: number;
  finishedAt: string | null;
}

/** SQL condition: the fan-out plans for a subscription, as it does not for one that is still being filled. */
export const isFollowing = sql<boolean>`not (recovering and recovery ->> 'upTo' is null)`;

/** SQL condition: what is collected of readings and imports for a subscription is not complete yet. */
export const isBeingFilled = (subscription: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (
  select from subscription where subscription.id = ${subscription} and recovering
    and state <> 'unsubscribed' and (recovery -> 'reached')::bigint > (recovery -> 'after')::bigint
)`;

export const RecoveryView = z.object({
  requestedAt: z.iso.datetime(),
  after: z.int().describe('Concerns events after this position.'),
  missing: z.boolean().describe('Whether it includes events that were never sent.'),
  upTo: z.int().nullable().describe('The last position that it concerns. `null` until the subscription is confirmed.'),
  reached: z.int().describe('With `missing`: the last position that was looked at.'),
  planned: z.int().describe('Number of messages planned so far.'),
  unreadable: z.int().describe('Number of events left out because this release cannot read them.'),
  finishedAt: z.iso.datetime().nullable().describe('When all of it was planned; the deliveries say what was sent.'),
});

export type RecoveryView = z.infer<typeof RecoveryView>;

export function recoveryIn({ recovery, since_position: confirmedAt }: SubscriptionRow): RecoveryView | null {
  return recovery && viewOf(recovery as Recovery, confirmedAt);
}

/** @param confirmedAt position of the confirmation */
export function viewOf(recovery: Recovery, confirmedAt: number | null): RecoveryView {
  const { requestedAt, after, missing, upTo, reached, planned, unreadable, finishedAt } = recovery;
  return { requestedAt, after, missing, upTo: upTo ?? confirmedAt, reached, planned, unreadable, finishedAt };
}

/** The failed messages that are sent again: none that failed later. */
export const failedIn = ({ after, since, requestedAt }: Recovery): DeliveryFilter & { until: Date } => ({
  ...{ state: 'failed', until: new Date(requestedAt) },
  after: { position: after, instant: new Date(since) },
});

export const SinceSchema = z
  .union(
    [
      z.int().min(0),
      z
        .string()
        .refine((text) => positionIn(text) !== undefined || isInstant(text), { error: because('since-format') })
        .meta({ pattern: '^(\\d{1,15}(-[1-9]\\d{0,14})?|\\d{4}-\\d\\d-\\d\\dT\\S+)$' }),
    ],
    { error: because('since-format') },
  )
  .meta({ examples: ['2026-11-24T08:00:00Z', '120'] });

export type Since = z.infer<typeof SinceSchema>;

/** The most events that are looked through: all of them are read, and a new endpoint waits meanwhile. */
export const MOST_EVENTS = 100_000;

export type RecoveryStart = Pick<Recovery, 'after' | 'since'>;

/** @param upTo the last position that it concerns; absent: it fills a new endpoint */
export const newRecovery = (
  start: RecoveryStart,
  { missing, upTo = null, now }: { missing: boolean; upTo?: number | null; now: Date },
): Recovery => ({
  requestedAt: now.toISOString(),
  ...start,
  ...{ redelivering: upTo !== null, missing },
  ...{ reached: start.after, upTo, planned: 0, unreadable: 0, finishedAt: null },
});

/** @throws Refusal since-out-of-range */
export async function startOf(
  since: Since,
  { events, epochs, now }: { events: EventStore<LedgerEvent>; epochs: LedgerEpochs; now: Date },
): Promise<RecoveryStart> {
  const head = await events.head();
  const position = typeof since === 'number' ? { position: since, epoch: epochs.current } : positionIn(since);
  if (position) return startAt(position, { events, epochs, head });
  const instant = new Date(since);
  if (instant > now) throw refuse('since-out-of-range', 'since', 'since-in-future');
  return { after: await events.positionAt(instant), since: instant.toISOString() };
}

async function startAt(
  { position, epoch }: EpochPosition,
  { events, epochs, head }: { events: EventStore<LedgerEvent>; epochs: LedgerEpochs; head: number },
): Promise<RecoveryStart> {
  const shared = epochs.sharedWith(epoch);
  if (position > shared) throw refuse('since-out-of-range', 'since', 'position-lost', { position: shared });
  if (position > head) throw refuse('since-out-of-range', 'since', 'position-beyond-head', { position, head });
  const [event] = await events.readRows({ after: position - 1, upTo: position, limit: 1 });
  return { after: position, since: (event?.recorded_at ?? new Date(0)).toISOString() };
}

/** @throws Refusal since-out-of-range */
export async function assertNotTooMany(after: number, events: EventStore<LedgerEvent>): Promise<void> {
  const earliest = (await events.head()) - MOST_EVENTS;
  if (after < earliest) throw refuse('since-out-of-range', 'since', 'since-too-early', { most: MOST_EVENTS, earliest });
}

/** People would be sent every past event as a message: only endpoints of programs are filled. */
export const isForPeople = (asked: { channel: 'email' | 'webhook'; format?: string | undefined }): boolean =>
  asked.channel === 'email' || isChat(asked.format ?? 'standard');
