import { beforeEach, describe, expect, it } from '@jest/globals';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { standingOn } from '#domain/dossier/standing.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { fedrampMarketplace } from '#domain/register/fedramp-marketplace.js';
import type { Register } from '#domain/register/register.js';
import { DecideReadings } from '#registers/read-register.js';
import { PublishRegister } from '#registers/known-registers.js';
import { marketplace, product } from '#test/marketplace.js';
import { startReader } from '#test/reading.js';
import { startedForEach } from '#test/started.js';

const slug = fedrampMarketplace.slug;
const products = Array.from({ length: 20 }, (_, n) => product(`FR${n + 10}`));

const reader = startedForEach(() => startReader());

const publish = (more: Partial<Register>) =>
  reader.commands.execute(new PublishRegister({ ...fedrampMarketplace, ...more }, { actor: 'admin' }));
const read = (day: string, listed: readonly unknown[] = products, accept?: string) =>
  reader.read(marketplace(day, listed), accept === undefined ? {} : { accept });
const view = () => reader.views.get(slug);

describe('a register that lists the same for too long', () => {
  it('is read, but confirms nothing until an entry changes', async () => {
    await publish({ frozenAfterDays: 30 });
    for (const day of ['2026-01-01', '2026-01-31', '2026-02-01']) await read(day);
    expect(await view()).toMatchObject({ frozen: '2026-01-01', lastRead: '2026-02-01' });
    const { entries } = await reader.entries.page(slug, { limit: 1 });
    const stream = dossierStream(entries[0]!.dossier);
    const heard = async () => {
      const facts = factsOf((await reader.events.loadAll([stream], dossierModel)).get(stream) ?? [])!;
      return standingOn(facts, (await reader.schemes.at()).get('fedramp')!, '2026-02-01').lastHeard;
    };
    expect(await heard()).toBe('2026-01-31');
    await read('2026-02-02', [...products, product('FR99')]);
    expect(await view()).toMatchObject({ frozen: null });
  });

  it('is stale after the day of its own next update', async () => {
    await publish({ reader: { ...fedrampMarketplace.reader, nextUpdate: 'meta.next' } });
    const document = marketplace('2026-11-20', products) as { meta: object };
    await reader.read({ ...document, meta: { ...document.meta, next: '2026-11-24' } });
    expect(await view()).toMatchObject({ stale: true, nextUpdate: '2026-11-24' });
    await reader.read({ ...document, meta: { ...document.meta, next: '2026-11-25' } }, { day: '2026-11-21' });
    expect(await view()).toMatchObject({ stale: false, nextUpdate: '2026-11-25' });
  });
});

describe('a document that looks wrong', () => {
  const holdsOf = async (day: string, listed: readonly unknown[], accept?: string) =>
    (await read(day, listed, accept)).holds;
  beforeEach(async () => {
    const levels = products.map((one, n) => (n < 6 ? { ...one, impact_level: 'High' } : one));
    await publish({ limits: { gonePercent: 40, movedPercent: 20 } });
    await read('2026-01-01', levels);
  });
  const usual = products.map((one, n) => (n < 6 ? { ...one, impact_level: 'High' } : one));

  it('is held if entries have other keys, a field is lost, or a section', async () => {
    expect(
      await holdsOf(
        '2026-01-02',
        usual.map((one) => ({ ...one, id: `new-${one.id}` })),
      ),
    ).toEqual(['keys']);
    expect(
      await holdsOf(
        '2026-01-02',
        usual.map((one) => ({ ...one, impact_level: '' })),
      ),
    ).toEqual(['column']);
    expect(await holdsOf('2026-01-02', usual.slice(6))).toEqual(['section']);
    expect(await holdsOf('2026-01-02', usual.slice(1))).toEqual([]);
  });

  it('is held if it is an earlier one, served again', async () => {
    expect(await holdsOf('2026-01-02', [...usual.slice(3), product('FR98')])).toEqual([]);
    expect(await holdsOf('2026-01-03', usual.toReversed())).toEqual(['again']);
    expect(await holdsOf('2026-01-03', [...usual.slice(3), product('FR98')])).toEqual([]);
  });

  it('is held once for entries that cannot be read, unless there are more', async () => {
    const unclear = (count: number) => usual.map((one, n) => (n < count ? { ...one, status: 'Unclear' } : one));
    expect(await holdsOf('2026-01-02', unclear(9), 'As always')).toEqual(['unreadable']);
    expect(await holdsOf('2026-01-03', unclear(10))).toEqual([]);
    expect(await holdsOf('2026-01-04', unclear(18))).toEqual(['smaller', 'unreadable']);
    expect(await holdsOf('2026-01-04', unclear(1))).toEqual([]);
    expect(await holdsOf('2026-01-05', unclear(10))).toEqual(['unreadable']);
  });
});

