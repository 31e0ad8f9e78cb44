import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { settleReminders, wakeTimes } from '#deadlines/claim-reminders.js';
import { expireGrants } from '#deadlines/expire-grants.js';
import { isPlannedFor, replanDossiers } from '#deadlines/plan/plan-dossiers.js';
import { planSubscriptions } from '#deadlines/plan/plan-days.js';
import { dueSubscriptions, hasLapsedClaims } from '#subscriptions/sending/claim-due.js';
import { watchFailing } from '#subscriptions/sending/subscription-states.js';
import { planDigests } from '#subscriptions/planning/digests.js';
import { planSummaries } from '#subscriptions/planning/import-summaries.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { MovableClock } from '#test/movable-clock.js';
import { planningOn, ZONE } from '#test/planning-on.js';
import { pendingCounts } from '#health/metrics/ledger-metrics.js';

let database: TestDatabase;
/** One connection, whose statistics can be flushed. */
let db: LedgerDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase({ url: database.appUrl, poolSize: 1, applicationName: 'growth' });
});
afterAll(async () => {
  await db.destroy();
  await database.close();
});

/** As many of everything, of which nothing is due any more. */
async function grow(count: number): Promise<void> {
  const id = (kind: string) => sql.raw(`md5('${kind}' || n)::uuid`);
  const n = sql`generate_series(1, ${count}::int) n`;
  await sql`
    insert into subscription (id, channel, target, filter, mode, language, state, confirm_round, confirm_until, secret,
      since_position, created_by, created_at, confirmed_at)
    select ${id('s')}, 'webhook', 'https://h.example/' || n, '{"changes":true,"deadlines":true}', 'immediate', 'fr', 'active',
      1, now(), 'x', 0, 'key:1', now(), now()
    from ${n}
  `.execute(db);
  await sql`
    insert into delivery (id, kind, reference, subscription, message_id, message, state, next_attempt_at, created_at, sent_at)
    select ${id('d')}, 'event', n, ${id('s')}, ${id('d')}, '{"type":"subscription.test"}', 'sent', now(), now(), now()
    from ${n}
  `.execute(db);
  await sql`
    insert into dossier_plan (dossier, provider, scheme, depends_on, next_turn, heard, planned_on)
    select ${id('o')}, ${id('p')}, 'secnumcloud', '{}', '2999-01-01', 1, '2020-01-01' from ${n}
  `.execute(db);
  await sql`
    insert into deadline (key, dossier, kind, version, due, due_earliest, due_latest, opens, state, expiry, expired, body, changed_at)
    select 'grant-end/' || n, ${id('o')}, 'grant-end', 1, '2021-01-01', '2021-01-01', '2021-01-01', '2020-06-01', 'met',
      ${id('x')}, ${id('x')}, '{"title":null}', now()
    from ${n}
  `.execute(db);
  await sql`
    insert into reminder (id, deadline_key, deadline_version, rung, subscription, owner, day, fire_at, state, changed_at)
    select ${id('r')}, 'grant-end/' || n, 1, 30, ${id('s')}, 'key:1', '2020-12-01', '2020-12-01', 'sent', now() from ${n}
  `.execute(db);
  await database.owner.transaction().execute(async (tx) => {
    await sql`
      insert into event (position, id, stream, version, type, schema_version, occurred, data, actor, fingerprint, recorded_at)
      select n, ${id('x')}, 'dossier-' || ${id('o')}, 1, 'GrantExpired', 1, '2021-01-02', '{"validUntil":"2021-01-01"}',
        'worker', sha256('x'), now()
      from ${n}
    `.execute(tx);
    await sql`update ledger_head set position = ${count}`.execute(tx);
  });
  await sql`vacuum analyze`.execute(database.owner);
}

async function rowsRead(): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(db);
  const { rows } = await sql<{ read: number }>`
    select (select sum(seq_tup_read) from pg_stat_user_tables where schemaname = 'public')
      + (select sum(idx_tup_read) from pg_stat_user_indexes where schemaname = 'public') as read
  `.execute(db);
  return Number(rows[0]?.read);
}

const SETTLED = 3_000;

it('what the worker looks for every minute, and what is measured, costs nothing for what is settled', async () => {
  await grow(SETTLED);
  const clock = new MovableClock();
  const planning = planningOn(db, clock);
  const [now, today] = [clock.now(), clock.today(ZONE)];
  const until = new Date(now.getTime() + 3_600_000);
  const steps: Record<string, () => Promise<unknown>> = {
    metrics: () => pendingCounts(now).execute(db),
    subscriptions: () => planSubscriptions(db, planning),
    dossiers: () => replanDossiers(db, planning),
    'whether it is planned': () => isPlannedFor(db, today),
    reminders: () => settleReminders(db),
    'wake times': () => wakeTimes(db, until),
    expiries: () => expireGrants(db, planning, today, () => planning.events.head()),
    'failing endpoints': () => watchFailing(db, now),
    digests: () => planDigests(db, now, ZONE),
    summaries: () => planSummaries(db, now),
    'due subscriptions': () => dueSubscriptions(db, until, 5_000),
    'lapsed claims': () => hasLapsedClaims(db),
  };
  for (const step of Object.values(steps)) await step(); // the first time may have something to do
  await sql`vacuum analyze`.execute(database.owner);
  const read: Record<string, number> = {};
  for (const [name, step] of Object.entries(steps)) {
    read[name] = Infinity;
    // Other connections report late what they have read: what a step costs, it costs each time.
    for (let time = 1; time <= 3; time += 1) {
      const before = await rowsRead();
      await step();
      read[name] = Math.min(read[name], (await rowsRead()) - before);
    }
  }
  expect(Object.entries(read).filter(([, rows]) => rows > 20)).toEqual([]);
});
