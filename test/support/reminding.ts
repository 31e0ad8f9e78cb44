import { Clock } from '#database/clock.js';
import { assignDeliveries, claimDueReminders, settleReminders } from '#deadlines/claim-reminders.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { dossierNames } from '#ledger/dossier-names.js';
import { deliveryId, planDeliveries } from '#subscriptions/sending/planned-deliveries.js';
import { answerableUntil } from '#subscriptions/messages/message.js';
import { Links } from '#subscriptions/messages/links.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { type Client, type Answered } from '#test/client.js';
import { startApi, type TestApi } from '#test/api.js';
import { MovableClock } from '#test/movable-clock.js';
import { planningOn, planRound, ZONE } from '#test/planning-on.js';
import { reminderMessage } from '../../apps/worker/sending.js';
import { grant, openDossier } from '#test/recording.js';
import { expect } from '@jest/globals';

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
      await client.post(`/v1/subscriptions/${id}/confirm`, { token: secrets.token('confirmation', id, 1) });
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
        const claimed = await claimDueReminders(tx, clock.now(), 1000, ZONE);
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

/** To be reminded of deadlines, and to hear of nothing else. */
export const deadlinesOnly = { filter: { changes: false, deadlines: true } };

/** A second list, told so many days later. */
export const bossAfter = (escalateAfterDays: number) => ({
  ...deadlinesOnly,
  address: 'boss@example.org',
  reminders: { role: 'escalation', escalateAfterDays },
});

/**
 * A certification that ends on a day, two weeks ahead unless said, and a subscription to its deadlines. Its renewal is asked
 * for, so that its end is all that anybody is reminded of. @param asks of the subscription @param data of the grant
 */
export async function endingGrant(jalon: Reminding, validUntil = '2026-12-09', asks: object = {}, data: object = {}) {
  const subscription = await jalon.subscribe(jalon.api, { ...deadlinesOnly, ...asks });
  const dossier = await openDossier(jalon.api, 'Outscale');
  await dossier.record({
    type: 'ApplicationFiled',
    occurred: '2025-01-01',
    source: { kind: 'company', publisher: 'Outscale' },
    data: {},
  });
  const { body } = await dossier.record(grant({ validUntil, ...data }));
  const event = (body as { id: string }).id;
  await jalon.plan();
  return { subscription, dossier, event, key: `grant-end/${event}` };
}

/** The correction of an ending grant, whose end was another day. */
export const endMoves = (event: string, validUntil: string) => ({
  type: 'EventCorrected',
  data: { event, changes: { data: { validUntil } }, reason: 'misread' },
});

/** A reminder, as REST shows it. */
export interface Shown {
  id: string | null;
  daysBefore: number;
  day: string;
  state: string;
  outcome: string | null;
  why: string;
  because: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  snoozedUntil: string | null;
  escalation: boolean;
  subscription: { id: string; target: string };
  deadline: { key: string; version: number; moved: boolean };
}

/** @param query further fields, each with its `&` before it */
export async function listReminders(client: Client, query = ''): Promise<Shown[]> {
  const answered = await client.get(`/v1/reminders?limit=200${query}`);
  expect(answered.status).toBe(200);
  return (answered.body as { items: Shown[] }).items;
}

/** Rung, day and state of each, with why it was planned unless for a schedule, and why it is not sent. */
export const told = (reminders: readonly Shown[]): string[] =>
  reminders.map(
    ({ daysBefore, day, state, outcome, because }) =>
      `${daysBefore} ${day} ${state}${because === 'ladder' ? '' : ` ${because}`}${outcome === null ? '' : ` ${outcome}`}`,
  );

/** What is refused, as its status and the code of its problem. */
export const refusalIn = ({ status, body }: Answered): [number, string] => [status, (body as { code: string }).code];
