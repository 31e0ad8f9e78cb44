import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { setClockOffset } from '#database/clock.js';
import { Scheduler } from '../../../apps/worker/scheduler.js';
import { whileTestRuns } from '#test/until.js';
import { dayAfter, onTheWall } from './wall-time.js';
import type { World } from './world.js';

const MINUTE_MS = 60_000;
const POLL_MS = 4;
const WOKEN_AGAIN_AFTER_MS = 400;

/** Turns the clock to an instant, wakes the worker, and waits until it owes nobody anything. */
export async function turnTo(world: World, at: Date): Promise<void> {
  const ahead = at.getTime() - world.clock.now().getTime();
  if (ahead > 0) world.clock.forward(ahead);
  await settle(world);
}

/** What is recorded from now on is recorded at the clock's time. */
export const recordAtClockTime = ({ database, clock }: World): Promise<void> =>
  setClockOffset(database.owner, clock.now().getTime() - Date.now());

/** Wakes the worker and waits until nothing is due, under way or still to be planned. */
export async function settle(world: World): Promise<void> {
  const assertTestRuns = whileTestRuns();
  for (;;) {
    await world.worker.get(Scheduler).reconcile();
    await world.worker.get(Scheduler).queue(MINUTE_MS);
    const wake = performance.now() + WOKEN_AGAIN_AFTER_MS;
    for (;;) {
      const owed = await owedIn(world);
      if (owed.length === 0) return;
      assertTestRuns(`${owed.join(', ')} on ${onTheWall(world.clock.now(), 'Europe/Paris')}`);
      if (performance.now() > wake) break;
      await sleep(POLL_MS);
    }
  }
}

async function owedIn({ database, clock }: World): Promise<string[]> {
  const now = clock.now();
  const today = onTheWall(now, 'Europe/Paris').slice(0, 10);
  const { rows } = await sql<{ owed: string }>`
    select 'a reminder' as owed from reminder where state = 'claimed' or (state = 'planned' and fire_at <= ${now})
    union select 'a delivery' from delivery where state in ('planned', 'claimed') and next_attempt_at <= ${now}
    union select 'events to be followed' from checkpoint, ledger_head
      where checkpoint.name in ('deadlines', 'board', 'agenda', 'changes') and checkpoint.position < ledger_head.position
    union select 'the turn of a day' from dossier_plan where next_turn <= ${today}
    union select 'days ahead' from (select max(planned_until) as until from reminder_horizon) as planned
      where until is null or until < ${dayAfter(today, 35)}
    union select 'an expiry' from deadline
      where expiry is not null and due_latest < ${today} and state in ('met', 'missed')
        and not exists (select from event where id = deadline.expiry)
  `.execute(database.app);
  return rows.map(({ owed }) => owed);
}
