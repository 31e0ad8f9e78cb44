import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { inFreeTurn } from '#database/transactions.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { dueOf } from '#domain/register/register.js';
import { IdReused, isOfEntry } from '#event-store/events.js';
import type { EventStore } from '#event-store/event-store.js';
import type { RegisterKnown } from '#schemes/scheme-catalogue.js';
import type { Planning } from './planning.js';

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

/** A reading of a register waits for as many, which are recorded together. */
const AT_ONCE = 20;

/** What is needed of the planning of deadlines. */
type Expiring = Pick<Planning, 'events' | 'schemes' | 'zone'>;

/**
 * Records `GrantExpired` for every grant whose end date has passed without an earlier end. The event id is derived
 * from grant and end date, so concurrent or repeated runs record it once. A corrected end date is a new expiry.
 *
 * Some at a time, between the readings of registers, and never while one runs or waits: a reading is recorded on the versions of
 * hundreds of dossiers that it was judged on, and a grant that it confirms does not expire. The rest follows at the next call.
 * One that cannot be recorded hinders no other.
 *
 * @param followed the position up to which the deadlines follow the ledger; `undefined`: they are behind, and an end date may
 *   have been corrected meanwhile
 * @throws AggregateError once each was tried
 */
export async function expireGrants(
  db: LedgerDatabase,
  planning: Expiring,
  today: Day,
  followed: () => Promise<number | undefined>,
): Promise<number> {
  const failed = new Map<string, unknown>();
  for (let all = 0; ;) {
    const upTo = await followed();
    if (upTo === undefined) return all;
    const expired = (await inFreeTurn(db, 'readings', () => expireSome(db, planning, { today, upTo, failed }))) ?? 0;
    all += expired;
    if (expired === AT_ONCE) continue;
    if (failed.size > 0) throw new AggregateError(failed.values(), 'grants whose end could not be recorded');
    return all;
  }
}

/** `failed`: errors by key, those of earlier ones included, which are not tried again. */
async function expireSome(
  db: LedgerDatabase,
  planning: Expiring,
  { today, upTo, failed }: { today: Day; upTo: number; failed: Map<string, unknown> },
): Promise<number> {
  const registers = [...(await planning.schemes.registers()).values()];
  if (registers.some(({ readings }) => (readings.at(-1)?.position ?? 0) > upTo)) return 0;
  const lapsed = await lapsedBefore(db, today, await registersBehind(registers, planning, today), [...failed.keys()]);
  const recording = lapsed.map((grant) =>
    record(planning.events, grant).catch((error: unknown) => {
      if (outageOf(error) !== undefined) throw error;
      failed.set(grant.key, error);
    }),
  );
  await Promise.all(recording);
  const keys = lapsed.flatMap(({ key }) => (failed.has(key) ? [] : [key]));
  await sql`update deadline set expired = expiry where key = any(${keys})`.execute(db);
  return lapsed.length;
}

/**
 * Registers of which a reading is missing that may yet confirm or prolong grants, by slug: those of duties that were not read in
 * time, and others whose history is being loaded, by a document that was not of the time.
 */
async function registersBehind(registers: readonly RegisterKnown[], { schemes, zone }: Expiring, today: Day) {
  const rules = await schemes.at();
  const behind = { duties: [] as string[], others: [] as string[] };
  for (const { register, readings } of registers) {
    const last = readings.at(-1);
    const kind = rules.get(register.scheme)?.family === 'duty' ? 'duties' : 'others';
    const isDuty = kind === 'duties';
    if (!last) continue;
    const isRead = dueOf(register, last) >= (isDuty ? today : dayIn(zone, last.recordedAt));
    if (!isRead || (isDuty && last.frozen !== undefined)) behind[kind].push(register.slug);
  }
  return behind;
}

/** But for those that registers list which are behind: a duty, or a grant whose end is known from there. */
async function lapsedBefore(
  db: LedgerDatabase,
  today: Day,
  { duties, others }: Awaited<ReturnType<typeof registersBehind>>,
  failed: readonly string[],
): Promise<Lapsed[]> {
  const { rows } = await sql<Lapsed>`
    select key, dossier, expiry, due, body ->> 'title' as decision, body ->> 'event' as grant,
      (select causation_id from event where id = (deadline.body ->> 'event')::uuid) as cause
    from deadline
    where expiry is not null and expired is distinct from expiry and due_latest < ${today} and state in ('met', 'missed')
      and not exists (
        select from event
        where stream = 'dossier-' || deadline.dossier and ${isOfEntry} and (
          data ->> 'registerSlug' = any(${duties}::text[])
          or data ->> 'registerSlug' = any(${others}::text[]) and event.id = (deadline.body ->> 'event')::uuid
        )
      )
      and key <> all(${[...failed]}::text[])
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
