import { Clock } from '#database/clock.js';
import { assignDeliveries, claimDue, settleReminders } from '#deadlines/claim-reminders.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { dossierNames } from '#ledger/dossier-names.js';
import { deliveryId, planDeliveries } from '#delivery/planned-deliveries.js';
import { answerableUntil } from '#notifications/message.js';
import { Links } from '#notifications/links.js';
import { Secrets } from '#notifications/secrets.js';
import type { Client } from '#test/client.js';
import { startApi, type TestApi } from '#test/api.js';
import { MovableClock } from '#test/movable-clock.js';
import { planningOn, planRound, ZONE } from '#test/planning-on.js';
import { reminderMessage } from '../../apps/worker/reminder-handler.js';

const DAY = 86_400_000;
const secrets = new Secrets('secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789');

export interface Reminding extends TestApi {
  clock: MovableClock;
  /** Subscribes an address, and confirms it. */
  subscribe(client: Client, asked?: object): Promise<string>;
  /** Brings the plan up to the ledger, as the worker does. */
  plan(): Promise<void>;
  /** Goes on by some days, planning. */
  pass(days: number): Promise<void>;
  /** Sends what is due, as the worker does. The deliveries by subscription. */
  send(): Promise<Map<string, string>>;
  /** The path and query of the link that a delivery carries. */
  link(delivery: string): Promise<string>;
}

/** The API, and planning and sending driven by hand: no queue, no mail, no waiting. */
export async function startReminding(env: Record<string, string> = {}): Promise<Reminding> {
  const clock = new MovableClock(Clock.startingAt(new Date('2026-11-25T08:00:00Z')).offsetMs);
  const served = await startApi(env, clock);
  const { db } = served;
  const planning = planningOn(db, clock);
  const { events } = planning;
  const projection = planningProjection(planning);
  const links = new Links('http://jalon.example', secrets);
  let position = 0;

  const plan = async (): Promise<void> => {
    const head = await events.head();
    await db.transaction().execute((tx) => projection.advance(position, head, tx));
    position = head;
    await planRound(db, planning);
  };

  return {
    ...served,
    clock,
    plan,
    async subscribe(client, asked = {}) {
      const body = { channel: 'email', address: 'officer@example.org', language: 'en', ...asked };
      const { id } = (await client.post('/v1/subscriptions', body)).body as { id: string };
      await client.post(`/v1/subscriptions/${id}/confirm`, { token: secrets.confirmToken(id, 1) });
      return id;
    },
    async pass(days) {
      for (let day = 0; day < days; day += 1) {
        clock.forward(DAY);
        await plan();
      }
    },
    async send() {
      const sent = new Map<string, string>();
      await db.transaction().execute(async (tx) => {
        const claimed = await claimDue(tx, clock.now(), 1000, ZONE);
        const today = clock.today(ZONE);
        const dossiers = [...claimed.values()].flatMap((its) => its.map(({ dossier }) => dossier));
        const places = await dossierNames(events, dossiers, today);
        const context = { today, zone: ZONE, placeOf: (dossier: string) => places.get(dossier), links };
        for (const [subscription, its] of claimed) {
          const planned = reminderMessage(subscription, its, context);
          const delivery = deliveryId(planned.cause, subscription);
          await planDeliveries(tx, [planned], clock.now());
          await assignDeliveries(tx, [{ ids: its.map(({ id }) => id), delivery }], clock.now());
          const arrived = { state: 'sent' as const, attempts: 1, sent_at: clock.now() };
          await tx.updateTable('delivery').set(arrived).where('id', '=', delivery).execute();
          sent.set(subscription, delivery);
        }
      });
      await settleReminders(db);
      return sent;
    },
    async link(delivery) {
      const row = await db
        .selectFrom('delivery')
        .select('created_at')
        .where('id', '=', delivery)
        .executeTakeFirstOrThrow();
      return links.answer(delivery, answerableUntil(row)).replace('http://jalon.example', '');
    },
  };
}
