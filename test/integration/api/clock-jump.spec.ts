import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Clock, setClockOffset } from '#database/clock.js';
import { startApi, type TestApi } from '#test/api.js';
import { acceptTimeCommand } from '../../../apps/cli/operator-commands.js';

const DAY = 86_400_000;

/** Of a machine whose clock is right beside a database whose clock is ahead. */
class EarlierClock extends Clock {
  override sinceStart = (): Date => new Date(Date.now() - 2 * DAY);
}

let served: TestApi;
beforeAll(async () => {
  served = await startApi({}, new EarlierClock());
});
afterAll(() => served.close());

const register = async (name: string) => (await served.api.post('/v1/providers', { name })).status;

async function acceptTime(): Promise<void> {
  const { MIGRATION_DATABASE_URL: before } = process.env;
  process.env['MIGRATION_DATABASE_URL'] = served.ownerUrl;
  await acceptTimeCommand().parseAsync([], { from: 'user' });
  if (before === undefined) delete process.env['MIGRATION_DATABASE_URL'];
  else process.env['MIGRATION_DATABASE_URL'] = before;
}

it('an append whose time jumps ahead by more than a day is refused until it is accepted, once', async () => {
  expect(await register('Before')).toBe(201);
  await setClockOffset(served.owner, 30 * DAY);
  const refused = await served.api.post('/v1/providers', { name: 'Ahead' });
  expect(refused).toMatchObject({ status: 503, body: { code: 'clock-jump' } });
  await acceptTime();
  expect(await register('Ahead')).toBe(201);
  expect(await register('After')).toBe(201);
  await setClockOffset(served.owner, 90 * DAY);
  expect(await register('Ahead again')).toBe(503);
  const { position } = await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
  expect(position).toBe(3);
});
