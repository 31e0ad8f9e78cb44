import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { TestDatabase } from '#test/database.js';
import type { Receiver } from './receiver-process.js';

const POLL_MS = 100;

/** Waits until so many messages have come and nothing is owed to anybody. @throws when nothing comes for a minute */
export async function allSettled({ app }: TestDatabase, receiver: Receiver, messages: number): Promise<void> {
  const patience = new Patience();
  let last = 0;
  for (;;) {
    const { messages: came } = await receiver.count();
    if (came >= messages && !(await isOwed(app))) return;
    if (came > last) patience.renew();
    else if (patience.isOver()) throw new Error(`${came} of ${messages} messages came: ${await statesIn(app)}`);
    last = came;
    await sleep(POLL_MS);
  }
}

/** A claim whose process died lapses within 20 s and is found within 10. */
class Patience {
  #since = performance.now();
  renew(): void {
    this.#since = performance.now();
  }
  isOver(): boolean {
    return performance.now() - this.#since > 60_000;
  }
}

async function isOwed(app: TestDatabase['app']): Promise<boolean> {
  const { rows } = await sql<{ owed: boolean }>`
    select exists (select from delivery where state = 'planned') or exists (select from delivery where state = 'claimed') as owed
  `.execute(app);
  return rows[0]!.owed;
}

export async function statesIn(app: TestDatabase['app']): Promise<string> {
  const { rows } = await sql`
    select state, last_error, count(*) from delivery group by state, last_error order by 3 desc limit 10
  `.execute(app);
  return JSON.stringify(rows);
}
