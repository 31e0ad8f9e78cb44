import { setFlagsFromString } from 'node:v8';
import { Clock } from '#database/clock.js';
import { openDatabase } from '#database/connection.js';
import { extendHorizon, planSubscriptions } from '#deadlines/plan/plan-days.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import type { Deliveries } from '#subscriptions/sending/deliveries.js';
import { planDeliveries } from '#subscriptions/sending/planned-deliveries.js';
import { follow } from '#event-store/follow.js';
import { boardProjection } from '#projections/board-projection.js';
import { changes } from '#subscriptions/planning/fan-out.js';
import { planningOn } from '#test/planning-on.js';
import { BEFORE_NINE } from './portfolio.js';

/**
 * A process that follows the ledger for one projection; says how far it came and in how many ms, and goes on until whoever
 * started it goes away. That of deadlines plans up to the horizon as well.
 */
const name = process.argv[2] ?? '';
const plans = name === 'deadlines';
if (plans) setFlagsFromString('--heap-growing-percent=100'); // as the worker does
const db = openDatabase({ url: process.env['DATABASE_URL'] ?? '', applicationName: `bench ${name}`, poolSize: 20 });
const clock = plans ? Clock.startingAt(BEFORE_NINE) : Clock.fromEnvironment({});
const planning = planningOn(db, clock);
const { events, schemes } = planning;
const plan: Deliveries['plan'] = (tx, deliveries) => planDeliveries(tx, deliveries, clock.now());

const projections = {
  board: () => boardProjection(events, schemes),
  deadlines: () => planningProjection(planning),
  'fan-out': () => changes(events, { plan } as Deliveries, { ...planning }),
};

const ending = new AbortController();
for (const end of ['disconnect', 'SIGTERM'] as const)
  process.once(end, () => {
    ending.abort();
  });

const start = performance.now();
if (plans) await planSubscriptions(db, planning);
let following = Promise.resolve();
const position = await new Promise<number>((resolve) => {
  following = follow(events, db, projections[name as keyof typeof projections](), {
    signal: ending.signal,
    onCaughtUp: resolve,
    onError: (error) => {
      console.error(error);
      process.exit(1);
    },
  });
});
const followMs = performance.now() - start;
if (plans) await extendHorizon(db, planning);
const { user, system } = process.cpuUsage();
const horizonMs = performance.now() - start - followMs;
process.send?.({ position, followMs, horizonMs, cpuMs: (user + system) / 1000 });
await following;
await db.destroy();
if (process.connected) process.disconnect();
