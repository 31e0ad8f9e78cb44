import { type Selectable, sql, type Transaction } from 'kysely';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { Database } from '#database/tables.js';
import type { DossierPlanTable, ReminderOutcome } from '#database/tables/deadline.js';
import type { Day } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { type Deadline, type DeadlineState, isSettled } from '#domain/deadline/deadline.js';
import { deadlinesOn, dependencyEnd, isActive } from '#domain/deadline/deadlines.js';
import { dependenciesFrom } from '#domain/dossier/dependency.js';
import { type DossierFacts, dossierModel, type DossierRecord, factsOf, happenedBy } from '#domain/dossier/facts.js';
import { stateOn } from '#domain/dossier/status.js';
import { holderFrom } from '#domain/dossier/transfer.js';
import { dossierStream, registerStream, schemeStream } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { uuidOf } from '#event-store/encoding.js';
import { listedSince } from '#schemes/listed-dossiers.js';
import type { DossierRef, PlanningRun } from '../planning.js';

/** The deadlines of a dossier as derived from its facts on a day. */
interface DerivedDeadlines extends DossierRef {
  /** Services that this one depends on; empty once it holds no grant and seeks none. */
  dependsOn: string[];
  deadlines: Deadline[];
  /** The next day on which the passage of time alone may change the result. */
  nextChange: Day | null;
}

export function deriveDeadlines(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): DerivedDeadlines {
  const known = happenedBy(facts, day);
  const dependsOn = dependenciesFrom(known);
  const isAlive = dependsOn.length > 0 && isActive(stateOn(facts, scheme, day).established);
  return {
    dossier,
    provider: holderFrom(facts, known),
    scheme: facts.scheme,
    dependsOn: isAlive ? dependsOn : [],
    ...deadlinesOn(dossier, facts, scheme, day),
  };
}

/** The deadlines of a dossier as of today, with the record they are derived from. */
export interface CurrentDeadlines extends DerivedDeadlines {
  /** Position of the latest entry of the record, publication of its scheme, or reading of a register that lists it. */
  lastPosition: number;
  /** When the first entry after a position was recorded. */
  firstAfter: (position: number) => Date | undefined;
}

/** Derived from the current record of each dossier, so a plan is never older than its facts. */
export async function currentDeadlines(run: PlanningRun, dossiers: readonly string[]): Promise<CurrentDeadlines[]> {
  const records = await run.planning.events.loadAll(dossiers.map(dossierStream), dossierModel);
  const slice = new TimeSlice();
  const current: CurrentDeadlines[] = [];
  for (const dossier of dossiers) {
    const derived = currentDeadlinesOf(run, dossier, records.get(dossierStream(dossier)) ?? []);
    if (derived) current.push(derived);
    if (slice.isOver) await slice.yield();
  }
  return current;
}

function currentDeadlinesOf(
  { schemes, published, today }: PlanningRun,
  dossier: string,
  record: DossierRecord,
): CurrentDeadlines | undefined {
  const facts = factsOf(record);
  const scheme = facts && schemes.get(facts.scheme);
  if (!scheme) return undefined;
  const others = [schemeStream(facts.scheme), ...[...listedSince(record).keys()].map(registerStream)];
  const recorded = [...record, ...others.flatMap((stream) => published.get(stream) ?? [])].sort(
    (a, b) => a.position - b.position,
  );
  return {
    ...deriveDeadlines(dossier, facts, scheme, today),
    lastPosition: recorded.at(-1)?.position ?? 0,
    firstAfter: (position) => recorded.find((entry) => entry.position > position)?.recordedAt,
  };
}

/**
 * The instant from which the reminders of changed deadlines are due, even if planning runs later: the recording time
 * of the first fact not planned from yet, or the start of the day on which the passage of time changed them. Now, if
 * nothing is new or the previous plan is unknown.
 */
export function plannableSince(
  { firstAfter }: Pick<CurrentDeadlines, 'firstAfter'>,
  before: DossierPlan | undefined,
  { now, today }: Pick<PlanningRun, 'now' | 'today'>,
): Date {
  const known = before ? before.heard : 0;
  const fact = known === null ? undefined : firstAfter(known);
  const turn = before?.next_turn;
  const turned = turn && turn <= today ? new Date(`${turn}T00:00:00Z`) : undefined;
  return [now, fact, turned].reduce<Date>((first, at) => (at && at < first ? at : first), now);
}

