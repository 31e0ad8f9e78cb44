import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { addDays } from '#domain/date/day.js';
import { codec, dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { followed } from './ledger.js';
import { numberSetting, median, settle } from './measure.js';
import { type Subscriber, AFTER_NINE, SECRET, fact, subscribe, TODAY } from './portfolio.js';
import { run, type Running } from './process.js';

/** How often each way of firing is measured; one more goes before, to warm up. */
const ROUNDS = numberSetting('BENCH_ROUNDS', 5);
/** Of the ways of firing, those whose line has this in it. */
const MATCH = process.env['BENCH_MATCH'] ?? '';

const CASES: readonly Case[] = [
  { name: '100 subscribers, 50 deadlines: digests', subscribers: 100, deadlines: 50, each: 'all' },
  { name: '2,000 subscribers, a deadline each', subscribers: 2_000, deadlines: 2_000, each: 'one' },
];

const CHANNELS: readonly Subscriber['channel'][] = ['email', 'webhook'];

interface Backend {
  name: string;
  env: Record<string, string>;
  bare: Running;
}

/**
 * What firing costs, beside a queue that does nothing: from rows that are due to rows that say `sent`, the claim, the
 * message, the delivery and its sending included, against as many jobs from the call that adds them to the end of the last.
 */
export async function firing(): Promise<void> {
  const redis = noRedis === undefined ? await startRedis() : undefined;
  const receiver = run('test/bench/beside.js', ['receiver', '1'], {});
  const empty = await freshDatabase();
  const backends: Backend[] = [];
  try {
    await receiver.hear();
    const { ports } = await receiver.hear<{ ports: number[] }>({ ask: 'ports' });
    const url = `http://127.0.0.1:${ports[0] ?? 0}/hook`;
    for (const [name, env] of environments(redis)) {
      const bare = run('test/bench/beside.js', ['queue'], { ...whole(empty), ...env });
      backends.push({ name, env, bare });
      await bare.hear();
    }
    console.log(`${''.padEnd(64)} reminders/s   bare jobs/s   ratio (aim: at least 0.6)   messages/s   worker, MB`);
    for (const due of CASES) for (const channel of CHANNELS) await fireOn({ due, channel, url }, backends);
  } finally {
    for (const { bare } of backends) await bare.stop();
    await receiver.stop();
    await empty.close();
    await redis?.close();
  }
}

const environments = (redis: RedisServer | undefined): [string, Record<string, string>][] => [
  ['PostgreSQL', {}],
  ...(redis ? [['Redis', { REDIS_URL: redis.url }] as [string, Record<string, string>]] : []),
];

const whole = ({ appUrl }: TestDatabase) => ({
  DATABASE_URL: appUrl,
  JALON_SECRET: SECRET,
  JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
  JALON_CLOCK: AFTER_NINE.toISOString(),
  LOG_LEVEL: 'warn',
});

interface Firing {
  due: Case;
  channel: Subscriber['channel'];
  url: string;
}

const nameOf = ({ due, channel }: Firing, backend: Backend): string =>
  `${due.name}, ${channel === 'email' ? 'kept mails' : 'webhooks'}, ${backend.name}`;

async function fireOn(firing: Firing, backends: readonly Backend[]): Promise<void> {
  const wanted = backends.filter((backend) => nameOf(firing, backend).includes(MATCH));
  if (wanted.length === 0) return;
  const database = await openDue(firing.due, firing.channel, firing.url);
  try {
    for (const backend of wanted) sayFired(nameOf(firing, backend), await measured(database, firing.due, backend));
  } finally {
    await database.close();
  }
}

/** A worker as users run it. What is due when it starts is the round that warms it up. */
async function measured(database: TestDatabase, due: Case, { env, bare }: Backend): Promise<Fired> {
  const reminders = remindersOf(due);
  const rounds: { messages: number; ms: number; bareMs: number }[] = [];
  await makeDue(database);
  const worker = run('apps/worker/main.js', [], { ...whole(database), ...env });
  try {
    await Promise.race([allSent(database, reminders), worker.said()]);
    await bare.hear({ jobs: reminders });
    for (let round = 0; round < ROUNDS; round++) {
      const { ms: bareMs } = await bare.hear<{ ms: number }>({ jobs: reminders });
      await makeDue(database);
      const start = performance.now();
      await wake(database);
      const messages = await allSent(database, reminders);
      rounds.push({ messages, ms: performance.now() - start, bareMs });
    }
    const of = (figure: 'messages' | 'ms' | 'bareMs') => median(rounds.map((round) => round[figure]));
    return { reminders, messages: of('messages'), ms: of('ms'), bareMs: of('bareMs'), mb: await worker.peakMb() };
  } finally {
    await worker.stop();
  }
}

interface Fired {
  reminders: number;
  messages: number;
  ms: number;
  bareMs: number;
  mb: number;
}

function sayFired(what: string, { reminders, messages, ms, bareMs, mb }: Fired): void {
  const rate = (count: number, taken: number): string => Math.round((count / taken) * 1000).toLocaleString('en');
  const figures = [rate(reminders, ms).padStart(11), rate(reminders, bareMs).padStart(13)];
  const ratio = (bareMs / ms).toFixed(2).padStart(7);
  console.log(
    `${what.padEnd(64)} ${figures.join(' ')} ${ratio} ${rate(messages, ms).padStart(31)} ${mb.toFixed(0).padStart(12)}`,
  );
}

/** Who is reminded of what, at nine o'clock today. */
interface Case {
  name: string;
  subscribers: number;
  deadlines: number;
  /** Each subscriber of all the deadlines, or of one. */
  each: 'all' | 'one';
}

const remindersOf = ({ subscribers, deadlines, each }: Case): number =>
  each === 'all' ? subscribers * deadlines : subscribers;

const provider = uuidOf('bench provider', 'due');
const dossier = (nth: number): string => uuidOf('bench due dossier', String(nth));

/** A database in which all these reminders are planned, by the planner itself, and none has been sent. */
async function openDue(due: Case, channel: Subscriber['channel'], url: string): Promise<TestDatabase> {
  const database = await freshDatabase();
  const events = new EventStore<LedgerEvent>(database.app, codec);
  await events.append(grantsEnding(due.deadlines), { actor: 'bench' });
  const subscribers = Array.from({ length: due.subscribers }, (_, index) => ({
    channel,
    target: channel === 'email' ? `officer-${index}@example.org` : url,
    filter: due.each === 'all' ? {} : { dossiers: [dossier(index % due.deadlines)] },
  }));
  await subscribe(database.app, subscribers);
  await followed('deadlines', database);
  const planned = await dueIn(database);
  if (planned !== remindersOf(due)) throw new Error(`${planned} reminders are due, not ${remindersOf(due)}`);
  await settle(database);
  return database;
}

async function dueIn({ app }: TestDatabase): Promise<number> {
  const { count } = await app
    .selectFrom('reminder')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('state', '=', 'planned')
    .where('fire_at', '<=', AFTER_NINE)
    .executeTakeFirstOrThrow();
  return count;
}

/** Dossiers whose grants end thirty days from now: one rung each is today's. */
function grantsEnding(count: number) {
  const until = addDays(TODAY, 30);
  const from = addDays(until, -1095);
  const registered = { type: 'ProviderRegistered', data: { name: 'The host' } } as const;
  return [
    { stream: providerStream(provider), expected: 0, events: [{ id: uuidOf('bench due'), event: registered }] },
    ...Array.from({ length: count }, (_, nth) => ({
      stream: dossierStream(dossier(nth)),
      expected: 0,
      events: lifeOf(nth, from, until).map((event, index) => ({
        id: uuidOf('bench due event', String(nth), String(index)),
        event,
      })),
    })),
  ];
}

const lifeOf = (nth: number, validFrom: string, validUntil: string): LedgerEvent[] => [
  { type: 'DossierOpened', data: { provider, scheme: 'secnumcloud', service: `Service ${nth}` } },
  fact('ApplicationFiled', addDays(validFrom, -600), {}, 'company'),
  fact('GrantIssued', validFrom, { decision: String(nth), validFrom, validUntil, milestone: 'J3', referential: '3.2' }),
  fact('ApplicationFiled', addDays(TODAY, -300), {}, 'company'), // the time to ask for the next one is no deadline then
];

const POLL_MS = 5;
const PATIENCE_MS = 120_000;

/** Makes all that was sent due again, as if it had never been sent; nobody is told of it yet. */
async function makeDue({ owner }: TestDatabase): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    await sql`delete from kept_mail`.execute(tx);
    await sql`update reminder set state = 'planned', outcome = null, delivery = null where state = 'sent'`.execute(tx);
    await sql`delete from delivery`.execute(tx);
  });
}

