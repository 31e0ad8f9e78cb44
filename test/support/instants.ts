import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApi } from '#test/api.js';

/** An instant that nothing is recorded at, between a position and whatever comes next. */
export async function instantAfter({ db }: Pick<TestApi, 'db'>, position: number): Promise<string> {
  const { recorded_at: at } = await db
    .selectFrom('event')
    .select('recorded_at')
    .where('position', '=', position)
    .executeTakeFirstOrThrow();
  await sleep(5);
  return new Date(at.getTime() + 1).toISOString();
}

/** The same after everything on record so far. */
export async function instantAfterAll(served: Pick<TestApi, 'db'>): Promise<string> {
  const { position } = await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
  return instantAfter(served, position);
}
