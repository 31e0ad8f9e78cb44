import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { addDays, type Day } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { IdReused } from '#event-store/events.js';
import type { EventStore } from '#event-store/event-store.js';

interface Lapsed {
  dossier: string;
  expiry: string;
  due: string;
  decision: string | null;
}

/**
 * Records the lapse of every grant whose printed end has passed and that nobody ended before. Its id follows from grant
 * and end, so two sweepers, or one that is started again, record it once; an end that is corrected later is another lapse.
 */
export async function expireGrants(db: LedgerDatabase, events: EventStore<LedgerEvent>, today: Day): Promise<number> {
  const lapsed = await lapsedBefore(db, today);
  for (const grant of lapsed) await record(events, grant);
  return lapsed.length;
}

async function lapsedBefore(db: LedgerDatabase, today: Day): Promise<Lapsed[]> {
  const { rows } = await sql<Lapsed>`
    select dossier, expiry, due, body ->> 'title' as decision from deadline
    where expiry is not null and due_latest < ${today} and state in ('met', 'missed')
      and not exists (select from event where id = deadline.expiry)
    order by due_latest, key
  `.execute(db);
  return rows;
}

async function record(events: EventStore<LedgerEvent>, { dossier, expiry, due, decision }: Lapsed): Promise<void> {
  const event: LedgerEvent = {
    type: 'GrantExpired',
    occurred: addDays(latest(due), 1),
    data: { validUntil: due, ...(decision !== null && { decision }) },
  };
  const append = { stream: dossierStream(dossier), expected: 'any' as const, events: [{ id: expiry, event }] };
  try {
    await events.append([append], { actor: 'worker' });
  } catch (error) {
    // Another sweeper knew the grant by another decision number: the lapse is on record.
    if (!(error instanceof IdReused)) throw error;
  }
}
