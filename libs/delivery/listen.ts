import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { because } from '#domain/validation.js';
import { isTracing } from '#tracing/tracing.js';
import { claimDue } from './queue/claim-due.js';
import { findClaimed } from './queue/leases.js';
import type { AttemptOutcome } from './queue/outcome.js';
import { settle } from './queue/settle.js';
import { refusalToSend, withhold } from './queue/withhold.js';
import { type Attempt, findSubscription, type SubscriptionRow, type SubscriptionScope } from './recipient.js';
import { outcomeOfFailure } from './webhook/webhook-outcome.js';
import { WebhookSender } from './webhook/webhook-sender.js';

const HOUR_MS = 3_600_000;

/** A listener that asks for nothing until then has ended. */
export const listenedUntil = (now: Date): Date => new Date(now.getTime() + HOUR_MS);

/** Few enough to be sent within the lease of their claims. */
const MOST = 8;

/** A message that the client of a listener is to send. */
export const FetchedMessage = z
  .strictObject({
    delivery: z.uuid(),
    attempt: z.uuid().describe('Names the attempt in its result.'),
    headers: z.record(z.string(), z.string()).describe('To be sent as they are, with the signature.'),
    body: z.string().describe('To be sent as it is: the signature covers its bytes.'),
  })
  .meta({ id: 'FetchedMessage' });

export type FetchedMessage = z.infer<typeof FetchedMessage>;

/**
 * Begins attempts at the due messages of a listener, which its client makes instead of a worker. An attempt that is not
 * answered within 20 s is repeated.
 */
export class FetchMessages extends Command<FetchedMessage[]> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
  ) {
    super();
  }
}

@CommandHandler(FetchMessages)
export class FetchMessagesHandler implements ICommandHandler<FetchMessages> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly webhooks: WebhookSender,
  ) {}

  /** @throws Refusal unknown-subscription, subscription-unfit */
  async execute({ id, scope }: FetchMessages): Promise<FetchedMessage[]> {
    const now = this.clock.now();
    assertListening(await findSubscription(this.db, id, scope));
    await this.db
      .updateTable('subscription')
      .set({ listened_until: listenedUntil(now) })
      .where('id', '=', id)
      .where('listened_until', '<', new Date(now.getTime() + 0.9 * HOUR_MS)) // not a write for every request
      .execute();
    const { attempts } = await claimDue(this.db, id, { now, most: MOST, fetched: true });
    const fetched = await Promise.all(attempts.map((attempt) => this.#fetched(attempt, now)));
    return fetched.filter((one) => one !== undefined);
  }

  async #fetched(attempt: Attempt, now: Date): Promise<FetchedMessage | undefined> {
    const { id: delivery, claim } = attempt.delivery;
    const reason = refusalToSend(attempt, now);
    if (reason) {
      await withhold(this.db, attempt, { reason, suppressed: false }, now);
      return undefined;
    }
    const { headers, body } = await this.webhooks.requestOf(attempt);
    const { traceparent } = attempt.delivery;
    const traced = isTracing() && traceparent !== null ? { traceparent } : {};
    return { delivery, attempt: claim, headers: { ...headers, ...traced }, body };
  }
}

/** @throws Refusal subscription-unfit */
function assertListening({ listened_until, state }: SubscriptionRow): void {
  if (listened_until === null) throw refuse('subscription-unfit', 'id', 'not-a-listener');
  if (state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
}

const LONGEST_BODY = 16 * 1024;
const LONGEST_MS = 600_000;

/** How the program that the client sent a message to responded, or why it did not. */
export const ForwardedSchema = z
  .strictObject({
    attempt: z.uuid().describe('The attempt that is answered.'),
    tookMs: z.int().min(0).max(LONGEST_MS),
    status: z.int().min(100).max(599).optional().describe('Of the response.'),
    headers: z.record(z.string(), z.string()).optional().describe('Of the response.'),
    body: z.string().max(LONGEST_BODY).optional().describe('The beginning of the response.'),
    error: z.string().max(200).optional().describe('Without a response: why, such as `ECONNREFUSED`.'),
  })
  .refine(({ status, error }) => (status === undefined) !== (error === undefined), {
    path: ['status'],
    error: because('status-or-error'),
  })
  .meta({
    id: 'ForwardedMessage',
    example: { attempt: '8a0f6d1c-2b3e-4c5d-9e6f-7a8b9c0d1e2f', status: 200, tookMs: 12 },
  });

export type Forwarded = z.infer<typeof ForwardedSchema>;

/** Records the result of an attempt that the client of a listener made. */
export class RecordForwarded extends Command<void> {
  constructor(
    readonly id: string,
    readonly delivery: string,
    readonly forwarded: Forwarded,
    readonly scope: SubscriptionScope,
  ) {
    super();
  }
}

@CommandHandler(RecordForwarded)
export class RecordForwardedHandler implements ICommandHandler<RecordForwarded> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly webhooks: WebhookSender,
  ) {}

  /** No effect if the attempt was answered or repeated before. @throws Refusal unknown-subscription, subscription-unfit */
  async execute({ id, delivery, forwarded, scope }: RecordForwarded): Promise<void> {
    const subscription = await findSubscription(this.db, id, scope);
    if (subscription.listened_until === null) throw refuse('subscription-unfit', 'id', 'not-a-listener');
    const attempt = await findClaimed(this.db, { id: delivery, claim: forwarded.attempt }, subscription);
    if (!attempt) return;
    const at = this.clock.now();
    const { tookMs } = forwarded;
    const outcome = this.#outcomeOf(attempt, forwarded, at);
    await settle(this.db, [{ attempt, outcome, tookMs, at, triedAt: new Date(at.getTime() - tookMs) }]);
  }

  /** A response of 410 ends the message, not the listener. */
  #outcomeOf(attempt: Attempt, { status, headers = {}, body = '', error = '' }: Forwarded, at: Date): AttemptOutcome {
    if (status === undefined) return outcomeOfFailure(error.endsWith('Error') ? { name: error } : { code: error });
    const outcome = this.webhooks.outcomeOf(attempt, { code: status, headers: lowerCased(headers), body }, at);
    return outcome.result === 'rejected' ? { ...outcome, gone: false } : outcome;
  }
}

/** As the names of headers that a worker receives: cookies are found and left out of the log. */
const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
