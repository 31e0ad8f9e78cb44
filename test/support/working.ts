import type { INestApplicationContext } from '@nestjs/common';
import { Clock, setClockOffset } from '#database/clock.js';
import type { ReminderState } from '#database/tables/deadline.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { uuidOf } from '#event-store/encoding.js';
import { Subscribing } from '#subscriptions/subscribing.js';
import { NewSubscriptionSchema } from '#subscriptions/subscription.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { MovableClock } from '#test/movable-clock.js';
import {
  remindersIn,
  trust,
  payloadIn,
  startWebhookReceiver,
  type WebhookPayload,
  type WebhookReceiver,
} from './webhook-receiver.js';
import { until } from '#test/until.js';
import { type Log, workerSettings, type WorkerSettings } from '../../apps/worker/settings.js';
import { startWorker } from '../../apps/worker/worker.module.js';

export interface Working {
  database: TestDatabase;
  clock: MovableClock;
  events: EventStore<LedgerEvent>;
  receiver: WebhookReceiver;
  settings: WorkerSettings;
  /** What the workers complained of. */
  complaints: unknown[];
  /** What else they logged. */
  logged: object[];
  /** Starts one more worker. */
  work(): Promise<INestApplicationContext>;
  /** Subscribes the receiver, and waits until it is confirmed and planned for. */
  subscribe(filter?: object): Promise<string>;
  /** Records on a dossier, which is opened first when it is new. */
  record(dossier: string, ...events: { id: string; event: DossierEvent }[]): Promise<void>;
  /** The reminders that the receiver got, in order. */
  reminders(): WebhookPayload['data'][];
  /** How many reminders there are in each state. */
  counts(): Promise<Partial<Record<ReminderState, number>>>;
  close(): Promise<void>;
}

export const provider = uuidOf('provider', 'outscale');

/** A database, a webhook receiver, a clock, and workers to be started on them. */
export async function prepareWorking(now: string, env: Record<string, string> = {}): Promise<Working> {
  const database = await freshDatabase();
  const receiver = await startWebhookReceiver();
  const clock = new MovableClock(Clock.startingAt(new Date(now)).offsetMs);
  const settings = workerSettings({
    DATABASE_URL: database.appUrl,
    JALON_SECRET: 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
    ...env,
  });
  const complaints: unknown[] = [];
  const complain = (fields: object, text: string): void => void complaints.push({ ...fields, text });
  const logged: object[] = [];
  const log: Log = { info: (fields) => void logged.push(fields), warn: complain, error: complain };
  const events = new EventStore<LedgerEvent>(database.app, codec);
  const workers: INestApplicationContext[] = [];
  const registered = { id: uuidOf('registered'), event: { type: 'ProviderRegistered', data: { name: 'Outscale' } } };
  await events.append([{ stream: providerStream(provider), expected: 0, events: [registered as never] }], {
    actor: 't',
  });

  const counts = async () => {
    const rows = await database.app
      .selectFrom('reminder')
      .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('state')
      .execute();
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  return {
    database,
    clock,
    events,
    receiver,
    settings,
    complaints,
    logged,
    counts,
    async work() {
      const onFailure = (error: unknown): void => void complaints.push(error);
      const worker = await startWorker({ settings, clock, log, onFailure });
      workers.push(worker);
      return worker;
    },
    async subscribe(filter = { changes: false, deadlines: true }) {
      const asked = NewSubscriptionSchema.parse({ channel: 'webhook', url: receiver.url, filter });
      const created = await workers.at(-1)!.get(Subscribing).create(asked, { owner: 'key:1 officer' });
      trust(receiver.url, created.secret);
      const { id } = created.subscription;
      await until(async () => {
        const planned = await database.app
          .selectFrom('reminder_audience')
          .select('mark')
          .where('subscription', '=', id)
          .executeTakeFirst();
        return planned !== undefined;
      });
      return id;
    },
    async record(dossier, ...recorded) {
      const opened = { type: 'DossierOpened' as const, data: { provider, scheme: 'secnumcloud', service: 'IaaS' } };
      const id = uuidOf('opened', dossier);
      const known = await events.find(id);
      await setClockOffset(database.owner, clock.now().getTime() - Date.now()); // recorded at the clock's time
      const all = known ? recorded : [{ id, event: opened }, ...recorded];
      await events.append([{ stream: dossierStream(dossier), expected: 'any', events: all }], {
        actor: 'key:1 officer',
      });
    },
    reminders: () => receiver.received.flatMap((request) => remindersIn<Record<string, unknown>>(payloadIn(request))),
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await receiver.close();
      await database.close();
    },
  };
}