export type DossierPlan = Pick<Selectable<DossierPlanTable>, 'provider' | 'scheme' | 'next_turn' | 'heard'>;

export async function readPlans(
  tx: Transaction<Database>,
  derived: readonly CurrentDeadlines[],
): Promise<Map<string, DossierPlan>> {
  const rows = await tx
    .selectFrom('dossier_plan')
    .select(['dossier', 'provider', 'scheme', 'next_turn', 'heard'])
    .where(sql<boolean>`dossier = any(${derived.map(({ dossier }) => dossier)}::uuid[])`)
    .execute();
  return new Map(rows.map(({ dossier, ...plan }) => [dossier, plan]));
}

export async function storePlans({ tx, today }: PlanningRun, derived: readonly CurrentDeadlines[]): Promise<void> {
  const rows = derived.map(({ dossier, provider, scheme, dependsOn, nextChange, lastPosition }) => ({
    ...{ dossier, provider, scheme, heard: lastPosition },
    depends_on: dependsOn,
    next_turn: nextChange,
    planned_on: today,
  }));
  await sql`
    insert into dossier_plan (dossier, provider, scheme, depends_on, next_turn, heard, planned_on)
    select dossier, provider, scheme, depends_on, next_turn, heard, planned_on
    from jsonb_populate_recordset(null::dossier_plan, ${JSON.stringify(rows)})
    on conflict (dossier) do update set
      provider = excluded.provider, scheme = excluded.scheme, depends_on = excluded.depends_on,
      next_turn = excluded.next_turn, heard = excluded.heard, planned_on = excluded.planned_on, failing_on = null
    where (dossier_plan.provider, dossier_plan.scheme, dossier_plan.depends_on, dossier_plan.next_turn,
        dossier_plan.heard, dossier_plan.planned_on, dossier_plan.failing_on)
      is distinct from (excluded.provider, excluded.scheme, excluded.depends_on, excluded.next_turn,
        excluded.heard, excluded.planned_on, null)
  `.execute(tx);
}

/** Above this number, filtering here is faster than the index. */
const MOST_LOOKED_UP = 200;

export async function dependentsOf(tx: Transaction<Database>, dossiers: ReadonlySet<string>): Promise<string[]> {
  if (dossiers.size === 0) return [];
  const some = dossiers.size <= MOST_LOOKED_UP ? sql`depends_on && ${[...dossiers]}::uuid[]` : sql`depends_on <> '{}'`;
  const rows = await tx
    .selectFrom('dossier_plan')
    .select(['dossier', 'depends_on'])
    .where(sql<boolean>`${some}`)
    .orderBy('dossier')
    .execute();
  return rows.filter(({ depends_on }) => depends_on.some((id) => dossiers.has(id))).map(({ dossier }) => dossier);
}

/** For each dossier, the stored grant ends of its dependencies. A change of one triggers planning of its dependents. */
export async function dependencyEnds(
  tx: Transaction<Database>,
  buildings: readonly Pick<DerivedDeadlines, 'dossier' | 'dependsOn'>[],
): Promise<Map<string, Deadline[]>> {
  const dependencies = [...new Set(buildings.flatMap(({ dependsOn }) => dependsOn))];
  if (dependencies.length === 0) return new Map();
  const { rows } = await sql<{ dossier: string; body: Deadline }>`
    select dossier, body from deadline
    where dossier = any(${dependencies}::uuid[]) and kind = 'grant-end' order by key
  `.execute(tx);
  const ends = new Map<string, Deadline[]>();
  for (const { dossier, body } of rows) ends.set(dossier, [...(ends.get(dossier) ?? []), body]);
  return new Map(
    buildings.map(({ dossier, dependsOn }) => [
      dossier,
      dependsOn.flatMap((dependency) => (ends.get(dependency) ?? []).map((end) => dependencyEnd(dossier, end))),
    ]),
  );
}

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
  all: DeadlineChange[];
  changed: DeadlineChange[];
  /**
   * Stored deadlines that no longer result from the facts. They are stored as cancelled, because their keys may
   * reappear.
   */
  removed: DeadlineRow[];
}

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
