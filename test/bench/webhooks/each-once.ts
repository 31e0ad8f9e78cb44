import { sql } from 'kysely';
import type { TestDatabase } from '#test/database.js';
import { say } from '../report.js';
import { statesIn } from './settled.js';
import type { Receiver } from './receiver-process.js';

/** Every event to every endpoint is one row that says `sent`, and was taken at least once, by its id, in the same words. @throws where not */
export async function assertEachOnce({ app }: TestDatabase, receiver: Receiver, owed: number): Promise<void> {
  const { rows } = await sql<{ rows: number; sent: number; distinct: number }>`
    select count(*) as rows, count(*) filter (where state = 'sent') as sent,
      count(distinct (subscription, message -> 'data' ->> 'position')) as distinct
    from delivery
  `.execute(app);
  const inRows = rows[0]!;
  const { requests, messages, taken, repeated, otherBodies } = await receiver.report();
  say('deliveries owed', owed, '');
  say('  rows, all of them sent', inRows.sent, '', inRows.rows === inRows.sent ? '' : await statesIn(app));
  say('  rows of an event and an endpoint, distinct', inRows.distinct, '');
  say('  messages taken, by webhook-id', taken, '');
  say('  of which came more than once', repeated, '', `${requests - messages} requests too many`);
  const missing = await missingOf(app, receiver);
  const figures = [inRows.rows, inRows.sent, inRows.distinct, messages, taken];
  if (figures.some((figure) => figure !== owed) || otherBodies > 0 || missing > 0)
    throw new Error(`not each once: ${JSON.stringify({ owed, ...inRows, messages, taken, otherBodies, missing })}`);
}

async function missingOf(app: TestDatabase['app'], receiver: Receiver): Promise<number> {
  const taken = new Set((await receiver.arrivals()).filter(({ isTaken }) => isTaken).map(({ id }) => id));
  const rows = await app.selectFrom('delivery').select('message_id').execute();
  return rows.filter(({ message_id }) => !taken.has(message_id)).length;
}
