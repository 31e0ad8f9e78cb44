import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql, type Kysely } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { actorOf, type Principal } from './principal.js';
import type { Phrases } from '#language/phrases.js';

/** What somebody did: noted, or read from the ledger. */
export interface DoneAct {
  at: Date;
  actor: string;
  act: Act | LedgerAct;
  /** A stream, or `account:<id>`, `key:<id>` and the like. */
  about: string | null;
  details: Readonly<Record<string, unknown>>;
  /** Of the ledger only. */
  event?: { id: string; position: number; type: LedgerEvent['type'] };
  /** Where the list continues after it. */
  mark: ActivityMark;
}

/** The last act listed of each of the two tables. */
export interface ActivityMark {
  position: number;
  at: string;
  ordinal: number;
}

export interface ActivityFilter {
  /** A person or key, as `account:<id>` or `key:<id>`. */
  actor?: string | undefined;
  acts?: readonly string[] | undefined;
  about?: string | undefined;
  /** At or after. */
  since?: Date | undefined;
  /** Before. */
  until?: Date | undefined;
}

/** Beyond all rows of both; an instant that a cursor may hold. */
const START: ActivityMark = { position: Number.MAX_SAFE_INTEGER, at: '2199-12-31T23:59:59.999Z', ordinal: 0 };

/** Who did what: the events of the ledger and the acts noted beside it. */
@Injectable()
export class ActivityLog {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** Newest first. */
  async list(
    filter: ActivityFilter,
    { limit, after = START }: { limit: number; after?: ActivityMark | undefined },
  ): Promise<DoneAct[]> {
    const [recorded, noted] = await Promise.all([
      this.#recorded(filter, limit, after),
      this.#noted(filter, limit, after),
    ]);
    const both = [...recorded, ...noted].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, limit);
    let mark = after;
    return both.map((one) => {
      mark = { ...mark, ...one.mark };
      return { ...one, mark };
    });
  }

  /** The number of acts that match, up to a limit. */
  async count(filter: ActivityFilter, most: number): Promise<number> {
    const ofEvents = sql.join([sql`true`, ...(await conditionsOnEvents(this.events, filter))], sql` and `);
    const ofActs = sql.join([sql`true`, ...conditionsOnActs(filter)], sql` and `);
    const { rows } = await sql<{ count: number }>`
      select least(${most}::int, (select count(*) from (select from event where ${ofEvents} limit ${most}) as counted)
        + (select count(*) from (select from activity where ${ofActs} limit ${most}) as counted))::int as count
    `.execute(this.db);
    return rows[0]?.count ?? 0;
  }

  async #recorded(filter: ActivityFilter, limit: number, { position }: ActivityMark) {
    const conditions = [sql`position < ${position}`, ...(await conditionsOnEvents(this.events, filter))];
    const { rows } = await sql<Omit<DoneAct, 'event' | 'mark'> & { id: string; position: number; type: string }>`
      select recorded_at as at, actor, ${actOfEvent} as act, stream as about, id, position, type
      from event where ${sql.join(conditions, sql` and `)} order by position desc limit ${limit}
    `.execute(this.db);
    return rows.map(({ id, position: at, type, ...row }) => ({
      ...row,
      details: {},
      event: { id, position: at, type: type as LedgerEvent['type'] },
      mark: { position: at },
    }));
  }

  async #noted(filter: ActivityFilter, limit: number, { at, ordinal }: ActivityMark) {
    const conditions = [sql`(at, ordinal) < (${at}::timestamptz, ${ordinal}::bigint)`, ...conditionsOnActs(filter)];
    const { rows } = await sql<Omit<DoneAct, 'event' | 'mark'> & { ordinal: number }>`
      select at, actor, act, about, details, ordinal
      from activity where ${sql.join(conditions, sql` and `)} order by at desc, ordinal desc limit ${limit}
    `.execute(this.db);
    return rows.map(({ ordinal: number, ...row }) => ({
      ...row,
      mark: { at: row.at.toISOString(), ordinal: number },
    }));
  }
}

