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
