import { beforeAll, describe, expect, it } from '@jest/globals';
import type { BoardLine } from '#projections/list-board.js';
import { boardOn, realLedger } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { daysExpected } from '#test/expected-board.js';
import { startedOnce } from '#test/started.js';

const TODAY = '2026-11-25';

const database = startedOnce(freshDatabase);
let board: ReturnType<typeof boardOn>;

beforeAll(async () => {
  board = boardOn(database.app);
  await board.import(await realLedger());
  await board.project();
});

const nameOf = ({ provider, service }: BoardLine): string => `${provider.name} / ${service ?? ''}`;
const namesOf = (lines: readonly BoardLine[]): string[] => lines.map(({ provider }) => provider.name);

const named = async (name: string, asOf = TODAY): Promise<BoardLine> => {
  const { lines } = await board.lines({ asOf });
  return lines.find((line) => nameOf(line).startsWith(name))!;
};

const found = async (asked: Parameters<typeof board.lines>[0]): Promise<string[]> =>
  namesOf((await board.lines({ sort: 'provider', ...asked })).lines);

const SHARED = ['id', 'provider', 'scheme', 'status', 'confirmed', 'expiring', 'stale', 'stage'] as const;
const shared = (line: Pick<BoardLine, (typeof SHARED)[number]>) => SHARED.map((field) => line[field]);

