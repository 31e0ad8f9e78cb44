import { type Kysely, type RawBuilder, type Selectable, sql, type Transaction, type UpdateObject } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DeliveryTable, SubscriptionTable } from '#database/tables/subscription.js';
import type { Reason } from '#domain/reasons.js';
import { reason, refuse } from '#domain/refusal.js';
import { say } from '#language/phrases.js';
import type { Message } from '../messages/message.js';

/** The subscriptions that a caller may see and change: those of one API key, or all. */
export type SubscriptionScope = { owner: string } | 'all';

/**
 * Subscriptions outside the scope are reported as unknown. `lock` locks the row until the transaction ends.
 *
 * @throws Refusal not-found
 */
export async function findSubscription(
  db: Kysely<Database>,
  id: string,
  scope: SubscriptionScope,
  options: { lock?: boolean } = {},
): Promise<SubscriptionRow> {
  let query = db.selectFrom('subscription').selectAll().where('id', '=', id).where('account', 'is', null);
  if (scope !== 'all') query = query.where('created_by', '=', scope.owner);
  if (options.lock) query = query.forNoKeyUpdate(); // rows that refer to it may be inserted meanwhile
  const row = await query.executeTakeFirst();
  if (!row) throw refuse('not-found', 'id', 'subscription-not-found', { subscription: id });
  return row;
}

export const updateSubscription = (
  tx: Transaction<Database>,
  id: string,
  values: UpdateObject<Database, 'subscription'>,
): Promise<SubscriptionRow> =>
  tx.updateTable('subscription').set(values).where('id', '=', id).returningAll().executeTakeFirstOrThrow();

/** @throws Refusal subscription-unfit */
export function assertActive({ state }: SubscriptionRow): void {
  if (state !== 'active') throw refuse('subscription-unfit', 'id', 'subscription-not-active', { state });
}

export type SubscriptionRow = Selectable<SubscriptionTable>;

/** A delivery that this process has claimed, with its subscription. */
export interface Attempt {
  delivery: Omit<Selectable<DeliveryTable>, 'message' | 'claim' | 'began_at'> & {
    message: Message;
    claim: string;
    began_at: Date;
    /** Number of earlier attempts without a recorded result; only counted from the tenth attempt on. */
    died: number;
  };
  subscription: SubscriptionRow;
}

/** @param rows what follows `select`, such as `from delivery where …` */
export const exists = async (db: Kysely<Database>, rows: RawBuilder<unknown>): Promise<boolean> =>
  (await count(db, rows, 1)) > 0;

/** The number of rows, up to a limit. @param rows as for `exists` */
export async function count(db: Kysely<Database>, rows: RawBuilder<unknown>, most: number): Promise<number> {
  const counted = sql<{ count: number }>`select count(*)::int as count from (select ${rows} limit ${most}) counted`;
  const { rows: of } = await counted.execute(db);
  return of[0]?.count ?? 0;
}

/** Result of an attempt. `postponed`: nothing was sent because of a rate limit; does not count as an attempt. */
export type Outcome = AttemptOutcome | { result: 'postponed'; until: Date };

/** Result of an attempt that was made; `answer`: the response of a webhook, as logged. */
export type AttemptOutcome = Reply & { answer?: { headers: Record<string, string>; body: string } };

type Reply =
  | { result: 'delivered'; code: number | null; confirmed?: boolean }
  /**
   * To be retried, after `retryAfterMs` if the recipient asked for it. `ours`: an error on this side, which says nothing about
   * the endpoint. `blocked`: webhooks may not connect to its address.
   */
  | {
      result: 'unavailable';
      code: number | null;
      error: Reason;
      retryAfterMs?: number;
      ours?: boolean;
      blocked?: boolean;
    }
  /** Not to be retried. `gone`: response 410; `bounce`: kind of rejection by a mail server. */
  | { result: 'rejected'; code: number | null; error: Reason; gone?: boolean; bounce?: 'hard' | 'soft' };

export type AttemptStatus = 'sent' | 'retry' | 'failed' | 'skipped';

export interface FinishedAttempt {
  attempt: Attempt;
  outcome: Outcome;
  /** Begin and end by the clock of the application, and duration in ms. */
  triedAt: Date;
  at: Date;
  tookMs: number;
}

const LONGEST_ERROR = 500;

/** Why an attempt failed; also set if an endpoint accepts a challenge without returning it. */
export function errorOf(outcome: AttemptOutcome): Reason | null {
  if (outcome.result !== 'delivered') return outcome.error;
  return outcome.confirmed === false ? reason('challenge-not-returned') : null;
}

/** The columns of a logged error: an English sentence, and its code and parameters as JSON. */
export function errorColumns(error: Reason): { text: string; json: string };
export function errorColumns(error: Reason | null): { text: string | null; json: string | null };
export function errorColumns(error: Reason | null) {
  if (!error) return { text: null, json: null };
  const clean = (_: string, value: unknown): unknown => (typeof value === 'string' ? storable(value) : value);
  return { text: storable(say(error, 'en')), json: JSON.stringify(error, clean) };
}

/** PostgreSQL stores neither NUL nor lone surrogates in text. */
export const storable = (text: string): string => text.slice(0, LONGEST_ERROR).replaceAll('\0', '').toWellFormed();
