import type { FactoryProvider } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import type { Database } from '#database/tables.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { ReminderWishes } from '#domain/reminder/wishes.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** Whose a deadline is, for who is reminded of it. */
export interface DossierRef {
  dossier: string;
  /** The one that holds the service. */
  provider: string;
  scheme: string;
}

/** What decides who is reminded of a deadline. */
export interface ReminderSubject extends DossierRef, Pick<Deadline, 'kind' | 'confirmed'> {}

/** Somebody who is reminded: a subscription that is active. */
export interface Recipient {
  subscription: string;
  /** Who made the subscription: an API key. Theirs back each other up. */
  owner: string;
  /** Reminders of earlier instants are none of theirs. */
  confirmedAt: Date;
  /** The ledger's head when it was confirmed: what was recorded later is news to them. */
  since: number;
  wishes: ReminderWishes;
  wants(deadline: ReminderSubject): boolean;
}

/** All that planning needs to know of the world. */
export interface Planning {
  events: EventStore<LedgerEvent>;
  schemes: SchemeCatalogue;
  clock: Clock;
  /** Whose day it is, and whose nine o'clock unless a subscription wishes another: an IANA name. */
  zone: string;
  /** Those who are active as the transaction sees it: all, those of an owner, or one. */
  recipients(
    tx: Kysely<Database>,
    of?: { owner?: string | undefined; subscription?: string | undefined },
  ): Promise<Recipient[]>;
}

/** Injects it: `@Inject(PLANNING) planning: Planning`. */
export const PLANNING = Symbol('planning of deadlines');

/** Provides it, in a process that has the ledger's module and says whose day it is and who is reminded. */
export const planningFor = ({
  zone,
  recipients,
}: Pick<Planning, 'zone' | 'recipients'>): FactoryProvider<Planning> => ({
  provide: PLANNING,
  useFactory: (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue, clock: Clock) => ({
    events,
    schemes,
    clock,
    zone,
    recipients,
  }),
  inject: [EventStore, SchemeCatalogue, Clock],
});

/** One transaction of planning, and all that is the same throughout it. */
export interface PlanningRun {
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
    recipients: await planning.recipients(tx),
    schemes: await planning.schemes.at(history.at(-1)?.position ?? 0),
    published: new Map(history.map(({ scheme, ...at }) => [scheme.slug, at])),
  };
}

/**
 * How far ahead reminders are rows. A ladder reaches years ahead, and most of what it would plan is superseded before its
 * day comes: what lies beyond is worked out when it is asked for, and planned when it comes near.
 */
export const HORIZON_DAYS = 35;

/**
 * The last day up to which every reminder is planned; who plans a deadline plans it up to there. It begins at the horizon,
 * or before today where deadlines are kept already.
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
 * Waits until nobody plans, in any process, and is the only one who does until the transaction ends: the follower, a day's
 * turn, a day more within the horizon and a new subscription may concern the same rows, and each must see what the one before
 * it planned. Who snoozes a reminder plans one more without it, and holds its deadline instead.
 */
export async function lockPlanning(tx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('jalon deadlines'))`.execute(tx);
}