/** Positions grow with the time of recording: a range of time is a range of positions. */
const conditionsOnEvents = async (
  events: EventStore<LedgerEvent>,
  { actor, acts, about, since, until }: ActivityFilter,
) => [
  ...(since ? [sql`position > ${await events.positionAt(justBefore(since))}`] : []),
  ...(until ? [sql`position <= ${await events.positionAt(justBefore(until))}`] : []),
  ...(about === undefined ? [] : [sql`stream = ${about}`]),
  ...(acts ? [sql`${actOfEvent} = any(${[...acts]}::text[])`] : []),
  ...byActor(actor),
];

const conditionsOnActs = ({ actor, acts, about, since, until }: ActivityFilter) => [
  ...(since ? [sql`at >= ${since}`] : []),
  ...(until ? [sql`at < ${until}`] : []),
  ...(about === undefined ? [] : [sql`about = ${about}`]),
  ...(acts ? [sql`act = any(${[...acts]}::text[])`] : []),
  ...byActor(actor),
];

const actOfEvent = sql`case type when 'EventCorrected' then 'corrected' when 'EventRetracted' then 'retracted'
  else 'recorded' end`;

/** With any key of an account, and with the names that earlier releases added to keys. */
const byActor = (actor: string | undefined): RawBuilder<unknown>[] =>
  actor === undefined ? [] : [sql`position(${` ${actor} `} in ' ' || actor || ' ') > 0`];

const justBefore = (instant: Date): Date => new Date(instant.getTime() - 1);

type Words = Phrases['console']['activity'];

/** What people do besides recording; the words are in `libs/language/{en,fr}/accounts.ts`. */
export const ACTS = [
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'session-ended',
  'account-invited',
  'account-changed',
  'account-erased',
  'key-created',
  'key-revoked',
  'exported',
  'evidence-read',
  'evidence-removed',
  'setting-changed',
  'suppression-lifted',
  'proposal-made',
  'proposal-decided',
  'view-shared',
  'backup-made',
  'backup-restored',
] as const satisfies readonly (keyof Words['acts'])[];

export type Act = (typeof ACTS)[number];

/** What the ledger itself says of who recorded. */
export const LEDGER_ACTS = ['recorded', 'corrected', 'retracted'] as const satisfies readonly (keyof Words['acts'])[];

type LedgerAct = (typeof LEDGER_ACTS)[number];

/**
 * Particulars of an act, by the keys that have words. Rows cannot be changed: ids, codes and settings only, never the name or
 * address of a person.
 */
export type Details = Partial<Record<keyof Words['details'], string | number | boolean | readonly string[]>>;

/** The actor of what was done before anybody was identified, such as a sign-in that failed. */
export const SOMEBODY = 'unknown';

/** Something that somebody did besides recording. */
export interface Activity {
  /** As of events (`actorOf`), or `SOMEBODY`. */
  actor: string;
  act: Act;
  /** What it was done to: a stream (`dossier-<id>`, `scheme-<slug>`), or `account:<id>`, `key:<id>` and the like. */
  about?: string;
  details?: Details;
}

/**
 * Notes who did what. Who recorded, corrected and retracted is in the ledger and is not noted again. Rows are removed after
 * `JALON_RETENTION_DAYS`.
 */
@Injectable()
export class Activities {
  constructor(private readonly db: LedgerDatabase) {}

  /**
   * The time is that of the ledger's clock, so that both make one list.
   *
   * @param within the transaction of the change itself, so that neither exists without the other
   */
  async note({ actor, act, about, details = {} }: Activity, within: Kysely<Database> = this.db.ledger): Promise<void> {
    await sql`
      insert into activity (at, actor, act, about, details)
      select clock_timestamp() + clock_offset, ${actor}, ${act}, ${about ?? null}, ${JSON.stringify(details)}::jsonb
      from ledger_head
    `.execute(within);
  }
}

/** Of what is not in the ledger. @returns how many rows */
export async function deleteOldActivity(db: LedgerDatabase, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from activity where ordinal in (select ordinal from activity where at < ${before} order by at limit 1000)
  `.execute(db);
  return Number(numAffectedRows);
}

/** Of the address only its domain is kept: activity cannot be erased. */
export const suppressionLifted = (caller: Principal, address: string): Activity => ({
  actor: actorOf(caller),
  act: 'suppression-lifted',
  details: { domain: address.slice(address.lastIndexOf('@') + 1).toLowerCase() },
});
