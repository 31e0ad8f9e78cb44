import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { expireGrants } from '#deadlines/expire-grants.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import { anssiCatalogue } from '#domain/register/built-in-registers.js';
import { PublishRegister } from '#registers/publish-register.js';
import { marketplace, product, snapshotOf } from '#test/marketplace.js';
import { planningOn, planRound } from '#test/planning-on.js';
import { startReader } from '#test/reading.js';

const today = '2026-11-25';
const accept = 'Loaded from the archive';

describe('the grants that a register lists', () => {
  let reader: Awaited<ReturnType<typeof startReader>>;
  let planning: ReturnType<typeof planningOn>;
  let seen = 0;

  beforeEach(async () => {
    reader = await startReader();
    planning = planningOn(reader.database.app, Clock.startingAt(new Date(`${today}T08:00:00Z`)));
    seen = 0;
  });
  afterEach(() => reader.close());

  /** As the worker does between two readings. */
  async function plan(): Promise<void> {
    const [before, { app }] = [seen, reader.database];
    seen = await planning.events.head();
    await app.transaction().execute((tx) => planningProjection(planning).advance(before, seen, tx));
    await planRound(app, planning);
  }
  const expire = () => expireGrants(reader.database.app, planning, today, () => planning.events.head());
  const publish = (register: typeof fedrampMarketplace) =>
    reader.commands.execute(new PublishRegister(register, { actor: 'admin' }));

  it('expire for lack of a reading only once the register is up to date', async () => {
    const all = ['FR1', 'FR2'].map((id) => product(id));
    await reader.read(marketplace('2024-02-01', all));
    await plan();
    expect(await expire()).toBe(0);
    await reader.read(marketplace('2025-06-01', [product('FR1'), { ...product('FR2'), status: 'Unclear' }]), {
      accept,
    });
    await plan();
    expect(await expire()).toBe(0);
    await reader.read(marketplace('2026-11-01', [product('FR1'), { ...product('FR2'), status: 'Unclear' }]), {
      accept,
    });
    await plan();
    expect(await expire()).toBe(1);
    const expired = await planning.events.readAll({ after: 0, limit: 100, types: ['GrantExpired'] });
    expect(expired).toMatchObject([{ event: { occurred: '2025-02-02' } }]);
  });

  it('expire on the day that it states, unless its history is being loaded', async () => {
    const csv = (until: string) => Buffer.from(`Prestataire,Service,Début,Fin\nNuage,Cirrus,2022-01-01,${until}\n`);
    await publish(anssiCatalogue);
    const loaded = { register: anssiCatalogue.slug, accept };
    await reader.read(csv('2024-12-31'), { ...loaded, day: '2024-06-01' });
    await plan();
    expect(await expire()).toBe(0);
    await reader.read(csv('2026-11-20'), { ...loaded, day: '2024-10-01' });
    await plan();
    expect(await expire()).toBe(0);
    await reader.read(csv('2026-11-20'), { ...loaded, day: '2026-11-10' });
    await plan();
    expect(await expire()).toBe(1);
  });

  it('neither expire while a reading runs, nor does one wait for them or record what they expire from', async () => {
    await publish({ ...fedrampMarketplace, staleAfterDays: 3660 });
    await reader.read(snapshotOf('2023-03-01'), { accept });
    await plan();
    await reader.database.owner.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon readings'))`.execute(tx);
      expect(await expire()).toBe(0);
    });
    const [, { state, position }] = await Promise.all([expire(), reader.read(snapshotOf('2024-03-01'), { accept })]);
    expect(state).toBe('recorded');
    const later = { after: position ?? 0, limit: 1_000, types: ['GrantExpired'] };
    expect(await planning.events.readAll(later)).toEqual([]);
  });

  it('expire, but for those whose end cannot be recorded', async () => {
    await publish({ ...fedrampMarketplace, staleAfterDays: 3660 });
    await reader.read(snapshotOf('2023-03-01'), { accept });
    await plan();
    await sql`
      update deadline set body = jsonb_set(body, '{title}', '""')
      where key in (select key from deadline where expiry is not null order by due_latest, key limit 25)
    `.execute(reader.database.app);
    await expect(expire()).rejects.toMatchObject({ errors: { length: 25 } });
    const expired = await planning.events.readAll({ after: 0, limit: 1_000, types: ['GrantExpired'] });
    expect(expired.length).toBeGreaterThan(175);
  });
});
