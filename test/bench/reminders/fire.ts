import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { TestDatabase } from '#test/database.js';
import { AFTER_NINE } from './today.js';

const POLL_MS = 5;
const PATIENCE_MS = 120_000;

/** Makes all that was sent due again, as if it had never been sent; nobody is told of it yet. */
export async function makeDue({ owner }: TestDatabase): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    await sql`delete from kept_mail`.execute(tx);
    await sql`update reminder set state = 'planned', outcome = null, delivery = null where state = 'sent'`.execute(tx);
    await sql`delete from delivery`.execute(tx);
  });
}

/** Wakes the worker, as a commit of what is owed does. */
export async function wake({ app }: TestDatabase): Promise<void> {
  await sql`select pg_notify('jalon_owed', 'reminder')`.execute(app);
}

/** Waits until every due reminder is sent, and says how many messages carried them. @throws when some cannot be */
export async function allSent({ app }: TestDatabase, reminders: number): Promise<number> {
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
