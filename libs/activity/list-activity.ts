import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type RawBuilder, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Act, LedgerAct } from './acts.js';

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

/** Who did what, newest first: the events of the ledger and the acts noted beside it. */
export class ListActivity extends Query<DoneAct[]> {
  constructor(
    readonly filter: ActivityFilter,
    readonly page: { limit: number; after?: ActivityMark | undefined },
  ) {
    super();
  }
}

/** Beyond all rows of both; an instant that a cursor may hold. */
const START: ActivityMark = { position: Number.MAX_SAFE_INTEGER, at: '2199-12-31T23:59:59.999Z', ordinal: 0 };

@QueryHandler(ListActivity)
export class ListActivityHandler implements IQueryHandler<ListActivity> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ filter, page: { limit, after = START } }: ListActivity): Promise<DoneAct[]> {
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

/** The number of acts that match, up to a limit. */
export class CountActivity extends Query<number> {
  constructor(
    readonly filter: ActivityFilter,
    readonly most: number,
  ) {
    super();
  }
}

@QueryHandler(CountActivity)
export class CountActivityHandler implements IQueryHandler<CountActivity> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ filter, most }: CountActivity): Promise<number> {
    const ofEvents = sql.join([sql`true`, ...(await conditionsOnEvents(this.events, filter))], sql` and `);
    const ofActs = sql.join([sql`true`, ...conditionsOnActs(filter)], sql` and `);
    const { rows } = await sql<{ count: number }>`
      select least(${most}::int, (select count(*) from (select from event where ${ofEvents} limit ${most}) as counted)
        + (select count(*) from (select from activity where ${ofActs} limit ${most}) as counted))::int as count
    `.execute(this.db);
    return rows[0]?.count ?? 0;
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
