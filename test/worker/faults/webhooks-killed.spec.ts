import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expectAllTold } from '#test/faults/arrivals.js';
import {
  byChance,
  type Chance,
  startKillableWorker,
  type KillableWorker,
  killWorkers,
  type Killings,
} from '#test/faults/killable-worker.js';
import { figure } from '#test/faults/silent-proxy.js';
import { recordStatements, subscribeToChanges } from '#test/faults/owed.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';
import { writtenCause } from '#subscriptions/sending/planned-deliveries.js';

const [DOSSIERS, EACH, ENDPOINTS, KILLS] = [100, 5, 4, 6] as const;
const OWED = DOSSIERS * EACH * ENDPOINTS;
const LONGEST_ANSWER_MS = 300;
describe('a worker that is killed 6 times while endpoints are told of 500 events', () => {
  let jalon: Working;
  let killings: Killings;
  let leftToSend: number;
  const children: KillableWorker[] = [];

  const start = (): KillableWorker => {
    const child = startKillableWorker(jalon);
    children.push(child);
    return child;
  };
  const sent = async (): Promise<number> => {
    const rows = await jalon.database.app.selectFrom('delivery').select('id').where('state', '=', 'sent').execute();
    return rows.length;
  };
  /** @returns how many answers are owed */
  const answerSlowly = (chance: Chance): (() => number) => {
    let open = 0;
    jalon.receiver.answer = (_, response) => {
      open += 1;
      response.once('close', () => (open -= 1));
      void sleep(LONGEST_ANSWER_MS * chance()).then(() => response.writeHead(204).end());
    };
    return () => open;
  };
  /** As 20 s would: whoever held these is dead. */
  const lapse = () =>
    sql`update delivery set claimed_until = clock_timestamp() where state = 'claimed'`.execute(jalon.database.app);

  beforeAll(async () => {
    jalon = await prepareWorking('2026-11-23T07:30:00Z');
    await subscribeToChanges(jalon, ENDPOINTS);
    await recordStatements(jalon, { dossiers: DOSSIERS, each: EACH });
    await byChance(async (chance) => {
      const unanswered = answerSlowly(chance);
      const startedAt = performance.now();
      killings = await killWorkers(KILLS, start, { chance, isSending: () => unanswered() > 0 });
      leftToSend = OWED - (await sent());
      await lapse();
      jalon.receiver.answer = undefined;
      start();
      const killedMs = Math.round(performance.now() - startedAt);
      await until(async () => (await sent()) >= OWED);
      const ms = Math.round(performance.now() - startedAt);
      const errors = children.flatMap((child) => child.errors).length;
      figure('killed, endpoints', { ...killings, killedMs, leftToSend, ms, errors });
    });
  }, 300_000);
  afterAll(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await jalon.close();
  });

  it('is killed while sending, with many messages left', () => {
    expect(killings.sending).toBeGreaterThan(1);
    expect(leftToSend).toBeGreaterThan(0);
  });

  it('plans each event once per endpoint, and repeats messages only with the same id and content', async () => {
    const rows = await jalon.database.app.selectFrom('delivery').selectAll().execute();
    expect(rows).toHaveLength(OWED);
    expect(new Set(rows.map((row) => `${writtenCause(row)} ${row.subscription}`)).size).toBe(OWED);
    figure('killed, webhooks', { owed: OWED, repeated: await expectAllTold(jalon) });
  });
});
