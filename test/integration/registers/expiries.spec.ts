import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { deadlinesProjection } from '#deadlines/plan/deadlines-projection.js';
import { expireGrants } from '#deadlines/expire-grants.js';
import { snapshotOf } from '#test/marketplace.js';
import { planningOn, planRound } from '#test/planning-on.js';
import { startReader } from '#test/reading.js';

let reader: Awaited<ReturnType<typeof startReader>>;

beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.close());

it('a reading is recorded while the grants of the one before expire', async () => {
  const accept = 'Loaded from the archive';
  await reader.read(snapshotOf('2023-03-01'), { accept });
  const { app } = reader.database;
  const planning = planningOn(app, Clock.startingAt(new Date('2026-11-25T08:00:00Z')));
  const head = await planning.events.head();
  await app.transaction().execute((tx) => deadlinesProjection(planning).advance(0, head, tx));
  await planRound(app, planning);
  const [expired, next] = await Promise.all([
    expireGrants(app, planning.events, '2026-11-25', () => Promise.resolve(true)),
    reader.read(snapshotOf('2024-03-01'), { accept }),
  ]);
  expect(expired).toBeGreaterThan(200);
  expect(next.state).toBe('recorded');
});
