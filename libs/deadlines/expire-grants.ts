import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { inTurn } from '#database/transactions.js';
import { addDays, type Day } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { IdReused } from '#event-store/events.js';
import type { EventStore } from '#event-store/event-store.js';

interface Lapsed {
  key: string;
  dossier: string;
  expiry: string;
  due: string;
  decision: string | null;
  /** The id of the event that it begins with. */
  grant: string | null;
  /** What caused the record of the grant, such as an import. */
  cause: string | null;
}

/** A reading of a register waits for as many. */
const AT_ONCE = 20;

/**
 * Records `GrantExpired` for every grant whose end date has passed without an earlier end. The event id is derived
 * from grant and end date, so concurrent or repeated runs record it once. A corrected end date is a new expiry.
 *
 * Some at a time, in turn with the readings of registers: a reading is recorded on the versions of hundreds of dossiers that it
 * was judged on, and would conflict as long as they expire one by one.
 *
 * @param isCurrent whether the deadlines are up to date with the ledger: an end date may have been corrected meanwhile
 */
export async function expireGrants(
  db: LedgerDatabase,
  events: EventStore<LedgerEvent>,
  today: Day,
  isCurrent: () => Promise<boolean>,
): Promise<number> {
  for (let all = 0; ;) {
    const expired = await inTurn(db, 'readings', async () => ((await isCurrent()) ? expireSome(db, events, today) : 0));
    all += expired;
    if (expired < AT_ONCE) return all;
  }
}

async function expireSome(db: LedgerDatabase, events: EventStore<LedgerEvent>, today: Day): Promise<number> {
  const lapsed = await lapsedBefore(db, today);
  for (const grant of lapsed) {
    await record(events, grant);
    await db.updateTable('deadline').set({ expired: grant.expiry }).where('key', '=', grant.key).execute();
  }
  return lapsed.length;
}

async function lapsedBefore(db: LedgerDatabase, today: Day): Promise<Lapsed[]> {
  const { rows } = await sql<Lapsed>`
    select key, dossier, expiry, due, body ->> 'title' as decision, body ->> 'event' as grant,
      (select causation_id from event where id = (deadline.body ->> 'event')::uuid) as cause
    from deadline
    where expiry is not null and expired is distinct from expiry and due_latest < ${today} and state in ('met', 'missed')
    order by due_latest, key
    limit ${AT_ONCE}
  `.execute(db);
  return rows;
}

async function record(
  events: EventStore<LedgerEvent>,
  { dossier, expiry, due, decision, grant, cause }: Lapsed,
): Promise<void> {
  const event: LedgerEvent = {
    type: 'GrantExpired',
    occurred: addDays(latest(due), 1),
    data: { grant, validUntil: due, ...(decision !== null && { decision }) },
  };
  const append = { stream: dossierStream(dossier), expected: 'any' as const, events: [{ id: expiry, event }] };
  try {
    await events.append([append], { actor: 'worker', ...(cause !== null && { causationId: cause }) });
  } catch (error) {
    // Another run recorded the expiry with a different decision number.
    if (!(error instanceof IdReused)) throw error;
  }
}