/** Wakes the worker, as a commit of what is owed does. */
async function wake({ app }: TestDatabase): Promise<void> {
  await sql`select pg_notify('jalon_owed', 'reminder')`.execute(app);
}

/** Waits until every due reminder is sent, and says how many messages carried them. @throws when some cannot be */
async function allSent({ app }: TestDatabase, reminders: number): Promise<number> {
  const start = performance.now();
  while (await anyWaits(app)) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`not all are sent: ${await statesIn(app)}`);
    await sleep(POLL_MS);
  }
  return messagesIn(app, reminders);
}

async function anyWaits(app: TestDatabase['app']): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select from reminder where state in ('planned', 'claimed') and fire_at <= ${AFTER_NINE}) as waits
  `.execute(app);
  return rows[0]!.waits;
}

async function messagesIn(app: TestDatabase['app'], reminders: number): Promise<number> {
  const { rows } = await sql<{ sent: number; messages: number }>`
    select (select count(*) from reminder where state = 'sent') as sent,
      (select count(*) from delivery where state = 'sent') as messages
  `.execute(app);
  const { sent, messages } = rows[0]!;
  if (sent !== reminders) throw new Error(`of ${reminders} reminders, ${sent} are sent: ${await statesIn(app)}`);
  return messages;
}

async function statesIn(app: TestDatabase['app']): Promise<string> {
  const { rows } = await sql<{ state: string; outcome: string; count: number }>`
    select state, outcome, count(*) from reminder where fire_at <= ${AFTER_NINE} group by state, outcome
  `.execute(app);
  return JSON.stringify(rows);
}
