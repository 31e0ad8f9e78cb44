import type { INestApplicationContext } from '@nestjs/common';
import { ApiKeys } from '#access/api-keys.js';
import { Clock, setClockOffset } from '#database/clock.js';
import { type Client, clientOf, type Answered } from '#test/client.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { MovableClock } from '#test/movable-clock.js';
import { type SmtpReceiver, startSmtpReceiver } from '#test/smtp-receiver.js';
import { startWebhookReceiver, type WebhookReceiver, trust } from '#test/webhook-receiver.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { whileTestRuns, until } from '#test/until.js';
import { createApi } from '../../../apps/api/application.js';
import { apiSettings } from '../../../apps/api/settings.js';
import { type Log, workerSettings } from '../../../apps/worker/settings.js';
import { startWorker } from '../../../apps/worker/worker.module.js';
import { type Calendar, dayAfter, onTheWall } from './wall-time.js';
import { Scheduler } from '../../../apps/worker/scheduler.js';

/** All of Jalon in one process, with a real mail server and a real endpoint at its far ends, and a clock to turn. */
export interface World {
  database: TestDatabase;
  clock: MovableClock;
  worker: INestApplicationContext;
  smtp: SmtpReceiver;
  hook: WebhookReceiver;
  /** Each with a key of their own that may record. */
  officer: Client;
  client: Client;
  /** Without a key: whoever follows a link. */
  anybody: Client;
  /** What the worker complained of. */
  complaints: unknown[];
  close(): Promise<void>;
}

export async function beginWorld(at: Date): Promise<World> {
  const [database, smtp, hook] = await Promise.all([freshDatabase(), startSmtpReceiver(), startWebhookReceiver()]);
  const clock = new MovableClock(Clock.startingAt(at).offsetMs);
  const env = {
    DATABASE_URL: database.appUrl,
    JALON_SECRET: 'year_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
    SMTP_URL: smtp.url,
    MAIL_PER_HOST_PER_MINUTE: '6000',
    LOG_LEVEL: 'silent',
  };
  const complaints: unknown[] = [];
  const complain = (fields: object, text: string): void => void complaints.push({ ...fields, text });
  const log: Log = { info: () => undefined, warn: complain, error: complain };
  const onFailure = (error: unknown): void => void complaints.push(error);
  const api = await createApi(apiSettings(env), clock);
  await api.listen(0, '127.0.0.1');
  const { port } = api.getHttpServer().address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const keys = api.get(ApiKeys);
  const keyOf = async (name: string) => clientOf(url, (await keys.create({ name, scopes: ['record'] })).key);
  const [officer, client] = [await keyOf('officer'), await keyOf('client')];
  const worker = await startWorker({ settings: workerSettings(env), clock, log, onFailure });
  return {
    ...{ database, clock, worker, smtp, hook, officer, client, anybody: clientOf(url), complaints },
    async close() {
      await Promise.all([worker.close(), api.close()]);
      await Promise.all([smtp.close(), hook.close()]);
      await database.close();
    },
  };
}

/** Who is reminded in the year. */
export interface Member {
  name: string;
  zone: string;
  calendar: Calendar;
  /** Whose key makes the subscription. */
  owner: 'officer' | 'client';
  /** As asked of `POST /v1/subscriptions`; a webhook's `url` is added. */
  asks: { channel: 'email' | 'webhook'; address?: string; language?: 'fr' | 'en'; reminders?: object };
  /** Only these providers, by their names. */
  of?: string[];
}

export const cast: readonly Member[] = [
  {
    name: 'officer',
    zone: 'Europe/Paris',
    calendar: 'france',
    owner: 'officer',
    asks: { channel: 'email', address: 'officer@example.org', language: 'fr' },
  },
  {
    name: 'manager',
    zone: 'Europe/Paris',
    calendar: 'france',
    owner: 'officer',
    asks: {
      channel: 'email',
      address: 'manager@example.org',
      language: 'en',
      reminders: { role: 'escalation', escalateAfterDays: 3 },
    },
    of: ['OVHcloud', '3DS Outscale'],
  },
  {
    name: 'client',
    zone: 'America/New_York',
    calendar: 'alsace-moselle',
    owner: 'client',
    asks: {
      channel: 'webhook',
      reminders: {
        ladder: { before: [30, 7, 0], overdue: [1] },
        timeZone: 'America/New_York',
        holidays: 'alsace-moselle',
      },
    },
  },
];

const MINUTE_MS = 60_000;
const POLL_MS = 4;
const WOKEN_AGAIN_AFTER_MS = 400;

/** Turns the clock to an instant, wakes the worker, and waits until it owes nobody anything. */
export async function turnTo(world: World, at: Date): Promise<void> {
  const ahead = at.getTime() - world.clock.now().getTime();
  if (ahead > 0) world.clock.forward(ahead);
  await settle(world);
}

