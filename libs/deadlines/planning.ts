import type { FactoryProvider } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import type { Database } from '#database/tables.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Publication, publicationStream, type Schemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { deadlineRecipients, type Recipient } from '#subscriptions/audience.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** The dossier of a deadline, for matching subscriptions. */
export interface DossierRef {
  dossier: string;
  /** Current holder of the service. */
  provider: string;
  scheme: string;
}

export interface Planning {
  events: EventStore<LedgerEvent>;
  schemes: SchemeCatalogue;
  clock: Clock;
  /** IANA time zone that defines "today" and the default reminder hour. */
  zone: string;
}

/** Injection token: `@Inject(PLANNING) planning: Planning`. */
export const PLANNING = Symbol('planning of deadlines');

/** Provider of `PLANNING`. Requires the ledger module. */
export const planningFor = (zone: string): FactoryProvider<Planning> => ({
  provide: PLANNING,
  useFactory: (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue, clock: Clock) => {
    return { events, schemes, clock, zone };
  },
  inject: [EventStore, SchemeCatalogue, Clock],
});

/** One planning transaction and the data that is constant during it. */
export interface PlanningRun {
  tx: Transaction<Database>;
  planning: Planning;
  now: Date;
  today: Day;
  /** The last day for which reminders are planned. */
  until: Day;
  recipients: readonly Recipient[];
  schemes: Schemes;
  /** The latest publication of each scheme and the latest reading of each register, by stream. */
  published: ReadonlyMap<string, Pick<Publication, 'position' | 'recordedAt'>>;
}

/** Acquires the planning lock. Everything read afterwards includes what the previous holder committed. */
export async function beginPlanningRun(planning: Planning, tx: Transaction<Database>): Promise<PlanningRun> {
  await lockPlanning(tx);
  const now = planning.clock.now();
  const today = dayIn(planning.zone, now);
  const history = await planning.schemes.history();
  return {
    tx,
    planning,
    now,
    today,
    until: await plannedUntil(tx, today),
    recipients: await deadlineRecipients(tx),
    schemes: await planning.schemes.at(history.at(-1)?.position ?? 0),
    published: new Map(history.map((publication) => [publicationStream(publication), publication])),
  };
}

/**
 * How many days ahead reminders are stored as rows. Later reminder steps are computed on request, because most of them
 * are superseded before their day.
 */
export const HORIZON_DAYS = 35;

/**
 * The last day for which all reminders are planned. Initialised to the horizon, or to yesterday if deadlines are
 * stored already.
 */
async function plannedUntil(tx: Transaction<Database>, today: Day): Promise<Day> {
  const row = await tx.selectFrom('reminder_horizon').select('planned_until').executeTakeFirst();
  if (row) return row.planned_until;
  const { rows } = await sql<{ planned_until: Day }>`
    insert into reminder_horizon (planned_until)
    select case when exists (select from deadline) then ${addDays(today, -1)}::date
      else ${addDays(today, HORIZON_DAYS)}::date end
    returning planned_until
  `.execute(tx);
  if (!rows[0]) throw new Error('the row of reminder_horizon was not inserted');
  return rows[0].planned_until;
}

/**
 * Serialises planning across all processes until the transaction ends. The projection, the daily replanning, the
 * horizon and new subscriptions may touch the same rows, and each must see the result of the previous run. Snoozing
 * adds a reminder without this lock; it locks the deadline instead.
 */
export async function lockPlanning(tx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('jalon deadlines'))`.execute(tx);
}
