import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Updateable } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { SubscriptionTable } from '#database/tables/subscription.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { uuidOf } from '#event-store/encoding.js';
import { LedgerModule } from '#ledger/ledger.module.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changes, PastChanges } from '#subscriptions/planning/fan-out.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import { writtenCause } from '#subscriptions/sending/planned-deliveries.js';
import { dueSubscriptions } from '#subscriptions/sending/claim-due.js';
import { NewSubscriptionSchema } from '#subscriptions/subscription.js';
import { Confirmations, type Created, Subscribing as Creating } from '#subscriptions/subscribing.js';
import { RecipientPreferences, Subscriptions } from '#subscriptions/subscriptions.js';
import { SendingAgain } from '#subscriptions/send-again.js';
import { Bounces, Suppressions } from '#subscriptions/sending/bounces.js';
import { DeliveryLog } from '#subscriptions/sending/delivery-log.js';
import { KeptMails } from '#subscriptions/sending/mail/email-sender.js';
import { SigningSecrets } from '#subscriptions/signing-secrets.js';
import { SubscriptionsModule } from '#subscriptions/subscriptions.module.js';
import { type DeliverySettings, DeliverySettingsSchema } from '#subscriptions/delivery-settings.js';
import { type Confirmed, insertConfirmed } from '#test/confirmed-subscriptions.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { MovableClock } from '#test/movable-clock.js';
import { trust } from './webhook-receiver.js';

export const JALON_SECRET = 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
export const owner = 'key:1 officer';
export const mine = { owner };

export const provider = uuidOf('provider', 'outscale');
export const dossier = uuidOf('dossier', provider, 'secnumcloud', '');

/** Subscriptions and deliveries on a database of their own, driven by hand: no queue, no waiting. */
export interface Subscribing {
  database: TestDatabase;
  clock: MovableClock;
  subscriptions: Subscriptions;
  confirmations: Confirmations;
  preferences: RecipientPreferences;
  signingSecrets: SigningSecrets;
  sendingAgain: SendingAgain;
  pastChanges: PastChanges;
  log: DeliveryLog;
  keptMails: KeptMails;
  bounces: Bounces;
  suppressions: Suppressions;
  events: EventStore<LedgerEvent>;
  schemes: SchemeCatalogue;
  deliveries: Deliveries;
  subscribe(asked: z.input<typeof NewSubscriptionSchema>, context?: { owner: string; id?: string }): Promise<Created>;
  record(event: DossierEvent, id?: string): Promise<number>;
  /** As a click on the link in the first mail does. */
  confirm(subscription: string): Promise<unknown>;
  /** Makes subscriptions as they are once they have confirmed, now. */
  confirmed(...subscribers: Confirmed[]): Promise<void>;
  /** Changes the row of a subscription. */
  set(subscription: string, values: Updateable<SubscriptionTable>): Promise<unknown>;
  /** What is planned for a subscription, oldest first. */
  told(subscription: string): Promise<ToldOf[]>;
  /** Fans out everything on record since the last time. */
  fanOut(): Promise<void>;
  /** Fans out these events. */
  fanOutOf(batch: Recorded<LedgerEvent>[]): Promise<void>;
  /** Attempts all that is due now, one subscription after the other: what became of each attempt. */
  deliver(): Promise<string[]>;
  /** Sends what is due to one subscription, as whoever is woken for it does. */
  work(subscription: string): Promise<string[]>;
  /** Leaves claims as a process leaves them that died longer ago than a lease lasts. */
  lapse(): Promise<void>;
  close(): Promise<void>;
}

interface ToldOf {
  cause: string;
  ordinal: number;
  type: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- specs look into it and say what must be there
  data: any;
}