/** What is recorded from now on is recorded at the clock's time. */
export const recordAtClockTime = ({ database, clock }: World): Promise<void> =>
  setClockOffset(database.owner, clock.now().getTime() - Date.now());

/** Wakes the worker and waits until nothing is due, under way or still to be planned. */
export async function settle(world: World): Promise<void> {
  const assertTestRuns = whileTestRuns();
  for (;;) {
    await world.worker.get(Scheduler).reconcile();
    await world.worker.get(Scheduler).queue(MINUTE_MS);
    const wake = performance.now() + WOKEN_AGAIN_AFTER_MS;
    for (;;) {
      const owed = await owedIn(world);
      if (owed.length === 0) return;
      assertTestRuns(`${owed.join(', ')} on ${onTheWall(world.clock.now(), 'Europe/Paris')}`);
      if (performance.now() > wake) break;
      await sleep(POLL_MS);
    }
  }
}

async function owedIn({ database, clock }: World): Promise<string[]> {
  const now = clock.now();
  const today = onTheWall(now, 'Europe/Paris').slice(0, 10);
  const { rows } = await sql<{ owed: string }>`
    select 'a reminder' as owed from reminder where state = 'claimed' or (state = 'planned' and fire_at <= ${now})
    union select 'a delivery' from delivery where state in ('planned', 'claimed') and next_attempt_at <= ${now}
    union select 'events to be followed' from checkpoint, ledger_head
      where checkpoint.name in ('deadlines', 'board', 'changes') and checkpoint.position < ledger_head.position
    union select 'the turn of a day' from dossier_plan where next_turn <= ${today}
    union select 'days ahead' from (select max(planned_until) as until from reminder_horizon) as planned
      where until is null or until < ${dayAfter(today, 35)}
    union select 'an expiry' from deadline
      where expiry is not null and due_latest < ${today} and state in ('met', 'missed')
        and not exists (select from event where id = deadline.expiry)
  `.execute(database.app);
  return rows.map(({ owed }) => owed);
}

/** The officer records on the dossier of a service. */
export async function recordOn(world: World, service: string, event: object): Promise<void> {
  await recordAtClockTime(world);
  assertDone(await world.officer.post(`${await pathOf(world, service)}/events`, event));
}

/** The officer corrects what the last event of a type said. */
export async function correctionOf(world: World, service: string, type: string, data: object): Promise<void> {
  const { body } = await world.officer.get(`${await pathOf(world, service)}/events`);
  const { id } = (body.items as { id: string; type: string }[]).findLast((event) => event.type === type)!;
  const correction = { type: 'EventCorrected', data: { event: id, changes: { data }, reason: 'misread' } };
  await recordOn(world, service, correction);
}

async function pathOf({ officer }: World, service: string): Promise<string> {
  const { body } = await officer.get('/v1/dossiers?limit=200');
  const items = body.items as { id: string; service: { name: string } | null }[];
  return `/v1/dossiers/${items.find((dossier) => dossier.service?.name === service)!.id}`;
}

export function assertDone({ status, body }: Answered): void {
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
}

/** Everybody subscribes and confirms: people by the link in the mail, the endpoint by its echo. */
export async function subscribeAll(world: World): Promise<void> {
  for (const member of cast) await subscribe(world, member);
  await settle(world);
}

async function subscribe(world: World, { asks, owner, of }: Member): Promise<void> {
  const providers = of && (await Promise.all(of.map((name) => providerCalled(world, name))));
  const filter = { changes: false, deadlines: true, ...(providers && { providers }) };
  const url = asks.channel === 'webhook' ? { url: world.hook.url } : {};
  const made = await world[owner].post('/v1/subscriptions', { ...asks, ...url, filter });
  assertDone(made);
  if (asks.channel === 'webhook') trust(world.hook.url, made.body.secret as string);
  const id = made.body.id as string;
  if (asks.channel === 'email') await confirmByMail(world, id);
  await until(async () => (await world[owner].get(`/v1/subscriptions/${id}`)).body.state === 'active');
}

async function confirmByMail({ smtp, anybody }: World, id: string): Promise<void> {
  const link = (): string | undefined =>
    smtp.received
      .flatMap(({ parsed }) => /\/subscriptions\/\S+\/confirm\S+/.exec(parsed.text ?? '') ?? [])
      .find((path) => path.includes(id));
  await until(() => link() !== undefined);
  assertDone(await anybody.post(link()!, ''));
}

async function providerCalled({ officer }: World, name: string): Promise<string> {
  const { body } = await officer.get('/v1/providers?limit=200');
  return (body.items as { id: string; name: string }[]).find((provider) => provider.name === name)!.id;
}
