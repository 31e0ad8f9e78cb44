import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Day } from '#domain/date/day.js';

/** What a subscription's reader answered to the reminders of a deadline, as long as its dates stand. */
export interface Answer {
  acknowledgedAt: Date | null;
  snoozedUntil: Day | null;
}

/** By `answerKey`; nobody has answered to a version of a deadline that is only just being planned. */
export type Answers = ReadonlyMap<string, Answer>;

export const answerKey = (deadline: string, version: number, subscription: string): string =>
  `${deadline} ${version} ${subscription}`;

/**
 * The answers to the current dates of deadlines, for who plans by them: until the transaction ends nobody answers anew.
 * An answer locks its deadline first, so either it is among these, or it waits and sees what is planned.
 */
export async function answersTo(tx: Transaction<Database>, keys: readonly string[]): Promise<Answers> {
  if (keys.length === 0) return new Map();
  await sql`select from deadline where key = any(${[...keys]}) order by key for key share`.execute(tx);
  return answersNow(tx, keys);
}

/** The answers to the current dates of deadlines at this moment, to look at. */
export async function answersNow(db: Kysely<Database>, keys: readonly string[]): Promise<Answers> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<Answer & { key: string; version: number; subscription: string }>`
    select key, version, subscription, acknowledged_at as "acknowledgedAt", snoozed_until as "snoozedUntil"
    from reminder_answer join deadline on key = deadline_key and version = deadline_version
    where deadline_key = any(${[...keys]})
  `.execute(db);
  return new Map(rows.map((row) => [answerKey(row.key, row.version, row.subscription), row]));
}
