import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { writtenCause } from '#subscriptions/sending/planned-deliveries.js';
import { uuid } from '#test/events.js';
import { expectAllTold, expectEachOnce } from '#test/faults/arrivals.js';
import {
  byChance,
  type Chance,
  startKillableWorker,
  type KillableWorker,
  killWorkers,
  type Killings,
} from '#test/faults/killable-worker.js';
import { figure } from '#test/faults/silent-proxy.js';
import {
  hookOf,
  recordStatements,
  setDeadlineOn,
  subscribeAll,
  subscribeToChanges,
  untilPlanned,
  type Subscriber,
} from '#test/faults/owed.js';
import { startSmtpReceiver, type SmtpReceiver } from '#test/smtp-receiver.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;
const LONGEST_ANSWER_MS = 450;
/** Deadlines in a digest. */
const EACH = 50;
const wishes = { ladder: { before: [7], overdue: [] } };

interface Scale {
  kills: number;
  /** Webhooks with a reminder each. */
  singles: number;
  /** Webhooks with a digest each. */
  crowds: number;
  mails: number;
}

const dossiersOf = ({ singles }: Scale): string[] =>
  Array.from({ length: singles }, (_, index) => uuid(10_000 + index));

function subscribersOf(jalon: Working, scale: Scale): Subscriber[] {
  const dossiers = dossiersOf(scale);
  const hook = (id: string, of: readonly string[]) => hookOf(jalon, id, of, wishes);
  const mail = (id: string, dossier: string): Subscriber => {
    return { id, channel: 'email', target: `${id}@example.org`, dossiers: [dossier], wishes };
  };
  return [
    ...dossiers.map((dossier, index) => hook(uuid(1_000 + index), [dossier])),
    ...Array.from({ length: scale.crowds }, (_, n) => hook(uuid(5_000 + n), dossiers.slice(EACH * n, EACH * (n + 1)))),
    ...dossiers.slice(0, scale.mails).map((dossier, index) => mail(uuid(6_000 + index), dossier)),
  ];
}

/** Answers after a while by chance. @returns how many answers are owed */
function answerSlowly({ receiver }: Working, chance: Chance): () => number {
  const open = new Set<ServerResponse>();
  receiver.answer = (_, response) => {
    open.add(response.once('close', () => open.delete(response)));
    void sleep(LONGEST_ANSWER_MS * chance()).then(() => response.writeHead(204).end());
  };
  return () => open.size;
}

