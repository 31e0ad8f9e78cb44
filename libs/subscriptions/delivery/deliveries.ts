import { sql, type Transaction } from 'kysely';
import type { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { EmailSender } from '../mail/email-sender.js';
import type { WebhookSender } from '../webhook/webhook-sender.js';
import type { Attempt } from './attempt.js';
import { claim } from './claim.js';
import type { Outcome } from './outcome.js';
import { planDeliveries, type PlannedDelivery } from './plan.js';
import { MOST_ATTEMPTS } from './retry-schedule.js';
import { cancel, settle, type Attempted } from './settle.js';

export interface DueDelivery {
  id: string;
  /** When it becomes due; in the past for what is due now. */
  fireAt: Date;
}

/**
 * What is owed to subscribers, as rows. Whoever runs this (any number of processes, woken by a queue or by nothing but
 * time) may call `attempt` with any id at any moment: only a delivery that is due goes out, and one attempt at a time.
 *
 * Promised: one delivery per (cause, subscription); nothing but confirmations to a subscription that is not active.
 * Not promised: that a message goes out once only. A process that dies between the far end's "yes" and the record of it
 * leaves a claim that lapses after two minutes, and the message goes out again: with the same `webhook-id`, or the same
 * `Message-ID`, which is how the far end tells.
 */
export class Deliveries {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly email: EmailSender,
    private readonly webhooks: WebhookSender,
  ) {}

  /** Plans deliveries in the caller's transaction. What is planned already stays as it is. @returns how many are new */
  plan(tx: Transaction<Database>, deliveries: readonly PlannedDelivery[]): Promise<number> {
    return planDeliveries(tx, deliveries, this.clock.now());
  }

  /** What may be attempted by `until`, soonest first: planned ones, and claims whose lease has run out by then. */
  async due(until: Date, limit: number): Promise<DueDelivery[]> {
    const { rows } = await sql<DueDelivery>`
      select id, "fireAt" from (
        (select id, next_attempt_at as "fireAt", ordinal from delivery
          where state = 'planned' and next_attempt_at <= ${until} order by next_attempt_at, ordinal limit ${limit})
        union all
        (select id, claimed_until, ordinal from delivery
          where state = 'claimed' and claimed_until <= ${until} order by claimed_until, ordinal limit ${limit})
      ) due
      order by "fireAt", ordinal limit ${limit}
    `.execute(this.db);
    return rows;
  }

  /**
   * Sends one delivery if it is due, and records what became of it.
   *
   * @returns `skipped` when it is not due, claimed by another, or not for anybody any more
   */
  async attempt(id: string): Promise<Attempted> {
    const attempt = await claim(this.db, id, this.clock.now());
    if (!attempt) return 'skipped';
    const reason = whyNot(attempt, this.clock.now());
    if (reason !== undefined) {
      await cancel(this.db, attempt, reason);
      return 'skipped';
    }
    const outcome = await this.#outcomeOf(attempt);
    return settle(this.db, attempt, outcome, this.clock.now());
  }

  /** What breaks on our side (a secret that does not open) is no reason to lose the delivery: it stands in the log. */
  async #outcomeOf(attempt: Attempt): Promise<Outcome> {
    if (attempt.delivery.attempts > MOST_ATTEMPTS)
      return { result: 'rejected', code: null, error: 'attempts died before their end, again and again' };
    try {
      return await this.#send(attempt);
    } catch (error) {
      return { result: 'unavailable', code: null, error: `could not be sent: ${(error as Error).message}` };
    }
  }

  #send(attempt: Attempt): Promise<Outcome> {
    switch (attempt.subscription.channel) {
      case 'email':
        return this.email.send(attempt);
      case 'webhook':
        return this.webhooks.send(attempt);
    }
  }
}

/** Why a delivery may not go out; asked at each attempt, since a subscription may end between two. */
function whyNot({ delivery, subscription }: Attempt, now: Date): string | undefined {
  const { message } = delivery;
  const { state, confirm_round, confirm_until } = subscription;
  if (message.type !== 'subscription.verification')
    return state === 'active' ? undefined : `the subscription is ${state}`;
  if (state !== 'pending') return `the subscription is ${state}`;
  if (confirm_until <= now) return 'the time to confirm is over';
  return message.data.round === confirm_round ? undefined : 'a later confirmation was asked for';
}
