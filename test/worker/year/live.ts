import { realLedger } from '#test/board.js';
import { recordAtClockTime, settle, turnTo } from './clockwork.js';
import { assertDone } from './recording.js';
import { story, type Deed, type Done } from './story.js';
import { subscribeAll } from './subscribing.js';
import { dayAfter, instantAt, onTheWall } from './wall-time.js';
import type { World } from './world.js';

const PARIS = 'Europe/Paris';
const MINUTE_MS = 60_000;

/** Half past eight in Paris. */
export const BEGINNING = instantAt('2026-11-25 08:30', PARIS);
const END = instantAt('2027-11-25 23:00', PARIS);

/** The real ledger, the subscriptions, and a year, day by day, in which what the story tells is done. */
export async function live(world: World): Promise<Done[]> {
  await recordAtClockTime(world);
  assertDone(await world.officer.post('/v1/imports', await realLedger(), { 'content-type': 'text/csv' }));
  await settle(world);
  await subscribeAll(world);
  const done: Done[] = [];
  for (let next = await momentAfter(world); next.at < END; next = await momentAfter(world)) {
    await turnTo(world, next.at);
    if (!next.deed) continue;
    await next.deed.does(world);
    await settle(world);
    done.push({ at: next.at, what: next.deed.what });
  }
  return done;
}

interface Moment {
  at: Date;
  deed?: Deed;
}

/**
 * Where the clock goes next: to one minute to nine in Paris, of every day; to what the story tells; and for every reminder
 * that is planned, to the minute before and to its own. One that came on another would show when it came.
 */
async function momentAfter(world: World): Promise<Moment> {
  const now = world.clock.now();
  const planned = await world.database.app
    .selectFrom('reminder')
    .select(({ fn }) => fn.min('fire_at').as('at'))
    .where('state', '=', 'planned')
    .executeTakeFirst();
  const moments: Moment[] = [nextMorning(now), ...story.map((deed) => ({ at: instantAt(deed.at, PARIS), deed }))];
  if (planned?.at) moments.push({ at: planned.at }, { at: new Date(planned.at.getTime() - MINUTE_MS) });
  return moments.filter(({ at }) => at > now).sort((a, b) => a.at.getTime() - b.at.getTime())[0]!;
}

function nextMorning(now: Date): Moment {
  const today = onTheWall(now, PARIS).slice(0, 10);
  const [first, second] = [today, dayAfter(today)].map((day) => ({ at: instantAt(`${day} 08:59`, PARIS) }));
  return first!.at > now ? first! : second!;
}
