import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { DeliverySettingsSchema } from '#subscriptions/delivery-settings.js';
import { LedgerModule } from '#ledger/ledger.module.js';
import { DecideReading } from '#registers/read-register.js';
import { claimFetch, type FetchedRegister, FetchRegisters } from '#registers/fetch-registers.js';
import { Readings, RegisterTroubles, RegisterViews } from '#registers/register-views.js';
import { PublishRegister } from '#registers/known-registers.js';
import { RegistersModule } from '#registers/registers.module.js';
import { deleteOldAttempts } from '#registers/attempts.js';
import { SubscriptionsModule } from '#subscriptions/subscriptions.module.js';
import { insertConfirmed } from '#test/confirmed-subscriptions.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { uuid } from '#test/events.js';
import { MovableClock } from '#test/movable-clock.js';
import { ownerIn } from '#test/people.js';
import { entries, startRegisterServer } from '#test/register-server.js';
import { until } from '#test/until.js';
import { RegisterWatch } from '../../../apps/worker/registers.js';
import { LOG, SETTINGS } from '../../../apps/worker/settings.js';

const DAY = 86_400_000;
const zone = 'Europe/Paris';

let database: TestDatabase;
let authority: Awaited<ReturnType<typeof startRegisterServer>>;
let app: INestApplicationContext;
const clock = new MovableClock();
const warnings: object[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  authority = await startRegisterServer();
  app = await contextOf();
  await app.get(CommandBus).execute(new PublishRegister(authority.register, { actor: 'test' }));
});
afterAll(async () => {
  await app.get(FetchRegisters).close();
  await app.close();
  authority.close();
  await database.close();
});

/** What fetches and watches in a worker, without queues. */
async function contextOf(): Promise<INestApplicationContext> {
  const settings = DeliverySettingsSchema.parse({
    JALON_SECRET: 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
  });
  @Module({
    imports: [
      LedgerModule.open({ url: database.appUrl, applicationName: 'test', clock }),
      SubscriptionsModule.with(settings),
      RegistersModule.with(zone),
    ],
    providers: [
      FetchRegisters,
      RegisterTroubles,
      RegisterWatch,
      { provide: SETTINGS, useValue: { JALON_TIMEZONE: zone } },
      { provide: LOG, useValue: { warn: (fields: object) => warnings.push(fields) } },
    ],
  })
  class Subject {}
  Logger.overrideLogger(false);
  return NestFactory.createApplicationContext(Subject, { logger: false });
}

const fetchDue = (signal = new AbortController().signal) => app.get(FetchRegisters).fetchDue(signal);
const slug = 'test-list';

const attempts = async () => (await app.get(Readings).page(slug, { limit: 50 })).readings;
const view = () => app.get(RegisterViews).get(slug);
const newest = async () => {
  const [last] = await attempts();
  return { state: last!.state, why: last!.problem?.why.code, how: last!.how };
};
const schedule = () =>
  database.app.selectFrom('register_fetch').selectAll().where('register', '=', slug).executeTakeFirstOrThrow();
const waitMs = async () => (await schedule()).next_at.getTime() - clock.now().getTime();

