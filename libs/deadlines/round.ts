import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { dayIn, type Day } from '#domain/date/day.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { plannedUntil } from './horizon.js';
import { beOnlyPlanner } from './one-planner.js';
import type { Planning, Recipient } from './planning.js';

/** One transaction of planning, and all that is the same throughout it. */
export interface Round {
  tx: Transaction<Database>;
  planning: Planning;
  now: Date;
  today: Day;
  /** The last day that is planned for. */
  until: Day;
  recipients: readonly Recipient[];
  schemes: Schemes;
  /** Where and when each scheme was published last. */
  published: ReadonlyMap<string, { position: number; recordedAt: Date }>;
}

/** Waits for whoever plans; what is read from now on is not older than what they read. */
export async function beginRound(planning: Planning, tx: Transaction<Database>): Promise<Round> {
  await beOnlyPlanner(tx);
  const now = planning.clock.now();
  const today = dayIn(planning.zone, now);
  const history = await planning.schemes.history();
  return {
    tx,
    planning,
    now,
    today,
    until: await plannedUntil(tx, today),
    recipients: await planning.recipients(tx),
    schemes: await planning.schemes.at(history.at(-1)?.position ?? 0),
    published: new Map(history.map(({ scheme, ...at }) => [scheme.slug, at])),
  };
}