/** The spec of a worker that is killed so often while reminders are due, by webhook and by mail. */
export function killWhileDue(scale: Scale): void {
  const webhookReminders = scale.singles + scale.crowds * EACH;
  let jalon: Working;
  let smtp: SmtpReceiver;
  const children: KillableWorker[] = [];
  let killings: Killings;

  const start = (): KillableWorker => {
    const mails = { SMTP_URL: smtp.url, MAIL_FROM: 'jalon@example.org', MAIL_PER_HOST_PER_MINUTE: '6000' };
    const child = startKillableWorker(jalon, mails);
    children.push(child);
    return child;
  };
  const left = async (): Promise<number> => {
    const { planned = 0, claimed = 0 } = await jalon.counts();
    return planned + claimed;
  };
  /** At half past eight, all is planned for nine o'clock; then it is half past nine, and nobody works. */
  const owe = async (): Promise<void> => {
    const planner = start(); // not in this process, which would be too busy to look on
    await subscribeAll(jalon, subscribersOf(jalon, scale));
    await setDeadlineOn(jalon, dossiersOf(scale));
    await untilPlanned(jalon, webhookReminders + scale.mails);
    planner.process.kill('SIGTERM');
    await planner.ended;
    jalon.clock.forward(HOUR);
  };

  describe(`a worker that is killed ${scale.kills} times while ${webhookReminders} reminders are due`, () => {
    beforeAll(async () => {
      [smtp, jalon] = await Promise.all([startSmtpReceiver(), prepareWorking('2026-11-23T07:30:00Z')]);
      await owe();
      await byChance(async (chance) => {
        const unanswered = answerSlowly(jalon, chance);
        let mails = 0;
        const stall = async (): Promise<void> => {
          mails += 1;
          await sleep(LONGEST_ANSWER_MS * chance());
          mails -= 1;
        };
        Object.defineProperty(smtp, 'stall', { get: stall }); // each mail waits for itself
        killings = await killWorkers(scale.kills, start, { chance, isSending: () => unanswered() + mails > 0 });
        expect(await left()).toBeGreaterThan(0);
        start();
        await until(async () => (await left()) === 0);
        figure('killed', { ...killings, errors: children.flatMap((child) => child.errors).length });
      });
    }, 300_000);
    afterAll(async () => {
      await Promise.all(children.map((child) => child.kill()));
      await smtp.close();
      await jalon.close();
    });

    it('is also killed while sending', () => {
      expect(killings.sending).toBeGreaterThan(1);
    });

    it('sends each reminder once by id, and repeats messages only unchanged', async () => {
      const { messages, repeated } = await expectEachOnce(jalon, webhookReminders);
      // What a killed worker still held locked follows in a message of its own.
      expect(messages.size - scale.singles - scale.crowds).toBeLessThanOrEqual(killings.starting + killings.working);
      expect(messages.size).toBeGreaterThanOrEqual(scale.singles + scale.crowds);
      figure('killed, webhooks', { reminders: webhookReminders, messages: messages.size, repeated });
    });

    it('repeats mails only with the same Message-ID', async () => {
      const owed = await jalon.database.app
        .selectFrom('delivery')
        .innerJoin('subscription', 'subscription.id', 'delivery.subscription')
        .select(['message_id', 'target'])
        .where('channel', '=', 'email')
        .execute();
      const came = smtp.received.map(({ parsed, to }) => `${parsed.messageId} to ${to.join()}`);
      expect([...new Set(came)].sort()).toEqual(
        owed.map((it) => `<${it.message_id}@example.org> to ${it.target}`).sort(),
      );
      expect(owed).toHaveLength(scale.mails);
      figure('killed, mails', { mails: scale.mails, repeated: came.length - scale.mails });
    });
  });
}

const [DOSSIERS, EVENTS_EACH, ENDPOINTS] = [100, 5, 4] as const;
const OWED = DOSSIERS * EVENTS_EACH * ENDPOINTS;

/** The spec of a worker that is killed so often while endpoints are told of events. */
export function killWhileTelling(kills: number): void {
  let jalon: Working;
  const children: KillableWorker[] = [];
  let killings: Killings;
  let leftToSend: number;

  const start = (): KillableWorker => {
    const child = startKillableWorker(jalon);
    children.push(child);
    return child;
  };
  const sent = async (): Promise<number> => {
    const rows = await jalon.database.app.selectFrom('delivery').select('id').where('state', '=', 'sent').execute();
    return rows.length;
  };
  /** As 20 s would: whoever held these is dead. */
  const lapse = () =>
    sql`update delivery set claimed_until = clock_timestamp() where state = 'claimed'`.execute(jalon.database.app);

  describe(`a worker that is killed ${kills} times while endpoints are told of 500 events`, () => {
    beforeAll(async () => {
      jalon = await prepareWorking('2026-11-23T07:30:00Z');
      await subscribeToChanges(jalon, ENDPOINTS);
      await recordStatements(jalon, { dossiers: DOSSIERS, each: EVENTS_EACH });
      await byChance(async (chance) => {
        const unanswered = answerSlowly(jalon, chance);
        killings = await killWorkers(kills, start, { chance, isSending: () => unanswered() > 0 });
        leftToSend = OWED - (await sent());
        await lapse();
        jalon.receiver.answer = undefined;
        start();
        await until(async () => (await sent()) >= OWED);
        figure('killed, endpoints', { ...killings, leftToSend });
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
}
