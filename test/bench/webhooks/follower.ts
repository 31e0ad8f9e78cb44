import { Clock } from '#database/clock.js';
import { openDatabase } from '#database/connection.js';
import { follow } from '#event-store/follow.js';
import { changes } from '#subscriptions/planning/fan-out.js';
import type { Deliveries } from '#subscriptions/sending/deliveries.js';
import { planDeliveries, type PlannedDelivery } from '#subscriptions/sending/planned-deliveries.js';
import { planningOn } from '#test/planning-on.js';

/** A process that fans out from the beginning to the head of the ledger, and says how many ms it took. */
const db = openDatabase({ url: process.env['DATABASE_URL'] ?? '', applicationName: 'bench fan-out', poolSize: 20 });
const clock = Clock.fromEnvironment({});
const planning = planningOn(db, clock);
const ending = new AbortController();
for (const end of ['disconnect', 'SIGTERM'] as const)
  process.once(end, () => {
    ending.abort();
  });

const plan: Deliveries['plan'] = (tx, deliveries: Iterable<PlannedDelivery>) =>
  planDeliveries(tx, deliveries, clock.now());
const start = performance.now();
await follow(planning.events, db, changes(planning.events, { plan } as Deliveries, { ...planning, newsDays: 90 }), {
  signal: ending.signal,
  onCaughtUp: (position) => process.send?.({ position, ms: performance.now() - start }),
  onError: (error) => {
    console.error(error);
    process.exit(1);
  },
});
await db.destroy();
if (process.connected) process.disconnect();
