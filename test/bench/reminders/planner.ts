import { setFlagsFromString } from 'node:v8';
import { Clock } from '#database/clock.js';
import { openDatabase } from '#database/connection.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { extendHorizon, planSubscriptions } from '#deadlines/plan/plan-days.js';
import { follow } from '#event-store/follow.js';
import { planningOn } from '#test/planning-on.js';
import { BEFORE_NINE } from './today.js';

/**
 * A process that plans: it follows the ledger for deadlines, plans up to the horizon, says how many ms each took, and goes
 * on following until whoever started it goes away.
 */
setFlagsFromString('--heap-growing-percent=100'); // as the worker does
const db = openDatabase({ url: process.env['DATABASE_URL'] ?? '', applicationName: 'bench planner', poolSize: 20 });
const planning = planningOn(db, Clock.startingAt(BEFORE_NINE));
const ending = new AbortController();
process.once('disconnect', () => {
  ending.abort();
});
process.once('SIGTERM', () => {
  ending.abort();
});

const start = performance.now();
await planSubscriptions(db, planning);
let following = Promise.resolve();
const position = await new Promise<number>((resolve) => {
  following = follow(planning.events, db, planningProjection(planning), {
    signal: ending.signal,
    onCaughtUp: resolve,
    onError: (error) => {
      console.error(error);
      process.exit(1);
    },
  });
});
const followed = performance.now();
await extendHorizon(db, planning);
const { user, system } = process.cpuUsage();
process.send?.({
  position,
  followMs: followed - start,
  horizonMs: performance.now() - followed,
  cpuMs: (user + system) / 1000,
});
await following;
await db.destroy();
if (process.connected) process.disconnect();