describe('the officers board of the real ledger', () => {
  it.each(daysExpected)('says of every dossier what it says in the list of dossiers on %s', async (asOf) => {
    const { lines, all, total } = await board.lines({ asOf, sort: 'provider' });
    const { items } = await board.dossiers({ asOf });
    expect(lines.map(shared)).toEqual(items.map(shared));
    expect([all, total]).toEqual([items.length, items.length]);
  });

  it('shows the window to renew on the day that it opens, and the end of the grant from the next day on', async () => {
    const nextOn = async (asOf: string) => (await named('NumSpot', asOf)).next?.kind;
    expect(await nextOn('2028-02-07')).toBe('renewal-window');
    expect(await nextOn('2028-02-08')).toBe('grant-end');
  });

  it('puts what ends first, then what was missed, then what is next, and what is over last', async () => {
    const at = async (asOf: string) => (await board.lines({ asOf })).lines.map(nameOf);
    expect((await at(TODAY)).slice(0, 5)).toEqual([
      '3DS Outscale / IaaS Cloud on Demand',
      'OVHcloud / Hosted Private Cloud powered by VMware',
      'Bleu / Bleu cloud platform',
      'Cegedim.cloud / CegNumCloud Secured IaaS',
      'Oodrive / Oodrive Work, Meet and Work_Share',
    ]);
    const later = await at('2026-12-30');
    expect(later[0]).toBe('Bleu / Bleu cloud platform');
    expect(later.slice(-2)).toEqual([
      'OVHcloud / Hosted Private Cloud powered by VMware',
      '3DS Outscale / IaaS Cloud on Demand',
    ]);
  });

  it('counts by status with every filter but that by status, and flags with every filter but those by a flag', async () => {
    const whole = await board.lines({ asOf: TODAY });
    expect(whole).toMatchObject({
      total: 11,
      all: 11,
      counts: [
        { status: 'granted', count: 10 },
        { status: 'in-progress', count: 1 },
      ],
      flags: { expiring: 2, overdue: 1, stale: 0, unconfirmed: 0 },
    });
    const granted = await board.lines({ asOf: TODAY, statuses: ['granted'] });
    expect(granted).toMatchObject({ total: 10, all: 11, counts: whole.counts, flags: { expiring: 2, overdue: 0 } });
    const expiring = await board.lines({ asOf: TODAY, expiring: true });
    expect(expiring).toMatchObject({
      total: 2,
      all: 11,
      counts: [
        { status: 'granted', count: 2 },
        { status: 'in-progress', count: 0 },
      ],
      flags: whole.flags,
    });
    const ofOvh = await board.lines({ asOf: TODAY, provider: 'ovhcloud' });
    expect(ofOvh).toMatchObject({ total: 3, all: 11, flags: { expiring: 1, overdue: 0 } });
  });

  it('is filtered by provider, status, scheme and flags, alone and together', async () => {
    const { id } = (await named('Bleu')).provider;
    expect(await found({ asOf: TODAY, provider: 'bleu' })).toEqual(['Bleu']);
    expect(await found({ asOf: TODAY, provider: id })).toEqual(['Bleu']);
    expect(await found({ asOf: TODAY, overdue: true })).toEqual(['Bleu']);
    expect(await found({ asOf: TODAY, overdue: false })).toHaveLength(10);
    expect(await found({ asOf: TODAY, expiring: true })).toEqual(['3DS Outscale', 'OVHcloud']);
    expect(await found({ asOf: TODAY, expiring: true, provider: 'ovhcloud' })).toEqual(['OVHcloud']);
    expect(await found({ asOf: TODAY, statuses: ['in-progress', 'refused'] })).toEqual(['Bleu']);
    expect(await found({ asOf: TODAY, scheme: 'hds' })).toEqual([]);
    expect(await found({ asOf: '2026-09-01', stale: true })).toEqual(['Bleu']);
    expect(await found({ asOf: '2021-05-27', statuses: ['granted'], confirmed: false })).toEqual([
      '3DS Outscale',
      'Oodrive',
      'OVHcloud',
    ]);
    expect(await found({ asOf: '2021-05-27', confirmed: true })).toEqual([]);
  });

  it('is searched by words of the service and of any name of the provider, without case and accents', async () => {
    expect(await found({ asOf: TODAY, search: 'OVH' })).toHaveLength(3);
    expect(await found({ asOf: TODAY, search: 'cloud solutions' })).toEqual(['Wimi']);
    expect(await found({ asOf: TODAY, search: ' Métal   pod ' })).toEqual(['OVHcloud']);
    expect(await found({ asOf: TODAY, search: 'ovh vmware' })).toEqual(['OVHcloud']);
    expect(await found({ asOf: TODAY, search: 'vmware oodrive' })).toEqual([]);
    expect(await found({ asOf: TODAY, search: 'work_share' })).toEqual(['Oodrive']);
    expect(await found({ asOf: TODAY, search: 'etal' })).toEqual([]);
    expect(await found({ asOf: TODAY, search: '   ' })).toHaveLength(11);
  });

  it.each(['%', '_', "'", '\\', '😀', '--', '<>'])('finds nothing by %j, which no name is made of', async (search) => {
    const { total, all } = await board.lines({ asOf: TODAY, search });
    expect([total, all]).toEqual([0, 11]);
  });

  it('is sorted by name, status, next deadline or latest news', async () => {
    const sorted = async (sort: 'provider' | 'status' | 'deadline' | 'news') =>
      (await board.lines({ asOf: TODAY, sort })).lines;
    expect(namesOf(await sorted('provider')).slice(0, 3)).toEqual(['3DS Outscale', 'Bleu', 'Cegedim.cloud']);
    expect(namesOf(await sorted('status')).at(-1)).toBe('Bleu');
    expect((await sorted('deadline')).map(({ next }) => next?.daysLeft ?? null)).toEqual([
      5,
      34,
      210,
      374,
      426,
      439,
      439,
      485,
      null,
      null,
      null,
    ]);
    const news = (await sorted('news')).map((line) => line.news?.day);
    expect(news).toEqual(news.toSorted().toReversed());
  });

  it.each(['urgency', 'provider', 'status', 'deadline', 'news'] as const)(
    'is sorted by %s the other way round, with lines without a date last, page by page',
    async (sort) => {
      const keyOf = ({ provider, status, next, news }: BoardLine) =>
        ({ urgency: '', provider: provider.name, status, deadline: next?.due, news: news?.day })[sort];
      const [usual, reversed] = await Promise.all(
        [false, true].map(async (isReversed) => (await board.lines({ asOf: TODAY, sort, isReversed })).lines),
      );
      const keys = (lines: BoardLine[] = []) => lines.map(keyOf).filter((key) => key !== undefined);
      expect(keys(reversed)).toEqual(keys(usual).toReversed());
      expect(reversed?.map(({ id }) => id).sort()).toEqual(usual?.map(({ id }) => id).sort());
      const dated = (reversed ?? []).map((line) => keyOf(line) !== undefined);
      expect(dated).toEqual(dated.toSorted().toReversed());
      const pages = [];
      for (let page = 1; page <= 4; page++)
        pages.push(...(await board.lines({ asOf: TODAY, sort, isReversed: true, limit: 3, page })).lines);
      expect(pages).toEqual(reversed);
    },
  );

  it.each(['urgency', 'provider', 'status', 'deadline', 'news'] as const)(
    'turns its pages by %s without losing or repeating any',
    async (sort) => {
      const whole = await board.lines({ asOf: TODAY, sort });
      const pages = [];
      for (let page = 1; page <= 4; page++)
        pages.push(...(await board.lines({ asOf: TODAY, sort, limit: 3, page })).lines);
      expect(pages).toEqual(whole.lines);
      expect(await board.lines({ asOf: TODAY, sort, limit: 3, page: 5 })).toEqual({ ...whole, lines: [] });
    },
  );

  it.each(['urgency', 'provider', 'status', 'deadline', 'news'] as const)(
    'has by %s the same lines in the same order on a page as long as those of a file',
    async (sort) => {
      for (const filter of [{}, { search: 'cloud' }, { scheme: 'secnumcloud', confirmed: true }]) {
        const asked = { ...filter, asOf: TODAY, sort };
        expect(await board.lines({ ...asked, limit: 2000 })).toEqual(await board.lines({ ...asked, limit: 20 }));
      }
    },
  );

  it('has nothing to show before it was recorded, before it began, and of what is not there', async () => {
    const nothing = {
      lines: [],
      total: 0,
      all: 0,
      counts: [],
      flags: { expiring: 0, overdue: 0, stale: 0, unconfirmed: 0 },
    };
    expect(await board.lines({ asOf: TODAY, knownAt: new Date('2020-01-01') })).toMatchObject(nothing);
    expect(await board.lines({ asOf: '2001-01-01' })).toMatchObject(nothing);
    expect(await board.lines({ asOf: TODAY, provider: "nobody' or true --" })).toMatchObject({
      lines: [],
      total: 0,
      all: 11,
    });
  });
});