export async function startSubscribing(settings: Partial<DeliverySettings> = {}): Promise<Subscribing> {
  const database = await freshDatabase();
  const clock = new MovableClock();
  const app = await contextOf(database, clock, settings);
  const [db, events, deliveries] = [
    app.get(LedgerDatabase),
    app.get<EventStore<LedgerEvent>>(EventStore),
    app.get(Deliveries),
  ];
  await openDossier(events);
  const projection = changes(events, deliveries, {
    schemes: app.get(SchemeCatalogue),
    zone: 'Europe/Paris',
  });
  let position = 0;
  const fanOutOf: Subscribing['fanOutOf'] = (batch) => db.transaction().execute((tx) => projection.handle(batch, tx));
  const work = async (subscription: string): Promise<string[]> => {
    const outcomes: string[] = [];
    let next: Date | undefined = clock.now();
    while (next && next <= clock.now())
      // its time slice may end before all is sent
      next = await deliveries.work(subscription, (_, attempted) => Promise.resolve(void outcomes.push(attempted)));
    return outcomes;
  };
  return {
    database,
    clock,
    subscriptions: app.get(Subscriptions),
    confirmations: app.get(Confirmations),
    preferences: app.get(RecipientPreferences),
    signingSecrets: app.get(SigningSecrets),
    sendingAgain: app.get(SendingAgain),
    pastChanges: app.get(PastChanges),
    log: app.get(DeliveryLog),
    keptMails: app.get(KeptMails),
    bounces: app.get(Bounces),
    suppressions: app.get(Suppressions),
    events,
    schemes: app.get(SchemeCatalogue),
    deliveries,
    async subscribe(asked, context = { owner }) {
      const created = await app.get(Creating).create(NewSubscriptionSchema.parse(asked), context);
      if (asked.channel === 'webhook') trust(asked.url, created.secret);
      return created;
    },
    async record(event, id = randomUUID()) {
      const { recorded } = await events.append(
        [{ stream: dossierStream(dossier), expected: 'any', events: [{ id, event }] }],
        { actor: owner },
      );
      return recorded[0]!.position;
    },
    confirm: (subscription) =>
      app.get(Confirmations).confirm(subscription, new Secrets(JALON_SECRET).token('confirmation', subscription, 1)),
    async confirmed(...subscribers) {
      const secret = subscribers.some(({ channel }) => channel === 'webhook') ? JALON_SECRET : '';
      await insertConfirmed(db, subscribers, { at: clock.now(), since: await events.head(), secret });
    },
    set: (subscription, values) => db.updateTable('subscription').set(values).where('id', '=', subscription).execute(),
    async told(subscription) {
      const rows = await db
        .selectFrom('delivery')
        .select(['kind', 'reference', 'message', 'ordinal'])
        .where('subscription', '=', subscription)
        .orderBy('ordinal')
        .execute();
      return rows.map((row) => ({
        ...{ cause: writtenCause(row), ordinal: row.ordinal },
        ...(row.message as Pick<ToldOf, 'type' | 'data'>),
      }));
    },
    async fanOut() {
      for (;;) {
        const batch = await events.readAll({ after: position, limit: 100 });
        if (batch.length === 0) return;
        await fanOutOf(batch);
        position = batch.at(-1)!.position;
      }
    },
    fanOutOf,
    async deliver() {
      const outcomes: string[] = [];
      for (const { id } of await dueSubscriptions(db, clock.now(), 100)) outcomes.push(...(await work(id)));
      return outcomes;
    },
    work,
    async lapse() {
      await db
        .updateTable('delivery')
        .set({ claimed_until: new Date(0) })
        .where('state', '=', 'claimed')
        .execute();
    },
    async close() {
      await app.close();
      await database.close();
    },
  };
}

function contextOf(
  database: TestDatabase,
  clock: Clock,
  settings: Partial<DeliverySettings>,
): Promise<INestApplicationContext> {
  const whole = {
    ...DeliverySettingsSchema.parse({ JALON_SECRET }),
    ...settings,
  };
  @Module({
    imports: [
      LedgerModule.open({ url: database.appUrl, applicationName: 'test', clock }),
      SubscriptionsModule.with(whole),
    ],
  })
  class Subject {}
  Logger.overrideLogger(['error']);
  return NestFactory.createApplicationContext(Subject);
}

async function openDossier(events: EventStore<LedgerEvent>): Promise<void> {
  await events.append(
    [
      {
        stream: providerStream(provider),
        expected: 0,
        events: [{ id: uuidOf('registered'), event: { type: 'ProviderRegistered', data: { name: 'Outscale' } } }],
      },
      {
        stream: dossierStream(dossier),
        expected: 0,
        events: [
          {
            id: uuidOf('opened'),
            event: { type: 'DossierOpened', data: { provider, scheme: 'secnumcloud', service: 'IaaS' } },
          },
        ],
      },
    ],
    { actor: owner },
  );
}