describe('the readings of a register that wait', () => {
  const decide = (decision: 'accept' | 'discard') =>
    reader.commands.execute(new DecideReadings(slug, decision, 'Announced', { actor: 'officer' }));
  const days = async () =>
    (await reader.readings.page(slug, { state: 'held', limit: 10 })).readings.map(({ day }) => day);

  it('are listed and decided on in order of their days, but for those of before the last one', async () => {
    await read('2026-01-01');
    for (const [day, count] of [
      ['2026-03-01', 5],
      ['2026-02-01', 10],
      ['2026-01-15', 8],
    ] as const)
      expect((await read(day, products.slice(0, count))).state).toBe('held');
    await read('2026-01-20');
    expect(await days()).toEqual(['2026-01-15', '2026-02-01', '2026-03-01']);
    const outcomes = await decide('accept');
    expect(outcomes.map(({ day, state, figures }) => [day, state, figures.gone])).toEqual([
      ['2026-02-01', 'recorded', 10],
      ['2026-03-01', 'recorded', 5],
    ]);
    expect(await days()).toEqual(['2026-01-15']);
    await expect(decide('accept')).rejects.toMatchObject({ code: 'reading-not-held' });
    expect(await decide('discard')).toMatchObject([{ day: '2026-01-15', state: 'discarded' }]);
  });
});

describe('a list that dates its present stage only', () => {
  const register: Register = {
    ...{
      slug: 'ens-list',
      name: 'Listado',
      scheme: 'ens',
      publisher: 'CCN',
      kind: 'list',
      staleAfterDays: 90,
      notes: [],
    },
    reader: {
      format: 'csv',
      fields: { provider: 'name', stage: 'stage', since: 'since', validFrom: 'from', validUntil: 'until' },
      stages: { granted: 'granted', suspended: 'suspended' },
    },
  };
  const listed = (day: string, ...row: string[]) =>
    reader.read(Buffer.from(`name,stage,since,from,until\n${row.join(',')}\n`), {
      ...{ register: register.slug, day, accept: 'Seen' },
    });
  const statusOn = async (day: string) => {
    const { entries } = await reader.entries.page(register.slug, { limit: 1 });
    const stream = dossierStream(entries[0]!.dossier);
    const facts = factsOf((await reader.events.loadAll([stream], dossierModel)).get(stream) ?? [])!;
    return standingOn(facts, (await reader.schemes.at()).get('ens')!, day).status;
  };

  it('keeps what it said of stages before, and the validity of what is suspended', async () => {
    await reader.commands.execute(new PublishRegister(register, { actor: 'admin' }));
    const validity = ['2025-02-01', '2027-01-31'];
    await listed('2026-10-27', 'Nube', 'suspended', '2026-10-01', ...validity);
    expect([await statusOn('2026-10-01'), await statusOn('2027-02-01')]).toEqual(['suspended', 'expired']);
    await listed('2026-11-20', 'Nube', 'granted', '2026-11-11', ...validity);
    const days = ['2026-09-01', '2026-10-01', '2026-11-10', '2026-11-11', '2027-02-01'];
    const statuses = ['granted', 'suspended', 'suspended', 'granted', 'expired'];
    expect(await Promise.all(days.map(statusOn))).toEqual(statuses);
  });
});
