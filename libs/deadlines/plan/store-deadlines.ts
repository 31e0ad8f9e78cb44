import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { ReminderOutcome } from '#database/tables/deadline.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { type Deadline, type DeadlineState, isSettled } from '#domain/deadline/deadline.js';
import { uuidOf } from '#event-store/encoding.js';

/** A deadline and its stored state before the change. */
export interface DeadlineChange {
  dossier: string;
  deadline: Deadline;
  version: number;
  before: DeadlineRow | undefined;
}

export interface DeadlineRow {
  key: string;
  dossier: string;
  version: number;
  state: DeadlineState;
  body: Deadline;
}

/** The outcome of a deadline that ends the reminders of its dates up to a version. */
export interface EndedDeadline {
  key: string;
  /** The last version whose reminders end. */
  version: number;
  outcome: Extract<ReminderOutcome, 'moved' | 'met' | 'deadline-cancelled' | 'gone'>;
}

export interface DossierDeadlines {
  dossier: string;
  deadlines: readonly Deadline[];
}

export interface DeadlineChanges {
  /** All deadlines of the dossiers. */
  all: DeadlineChange[];
  /** New or changed deadlines. */
  changed: DeadlineChange[];
  /**
   * Stored deadlines that no longer result from the facts. They are stored as cancelled, because their keys may
   * reappear.
   */
  removed: DeadlineRow[];
}

/** Replaces the stored deadlines of dossiers. */
export async function storeDeadlines(
  tx: Transaction<Database>,
  derived: readonly DossierDeadlines[],
  now: Date,
): Promise<DeadlineChanges> {
  const changes = changesOf(await readRows(tx, derived), derived);
  await upsert(tx, changes.changed, now);
  await close(tx, changes.removed, now);
  return changes;
}

/** Compares stored deadlines with the derived ones. */
export function changesOf(kept: readonly DeadlineRow[], derived: readonly DossierDeadlines[]): DeadlineChanges {
  const before = new Map(kept.map((row) => [row.key, row]));
  const all = derived.flatMap(({ dossier, deadlines }) =>
    deadlines.map((deadline) => changeOf(dossier, deadline, before.get(deadline.key))),
  );
  const changed = all.filter(({ deadline, before: known }) => !known || text(known.body) !== text(deadline));
  const keys = new Set(all.map(({ deadline }) => deadline.key));
  const removed = kept.filter(({ key, state }) => state !== 'cancelled' && !keys.has(key));
  return { all, changed, removed };
}

async function readRows(tx: Transaction<Database>, derived: readonly DossierDeadlines[]): Promise<DeadlineRow[]> {
  const { rows } = await sql<DeadlineRow>`
    select key, dossier, version, state, body from deadline
    where dossier = any(${derived.map(({ dossier }) => dossier)}::uuid[])
  `.execute(tx);
  return rows;
}

function changeOf(dossier: string, deadline: Deadline, before: DeadlineRow | undefined): DeadlineChange {
  const moved = !before || datesOf(before.body) !== datesOf(deadline);
  return { dossier, deadline, version: (before?.version ?? 0) + (moved ? 1 : 0), before };
}

/**
 * The dates that a version stands for. Reminders and answers stay valid while they are unchanged; `opens` does not
 * count.
 */
export const datesOf = ({ due, lapses }: Pick<Deadline, 'due' | 'lapses'>): string => `${due} ${lapses}`;

const text = ({ kind, due, opens, lapses, state, title, event, confirmed }: Deadline): string =>
  JSON.stringify([kind, due, opens, lapses, state, title, event, confirmed]);

async function upsert(tx: Transaction<Database>, stored: readonly DeadlineChange[], now: Date): Promise<void> {
  if (stored.length === 0) return;
  const rows = stored.map(({ dossier, version, deadline }) => ({
    ...deadline,
    dossier,
    version,
    due_earliest: earliest(deadline.due),
    due_latest: latest(deadline.due),
    expiry: deadline.kind === 'grant-end' ? uuidOf('grant-expired', deadline.event, deadline.due) : null,
    body: deadline,
  }));
  await sql`
    insert into deadline (key, dossier, kind, version, due, due_earliest, due_latest, opens, lapses, state, expiry, body, changed_at)
    select key, dossier, kind, version, due, due_earliest, due_latest, opens, lapses, state, expiry, body, ${now}::timestamptz
    from jsonb_populate_recordset(null::deadline, ${JSON.stringify(rows)})
    on conflict (key) do update set
      version = excluded.version, due = excluded.due, due_earliest = excluded.due_earliest,
      due_latest = excluded.due_latest, opens = excluded.opens, lapses = excluded.lapses, state = excluded.state,
      expiry = excluded.expiry, body = excluded.body,
      revision = deadline.revision + 1, changed_at = excluded.changed_at
  `.execute(tx);
}

async function close(tx: Transaction<Database>, gone: readonly DeadlineRow[], now: Date): Promise<void> {
  const keys = gone.map(({ key }) => key);
  if (keys.length === 0) return;
  await sql`
    update deadline set state = 'cancelled', body = jsonb_set(body, '{state}', '"cancelled"'),
      revision = revision + 1, changed_at = ${now}
    where key = any(${keys})
  `.execute(tx);
}

/** Deadlines whose reminders end: open ones that are settled or have moved, and removed ones. */
export function endedIn({ changed, removed }: DeadlineChanges): EndedDeadline[] {
  const settled = changed.flatMap(({ deadline: { key, state }, version, before }): EndedDeadline[] => {
    if (!before || isSettled(before.state)) return [];
    if (state === 'met') return [{ key, version, outcome: 'met' }];
    if (state === 'cancelled') return [{ key, version, outcome: 'deadline-cancelled' }];
    return version > before.version ? [{ key, version: before.version, outcome: 'moved' }] : [];
  });
  return [...settled, ...removed.map(({ key, version }): EndedDeadline => ({ key, version, outcome: 'gone' }))];
}

/** Deadlines to plan reminders for: new, moved or reopened. */
export const activatedIn = ({ changed }: DeadlineChanges): DeadlineChange[] =>
  changed.filter(
    ({ deadline, version, before }) =>
      !isSettled(deadline.state) && !(before && !isSettled(before.state) && before.version === version),
  );

/** Dossiers whose grant ends changed. */
export const changedGrantEnds = ({ changed, removed }: DeadlineChanges): Set<string> =>
  new Set([
    ...changed.filter(({ deadline }) => deadline.kind === 'grant-end').map(({ dossier }) => dossier),
    ...removed.filter(({ body }) => body.kind === 'grant-end').map(({ dossier }) => dossier),
  ]);

/**
 * Whether a row of `deadline` rests on a confirmed fact. False for rows stored before this attribute existed, until
 * replanned.
 */
export const isConfirmed = sql<boolean>`coalesce((deadline.body ->> 'confirmed')::boolean, false)`;
