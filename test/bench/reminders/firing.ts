import { freshDatabase, type TestDatabase } from '#test/database.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { run, type Running } from '../process.js';
import { openDue, remindersOf, type Case } from './due-ledger.js';
import { allSent, makeDue, wake } from './fire.js';
import { settings } from './settings.js';
import { median } from '../spread.js';
import type { Subscriber } from './subscribers.js';
import { AFTER_NINE, SECRET } from './today.js';

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
  const receiver = run('test/bench/reminders/receiver.js', [], {});
  const empty = await freshDatabase();
  const backends: Backend[] = [];
  try {
    const { url } = await receiver.hear<{ url: string }>();
    for (const [name, env] of environments(redis)) {
      const bare = run('test/bench/reminders/bare-queue.js', [], { ...whole(empty), ...env });
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
  const wanted = backends.filter((backend) => nameOf(firing, backend).includes(settings.match));
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
    for (let round = 0; round < settings.rounds; round++) {
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
