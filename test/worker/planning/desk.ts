import { sql, type Updateable } from 'kysely';
import { randomUUID } from 'node:crypto';
import { Clock, setClockOffset } from '#database/clock.js';
import type { SubscriptionTable } from '#database/tables/subscription.js';
import { assignDeliveries, claimDueReminders, type ClaimedReminder } from '#deadlines/claim-reminders.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, schemeStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { uuidOf } from '#event-store/encoding.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { freshDatabase } from '#test/database.js';
import { fact, uuid } from '#test/events.js';
import { MovableClock } from '#test/movable-clock.js';
import { planningOn, planRound, ZONE } from '#test/planning-on.js';

export const DAY = 24 * 3_600_000;

/** A planner without a worker around it: nothing happens but what a spec asks for. */
export type Desk = Awaited<ReturnType<typeof openDesk>>;

export interface Wish {
  filter?: object;
  reminders?: object;
  owner?: string;
}

export async function openDesk(now: string) {
  const database = await freshDatabase();
  const db = database.app;
  const clock = new MovableClock(Clock.startingAt(new Date(now)).offsetMs);
  const planning = planningOn(db, clock);
  const { events } = planning;
  let followed = 0;

  const follow = async (from = followed): Promise<void> => {
    const head = await events.head();
    await db.transaction().execute((tx) => planningProjection(planning).advance(from, head, tx));
    followed = head;
  };
  return {
    database,
    planning,
    follow,
    /** As the scheduler does, a minute or an outage after the last time. */
    reconcile: () => planRound(db, planning),
    /** Sets the clock to an instant. */
    at(instant: string) {
      clock.forward(new Date(instant).getTime() - clock.now().getTime());
    },
    async record(dossier: string, ...recorded: { id: string; event: DossierEvent }[]) {
      const opened = { id: uuidOf('opened', dossier), event: { type: 'DossierOpened', data: opening } as const };
      const known = await events.find(opened.id);
      await setClockOffset(database.owner, clock.now().getTime() - Date.now());
      const all = known ? recorded : [opened, ...recorded];
      await events.append([{ stream: dossierStream(dossier), expected: 'any', events: all }], {
        actor: 'key:1 officer',
      });
    },
    /** A scheme as it is to be from now on. */
    async publish(scheme: Scheme) {
      await setClockOffset(database.owner, clock.now().getTime() - Date.now());
      const published = { id: randomUUID(), event: { type: 'SchemePublished', data: { scheme } } as LedgerEvent };
      await events.append([{ stream: schemeStream(scheme.slug), expected: 'any', events: [published] }], {
        actor: 'key:1 admin',
      });
    },
    /** A subscription that is confirmed now. */
    async subscribe({ filter = {}, reminders = {}, owner = 'key:1 officer' }: Wish = {}) {
      const id = randomUUID();
      const confirmation = { at: clock.now(), since: await events.head(), secret: 'no webhook' };
      const asked = { filter, wishes: reminders, owner };
      await insertConfirmed(db, [{ id, channel: 'email', target: 'a@example.org', ...asked }], confirmation);
      return id;
    },
    change: (id: string, change: Updateable<SubscriptionTable>) =>
      db.updateTable('subscription').set(change).where('id', '=', id).execute(),
    /** The row of a deadline. */
    deadline: (key: string) => db.selectFrom('deadline').selectAll().where('key', '=', key).executeTakeFirstOrThrow(),
    /** In the order of their instants: version, rung, instant (to the minute), state, and why. */
    async ladder(key: string, subscription?: string): Promise<string[]> {
      let query = db.selectFrom('reminder').selectAll().where('deadline_key', '=', key);
      if (subscription !== undefined) query = query.where('subscription', '=', subscription);
      const rows = await query.orderBy('deadline_version').orderBy('fire_at').orderBy('rung', 'desc').execute();
      return rows.map(
        ({ deadline_version, rung, fire_at, state, because, outcome }) =>
          `v${deadline_version} ${rung} ${fire_at.toISOString().slice(0, 16)} ${state}` +
          (because === 'ladder' ? '' : ` ${because}`) +
          (outcome === null ? '' : ` (${outcome})`),
      );
    },
    /** Claims what is due, as `key rung` by subscription, each into one delivery that stands as it is planned. */
    async claim(most = 50): Promise<Record<string, string[]>> {
      return db.transaction().execute(async (tx) => {
        const claimed = await claimDueReminders(tx, clock.now(), most, ZONE);
        for (const [subscription, its] of claimed) {
          const ids = its.map(({ id }) => id);
          const delivery = uuidOf('delivery', ...ids);
          await sql`
            insert into delivery (id, kind, reference, subscription, message_id, message, state, next_attempt_at,
              created_at)
            values (${delivery}, 'digest', ${delivery}, ${subscription}, ${delivery}, '{}', 'planned', ${clock.now()},
              ${clock.now()})
            on conflict (id) do update set state = 'planned'
          `.execute(tx);
          await assignDeliveries(tx, [{ ids, delivery }], clock.now());
        }
        return Object.fromEntries([...claimed].map(([id, its]) => [id, its.map(nameOf)]));
      });
    },
    /** All deliveries that are planned are sent now, or are what else became of them. */
    async send(state: 'sent' | 'failed' = 'sent') {
      await sql`
        update delivery set state = ${state}, attempts = 1, sent_at = case ${state}::text when 'sent' then ${clock.now()}::timestamptz end
        where state = 'planned'
      `.execute(db);
    },
    close: () => database.close(),
  };
}

const opening = { provider: uuid(900), scheme: 'secnumcloud', service: 'IaaS' };

const nameOf = ({ deadline, daysBefore }: ClaimedReminder): string => `${deadline.key.split('/')[0]} ${daysBefore}`;

/** A grant that ends on a day, and the news that keeps its renewal window from reminding anybody. */
export const granted = (id: string, validUntil: string) => [
  { id, event: fact('GrantIssued', '2023-12-01', { decision: '2118', validFrom: '2023-12-01', validUntil }) },
  { id: uuidOf('filed', id), event: fact('ApplicationFiled', '2025-01-01', {}, 'company') },
];