describe('a scheduled fetch', () => {
  it('reads what is published, once although several workers try, and then waits for its interval', async () => {
    await Promise.all([fetchDue(), fetchDue(), fetchDue()]);
    expect(authority.requests).toHaveLength(1);
    expect(authority.requests[0]).toMatchObject({ 'user-agent': 'Jalon', 'accept-encoding': 'gzip' });
    expect(await newest()).toEqual({ state: 'recorded', why: undefined, how: 'fetch' });
    expect(await view()).toMatchObject({ entries: 4, lastRead: clock.today(zone), stale: false });
    expect(await waitMs()).toBeGreaterThan(DAY - 60_000);
    await fetchDue();
    expect(authority.requests).toHaveLength(1);
  });

  it('confirms an unchanged document for a later day with one event, without a second download', async () => {
    clock.forward(DAY);
    const before = await app.get(RegisterViews).get(slug);
    await fetchDue();
    expect(authority.requests.at(-1)).toHaveProperty('if-none-match');
    const { readings, lastRead } = await view();
    expect([readings.length - before.readings.length, lastRead]).toEqual([1, clock.today(zone)]);
    expect(readings.at(-1)).toMatchObject({ entries: 4, added: 0, changed: 0, gone: 0 });
  });

  it('is on record as the same on the same day', async () => {
    await database.app.updateTable('register_fetch').set({ next_at: clock.now() }).execute();
    await fetchDue();
    expect((await newest()).state).toBe('same');
  });

  it('records what changed', async () => {
    clock.forward(DAY);
    authority.served.entries = [...entries(4), { ...entries(5)[4]!, service: 'New' }];
    await fetchDue();
    expect((await view()).readings.at(-1)).toMatchObject({ entries: 5, added: 1 });
  });

  it('that fails is on record with its reason, and tried again later and later', async () => {
    const waits: number[] = [];
    for (const [status, why] of [
      [503, 'register-status'],
      [302, 'address-not-public'],
    ] as const) {
      clock.forward(DAY);
      authority.behaviour.answer = (_, response) => response.writeHead(status, { location: 'http://10.0.0.1/' }).end();
      await fetchDue();
      expect(await newest()).toEqual({ state: 'failed', why, how: 'fetch' });
      waits.push(await waitMs());
    }
    expect(waits[0]).toBeLessThanOrEqual(300_000);
    expect(waits[1]).toBeGreaterThan(waits[0]!);
  });

  it('of an error page with status 200 is refused, and what is on record stays', async () => {
    clock.forward(DAY);
    authority.behaviour.answer = (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html', etag: '"error"' })
        .end('<html><h1>Maintenance</h1></html>');
    await fetchDue();
    expect(await newest()).toMatchObject({ state: 'refused' });
    expect([(await view()).entries, (await schedule()).failures]).toEqual([5, 3]);
    authority.behaviour.answer = authority.publish;
    clock.forward(DAY);
    await fetchDue();
    expect([await newest(), (await schedule()).failures]).toMatchObject([{ state: 'recorded' }, 0]);
  });

  it('that is aborted is due again at once, and leaves no attempt', async () => {
    clock.forward(DAY);
    const before = (await attempts()).length;
    const ending = new AbortController();
    authority.behaviour.answer = () => {
      ending.abort(new Error('stopping'));
    };
    await fetchDue(ending.signal);
    expect([(await attempts()).length, (await waitMs()) <= 0]).toEqual([before, true]);
    authority.behaviour.answer = authority.publish;
    await fetchDue();
    expect((await newest()).state).toBe('recorded');
  });

  it('whose process dies counts as failed, and is tried again later and later', async () => {
    const waits: number[] = [];
    for (let crash = 1; crash <= 4; crash += 1) {
      clock.forward(DAY);
      const now = clock.now();
      await claimFetch(database.app, authority.register as FetchedRegister, now);
      const { failures, next_at: next } = await schedule();
      expect([failures, (await view()).failures]).toEqual([crash, crash - 1]);
      waits.push((next.getTime() - now.getTime()) / 60_000);
    }
    expect(waits).toEqual([15, 15, 20, 40]);
    clock.forward(16 * 60_000);
    expect((await view()).failures).toBe(4);
    await fetchDue();
    expect((await schedule()).failures).toBe(4);
    clock.forward(DAY);
    await fetchDue();
    expect([(await view()).failures, (await schedule()).claimed_until]).toEqual([0, null]);
  });

  it('that hangs holds nobody up', async () => {
    const second = await startRegisterServer();
    second.served.entries = entries(1, { id: 'S1', provider: 'Second cloud' });
    const rarely = { ...second.register, slug: 'test-second', everyHours: 8760, staleAfterDays: 3660 };
    await app.get(CommandBus).execute(new PublishRegister(rarely, { actor: 'test' }));
    clock.forward(DAY);
    authority.behaviour.answer = async (...exchange) => {
      await until(async () => (await app.get(RegisterViews).get('test-second')).lastRead !== null);
      authority.publish(...exchange);
    };
    await fetchDue();
    expect(second.requests).toHaveLength(1);
    second.close();
    authority.behaviour.answer = authority.publish;
  });

  it('of a suspicious document is held once, however often it is fetched', async () => {
    authority.served.entries = entries(2);
    for (let day = 0; day < 3; day += 1) {
      clock.forward(DAY);
      await fetchDue();
    }
    const states = (await attempts()).slice(0, 3).map(({ state }) => state);
    expect(states).toEqual(['same', 'same', 'held']);
    expect((await view()).held).toBe(1);
  });
});

describe('the attempts', () => {
  it('that changed nothing are removed after their term', async () => {
    const of = async () => new Set((await attempts()).map(({ state }) => state));
    expect(await of()).toEqual(new Set(['recorded', 'same', 'failed', 'refused', 'held']));
    const db = app.get(LedgerDatabase);
    expect(await deleteOldAttempts(db, new Date(clock.now().getTime() - 50 * DAY))).toBe(0);
    expect(await deleteOldAttempts(db, clock.now())).toBe(6);
    expect(await of()).toEqual(new Set(['recorded', 'held']));
  });
});

describe('a register that needs an officer', () => {
  const follower = uuid(1);
  const watchOf = (one: INestApplicationContext) => one.get(RegisterWatch).look(clock.now(), clock.today(zone));
  const look = () => watchOf(app);
  /** Those that were mailed of a type. */
  const told = async () => {
    const rows = await database.app
      .selectFrom('delivery')
      .innerJoin('subscription', 'subscription.id', 'delivery.subscription')
      .select(['target', 'message'])
      .execute();
    return rows.map(({ target, message }) => `${(message as { type: string }).type} ${target}`).sort();
  };

  it('is told of to officers, once, and not to those that follow it; while it lasts, in their digests', async () => {
    for (const role of ['reader', 'officer', 'admin'] as const)
      await ownerIn(database.app, `${role}@agency.example.org`, role);
    await insertConfirmed(
      database.app,
      [
        {
          id: follower,
          channel: 'email',
          target: 'customer@example.org',
          filter: { changes: true, registers: [slug] },
        },
      ],
      { at: clock.now(), since: 0, secret: '' },
    );
    await look();
    const held = ['admin', 'officer'].map((role) => `register.held ${role}@agency.example.org`);
    expect(await told()).toEqual(held);
    clock.forward(7 * DAY);
    await look();
    expect(await told()).toEqual(held);
    clock.forward(14 * DAY);
    await database.app.deleteFrom('delivery').execute(); // as retention does, with their subscriptions
    await database.app.deleteFrom('subscription').where('account', 'is not', null).execute();
    const again = await contextOf();
    await watchOf(again);
    await again.close();
    await look();
    expect(await told()).toEqual([]);
    const watch = app.get(RegisterWatch);
    expect(watch.noticesFor('Officer@agency.example.org').map(({ type }) => type)).toEqual(['register.held']);
    expect(watch.noticesFor('customer@example.org')).toEqual([]);
  });

  it('is stale when it was not read in time, until it is', async () => {
    const reading = (await attempts()).find(({ state }) => state === 'held')!;
    await app.get(CommandBus).execute(new DecideReading(reading.id, 'discard', 'Not complete', { actor: 'test' }));
    await database.app.deleteFrom('delivery').execute();
    clock.forward(12 * DAY);
    expect((await view()).stale).toBe(true);
    await look();
    await look();
    const stale = ['admin', 'officer'].map((role) => `register.stale ${role}@agency.example.org`);
    expect(await told()).toEqual(stale);
    authority.served.entries = entries(5);
    await fetchDue();
    clock.forward(7 * DAY);
    await look();
    expect(await told()).toEqual(stale);
    expect(warnings).toEqual(Array(3).fill({ register: slug })); // one by each worker, and when it became stale
  });
});
