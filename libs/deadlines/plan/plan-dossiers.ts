import { prefetch } from '#concurrency/async-iteration.js';
import {
  dependencyEnds,
  dependentsOf,
  keptPlans,
  type Outlook,
  outlooksOf,
  owedSince,
  storePlans,
} from './derived-deadlines.js';
import { dropReminders } from './end-reminders.js';
import { planNews, planTransferred, type Prompted } from './plan-changes.js';
import { beginRound, type Planning, type Round } from '../planning.js';
import { endsIn, newsIn, overIn, storeDeadlines } from './store-deadlines.js';
import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';

const CHUNK = 500;

/**
 * Brings dossiers' deadlines to how they stand today, those of the dossiers that build on them too, and the reminders with
 * them: those of dates that moved are superseded, those of deadlines met or gone are cancelled, new ones are planned, and
 * those of a service that changed hands go to whoever follows its holder. Doing it again changes nothing.
 */
export async function planDossiers(round: Round, dossiers: readonly string[]): Promise<void> {
  let wave: Wave = { dossiers, prompt: { heard: 0, since: round.now } };
  while (wave.dossiers.length > 0) {
    const changed = await planAll(round, wave);
    wave = { dossiers: await dependentsOf(round.tx, changed.dossiers), prompt: changed.prompt };
  }
}

interface Wave {
  dossiers: readonly string[];
  /** What made them be looked at, where that was recorded elsewhere. */
  prompt: Prompted;
}

/** @returns those of which the end of a grant is not what it was; it is a deadline of others, too */
async function planAll(round: Round, { dossiers, prompt }: Wave): Promise<{ dossiers: Set<string>; prompt: Prompted }> {
  const changed = { dossiers: new Set<string>(), prompt };
  for await (const outlooks of prefetch(dossiers, CHUNK, (some) => outlooksOf(round, some))) {
    if (outlooks.length === 0) continue;
    const { ends, prompts } = await planSome(round, outlooks, prompt);
    for (const dossier of ends) {
      changed.dossiers.add(dossier);
      changed.prompt = both(changed.prompt, prompts.get(dossier));
    }
  }
  return changed;
}

const both = (one: Prompted, other: Prompted = one): Prompted => ({
  heard: Math.max(one.heard, other.heard),
  since: one.since < other.since ? one.since : other.since,
});

async function planSome(
  round: Round,
  outlooks: readonly Outlook[],
  prompt: Prompted,
): Promise<{ ends: Set<string>; prompts: Map<string, Prompted> }> {
  const { tx, now } = round;
  const before = await keptPlans(tx, outlooks);
  await storePlans(round, outlooks);
  const ends = await dependencyEnds(tx, outlooks);
  const changes = await storeDeadlines(
    tx,
    outlooks.map(({ dossier, deadlines }) => ({ dossier, deadlines: [...deadlines, ...(ends.get(dossier) ?? [])] })),
    now,
  );
  await dropReminders(tx, overIn(changes), now);
  const prompts = new Map(
    outlooks.map((outlook) => {
      const { dossier, heard } = outlook;
      return [dossier, both(prompt, { heard, since: owedSince(outlook, before.get(dossier), round) })];
    }),
  );
  await planNews(round, newsIn(changes), { outlooks, prompts });
  await planTransferred(round, changes, { outlooks, before, prompts });
  return { ends: endsIn(changes), prompts };
}

const AT_ONCE = 500;

/**
 * Plans the dossiers in which time alone may have changed something since they were planned last: a day began on which a
 * deadline comes up, is missed or goes; or the clock was ahead then. Some in a transaction; what a crash leaves is done by the
 * next call. One that cannot be planned is noted as such and does not keep the others from it.
 *
 * @param signal once it aborts, no further one is begun
 * @throws once the others are planned, what went wrong
 */
export async function planTurns(db: LedgerDatabase, planning: Planning, signal?: AbortSignal): Promise<void> {
  const today = planning.clock.today(planning.zone);
  const errors: unknown[] = [];
  for (const dossier of await turning(db, today, { failing: true, most: AT_ONCE }))
    if (!signal?.aborted) errors.push(...(await planAlone(dossier)));
  for (let after: string | undefined; !signal?.aborted;) {
    const dossiers = await turning(db, today, { failing: false, after, most: AT_ONCE });
    try {
      await plan(dossiers);
    } catch {
      for (const dossier of dossiers) if (!signal?.aborted) errors.push(...(await planAlone(dossier)));
    }
    if (dossiers.length < AT_ONCE) break;
    after = dossiers.at(-1);
  }
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);

  async function plan(dossiers: readonly string[]): Promise<void> {
    if (dossiers.length === 0) return;
    await db.transaction().execute(async (tx) => planDossiers(await beginRound(planning, tx), dossiers));
  }

  /** @throws when it cannot even be noted: then it is not the dossier that is to blame */
  async function planAlone(dossier: string): Promise<unknown[]> {
    try {
      await plan([dossier]);
      return [];
    } catch (error) {
      await db.updateTable('dossier_plan').set({ failing_on: today }).where('dossier', '=', dossier).execute();
      return [error];
    }
  }
}

/** Of `dossier_plan`: by a day, time alone may have changed something since it was planned, or the clock was ahead then. */
const turnsBy = (day: Day) => sql<boolean>`(next_turn <= ${day} or planned_on > ${day})`;

const failsOn = (day: Day) => sql<boolean>`failing_on is not distinct from ${day}`;

/**
 * Dossiers that are to be planned as of a day, in order.
 *
 * @param failing those that could not be on that day, or the others
 */
async function turning(
  db: LedgerDatabase,
  day: Day,
  { failing, after, most }: { failing: boolean; after?: string | undefined; most: number },
): Promise<string[]> {
  let some = db.selectFrom('dossier_plan').select('dossier').where(turnsBy(day));
  if (after !== undefined) some = some.where('dossier', '>', after);
  const rows = await some
    .where(failing ? failsOn(day) : sql<boolean>`not ${failsOn(day)}`)
    .orderBy('dossier')
    .limit(most)
    .execute();
  return rows.map(({ dossier }) => dossier);
}

/**
 * Whether planning has come to a day: every deadline is as it stands then, and its reminders up to then are rows. After
 * downtime, what is due may be less urgent than what is still to be planned, or about something that is over. A dossier that
 * could not be planned on that day does not count.
 */
export async function isPlannedFor(db: LedgerDatabase, day: Day): Promise<boolean> {
  const { rows } = await sql<{ planned: boolean }>`
    select exists (select from reminder_horizon where planned_until >= ${day})
      and not exists (select from dossier_plan where ${turnsBy(day)} and not ${failsOn(day)}) as planned
  `.execute(db);
  return rows[0]?.planned === true;
}
