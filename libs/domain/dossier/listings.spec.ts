import { describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '../event/dossier-events.js';
import type { OnRecord } from '../event/ledger-event.js';
import type { Reading } from '../register/reading.js';
import { fact, opened, uuid } from '#test/events.js';
import { dutyScheme } from '#test/schemes.js';
import { factsOf } from './facts.js';
import { withReadings } from './listings.js';
import { standingSpans } from './spans.js';
import { standingOn } from './standing.js';

const source = { kind: 'list' as const, publisher: 'Somebody' };

type Observed = Extract<DossierEvent, { type: 'RegisterObserved' }>['data'];
type Listed = Omit<Observed, 'register' | 'registerSlug'> & Partial<Observed>;

/** What a register said of a dossier: on its days, a difference or, where there is none, no more than a reading; or an act. */
function read(said: Record<string, Listed | DossierEvent | null>, readings: Partial<Reading> = {}) {
  const record: OnRecord<DossierEvent>[] = [];
  const all: Reading[] = [];
  let position = 0;
  const add = (event: DossierEvent, on: string): void => {
    const version = record.length + 1;
    record.push({ id: uuid(++position), position, version, recordedAt: new Date(`${on}T10:00:00Z`), event });
  };
  add(opened({ scheme: 'trial' }), '2020-01-01');
  for (const [day, listed] of Object.entries(said)) {
    if (listed && 'type' in listed) {
      add(listed, day);
      continue;
    }
    const data = listed && { register: 'The list', registerSlug: 'list', entry: 'one', ...listed };
    if (data) add({ type: 'RegisterObserved', occurred: day, source, data }, day);
    const recordedAt = new Date(`${day}T10:00:00Z`);
    all.push({
      ...{ id: uuid(++position), position, register: 'list', version: 1, recordedAt },
      day,
      source,
      entries: 1,
      ...readings,
    });
  }
  const scheme = { ...dutyScheme, readings: all };
  const facts = factsOf(record)!;
  return {
    facts,
    scheme,
    on: (day: string) => standingOn(facts, scheme, day),
    status: (day: string) => standingOn(facts, scheme, day).status,
    /** The days on which the status changes. */
    statuses: () =>
      standingSpans(facts, scheme)
        .map(({ from, value }) => [from, value.status])
        .filter(([, status], nth, list) => status !== list[nth - 1]?.[1]),
  };
}

const granted = (validFrom?: string): Listed => ({ listing: 'granted', ...(validFrom && { validFrom }) });
const at = (milestone: string, occurred?: string): Listed => ({
  listing: 'in-progress',
  milestone,
  ...(occurred && { milestones: [{ milestone, occurred }] }),
});

describe('a reading of a register', () => {
  it('confirms what the register last listed, as of its day', () => {
    const { on } = read({ '2024-01-10': granted('2023-05-01'), '2024-06-01': null, '2025-02-01': null });
    expect(on('2024-08-01')).toMatchObject({ status: 'granted', lastHeard: '2024-06-01', because: [uuid(2), uuid(4)] });
    expect(on('2025-12-01')).toMatchObject({ status: 'granted', lastHeard: '2025-02-01', because: [uuid(2), uuid(5)] });
    expect(on('2025-12-01').grants).toMatchObject([{ id: uuid(2), currentUntil: '2026-03-03', state: 'in-force' }]);
    expect(on('2026-03-04').status).toBe('lapsed');
  });

  it('confirms the days since the reading before, on which a duty seemed to have lapsed', () => {
    const said = { '2024-01-10': granted('2023-05-01'), '2025-06-01': null };
    expect(read({ '2024-01-10': granted('2023-05-01') }).status('2025-04-01')).toBe('lapsed');
    expect(read(said).status('2025-04-01')).toBe('granted');
    expect(read(said).on('2025-07-01').grants).toMatchObject([{ id: uuid(2), state: 'in-force' }]);
  });

  const withdrawn = fact('GrantWithdrawn', '2024-03-01', {}, 'statement');
  const refused = fact('ApplicationRefused', '2024-03-01', {}, 'statement');
  it.each<[string, Record<string, Listed | DossierEvent | null>, string, string[]]>([
    [
      'a withdrawal',
      { '2024-01-10': granted('2023-05-01'), '2024-03-01': withdrawn, '2024-06-01': null },
      'withdrawn',
      ['grant-after-withdrawal'],
    ],
    [
      'a withdrawal, though it gives another level',
      {
        '2024-01-10': granted('2023-05-01'),
        '2024-03-01': withdrawn,
        '2024-06-01': { ...granted('2023-05-01'), level: 'high' },
      },
      'withdrawn',
      ['grant-after-withdrawal'],
    ],
    ['a refusal', { '2024-01-10': at('first'), '2024-03-01': refused, '2024-06-01': null }, 'refused', []],
    [
      'a refusal, though it gives another level',
      { '2024-01-10': at('first'), '2024-03-01': refused, '2024-06-01': { ...at('first'), level: 'high' } },
      'refused',
      [],
    ],
    [
      'an abandonment',
      {
        '2024-01-10': at('first'),
        '2024-03-01': fact('ApplicationAbandoned', '2024-03-01', {}, 'statement'),
        '2024-06-01': null,
      },
      'abandoned',
      [],
    ],
    [
      'a refusal, whatever a claim says then',
      {
        '2024-01-10': at('first'),
        '2024-03-01': refused,
        '2024-06-01': null,
        '2024-06-15': fact('GrantAnnounced', '2024-06-15', {}, 'company'),
      },
      'refused',
      ['claim-unconfirmed'],
    ],
  ])('repeats what it listed before, and does not outrank %s by a weaker source', (_, said, status, codes) => {
    const { on } = read(said);
    for (const day of ['2024-03-01', '2024-06-01', '2024-07-01']) expect(on(day).status).toBe(status);
    expect(on('2024-07-01').warnings.map(({ code }) => code)).toEqual(codes);
  });

  it('opens a grant after a withdrawal by a weaker source that it had taken over, or as of a later start', () => {
    const before = { '2024-01-10': granted('2023-05-01'), '2024-03-01': withdrawn };
    const back = read({ ...before, '2024-04-01': { listing: 'absent' }, '2024-06-01': granted('2023-05-01') });
    expect(back.status('2024-06-01')).toBe('granted');
    expect(read({ ...before, '2024-06-01': granted('2024-05-01') }).status('2024-06-01')).toBe('granted');
  });

  it('goes on to another stage after a refusal', () => {
    const said = { '2024-01-10': at('first'), '2024-03-01': refused, '2024-06-01': at('second') };
    expect(read(said).status('2024-06-01')).toBe('in-progress');
  });

  it('keeps the days of one before it, if the outcome that the register dates between them was of another grant', () => {
    const said = { register: 'The list', registerSlug: 'list', entry: 'one', ...granted() };
    const dated = { ...said, milestones: [{ milestone: 'outcome', occurred: '2024-09-01' }] };
    const told = read({
      '2024-02-01': granted(),
      '2024-03-01': fact('RegisterObserved', '2023-01-01', dated, 'list'),
      '2024-06-01': null,
      '2024-09-01': null,
    });
    for (const { to, value } of standingSpans(told.facts, told.scheme))
      expect([to, told.on(to < '2030' ? to : '2030-01-01')]).toEqual([to, value]);
  });

  it('confirms nothing that the register no longer lists', () => {
    const { on } = read({
      '2024-01-10': granted('2023-05-01'),
      '2024-06-01': { listing: 'absent' },
      '2024-09-01': null,
    });
    expect(on('2024-10-01')).toMatchObject({ status: 'expired', lastHeard: '2024-06-01' });
  });

  it('confirms nothing of a dossier that its register never listed', () => {
    const { facts, scheme } = read({ '2024-01-10': granted() }, { register: 'another' });
    expect(withReadings(facts, scheme).dated).toEqual(facts.dated);
  });

  it('leaves the facts of a dossier that no reading listed as they are', () => {
    const { scheme } = read({ '2024-01-10': granted() });
    const facts = factsOf([{ ...{ id: uuid(1), position: 1, version: 1, recordedAt: new Date(0) }, event: opened() }])!;
    expect(withReadings(facts, scheme)).toBe(facts);
  });

  it('gives the same facts again, so that what was folded can be used again', () => {
    const { facts, scheme } = read({ '2024-01-10': granted('2023-05-01'), '2024-06-01': null });
    const [first, later] = scheme.readings;
    const known = { ...scheme, readings: [first!, later!] };
    const before = withReadings(facts, { ...scheme, readings: [first!] });
    const after = withReadings(facts, known);
    expect(after.dated).toHaveLength(before.dated.length + 1);
    for (const [nth, fact] of before.dated.entries()) expect(after.dated[nth]).toBe(fact);
    expect(withReadings(after, known)).toBe(after);
  });
});

describe('the status that a register gives', () => {
  it('follows its dates on the days before it was read', () => {
    const stages = [
      { milestone: 'first', occurred: '2022-02-01' },
      { milestone: 'second', occurred: '2022-09-01' },
    ];
    const { statuses } = read({ '2024-01-10': { ...granted('2023-05-01'), milestones: stages } });
    expect(statuses().slice(0, 3)).toEqual([
      ['2022-02-01', 'applied'],
      ['2022-09-01', 'in-progress'],
      ['2023-05-01', 'granted'],
    ]);
  });

  it('is granted from the day of the reading where the register gives no start', () => {
    expect(read({ '2024-01-10': granted() }).statuses()[0]).toEqual(['2024-01-10', 'granted']);
  });

  it('is that of the stage, also where the service is back at an earlier one', () => {
    const { statuses } = read({
      '2024-01-10': at('second', '2023-10-01'),
      '2024-02-10': at('first', '2024-01-20'),
      '2024-03-10': at('second', '2024-02-25'),
    });
    expect(statuses()).toEqual([
      ['2023-10-01', 'in-progress'],
      ['2024-01-20', 'applied'],
      ['2024-02-25', 'in-progress'],
    ]);
  });

  it.each([
    ['second', 'renewing'],
    ['first', 'applied'],
  ])('after a lost grant at the stage %s is %s, from the day that the register gives', (stage, status) => {
    const { statuses, on } = read({ '2024-01-10': granted('2023-05-01'), '2024-03-10': at(stage, '2024-02-25') });
    expect(statuses()).toEqual([
      ['2023-05-01', 'granted'],
      ['2024-02-25', status],
    ]);
    expect(on('2024-03-10')).toMatchObject({
      stage: { milestone: stage, occurred: '2024-02-25' },
      lastHeard: '2024-03-10',
    });
  });

  it('is not that of a date before a day on which the register said otherwise', () => {
    const back = read({
      '2024-01-10': granted('2023-05-01'),
      '2024-02-10': null,
      '2024-03-10': at('second', '2024-02-01'),
    });
    expect(back.status('2024-02-20')).toBe('granted');
    expect(back.status('2024-03-10')).toBe('renewing');
    const late = read({ '2024-01-10': at('second'), '2024-02-10': null, '2024-03-10': granted('2024-02-01') });
    expect(late.status('2024-02-20')).toBe('in-progress');
    expect(late.status('2024-03-10')).toBe('granted');
  });

  it('takes the level, the conditions and the end that were read last', () => {
    const { on } = read({
      '2024-01-10': { ...granted('2023-05-01'), validUntil: '2024-05-01', level: 'low', conditions: ['a'] },
      '2024-03-10': { ...granted('2023-05-01'), validUntil: '2024-12-01', level: 'high', conditions: ['b'] },
    });
    expect(on('2024-02-01').grants).toMatchObject([{ level: 'low', conditions: ['a'], validUntil: '2024-05-01' }]);
    expect(on('2024-04-01').grants).toMatchObject([{ level: 'high', conditions: ['b'], validUntil: '2024-12-01' }]);
    expect(on('2024-04-01').warnings.map(({ code }) => code)).not.toContain('end-differs');
  });
});

describe('a row of a history', () => {
  const row = (occurred: string, listed: Listed, readOn: string): DossierEvent => ({
    type: 'RegisterObserved',
    occurred,
    source: { ...source, readOn },
    data: { register: 'The list', registerSlug: 'list', entry: 'one', ...listed },
  });

  it('counts from its day until the next one, and upholds a grant until then', () => {
    const { statuses } = read({
      '2024-01-10': row('2015-03-01', granted('2015-03-01'), '2024-01-12'),
      '2024-01-11': row('2020-06-01', at('second', '2020-06-01'), '2024-01-12'),
      '2024-01-12': null,
    });
    expect(statuses()).toEqual([
      ['2015-03-01', 'granted'],
      ['2020-06-01', 'renewing'],
    ]);
  });

  it('that a later document tells is followed by what is known of later days, which readings confirm', () => {
    const { statuses, on } = read({
      '2023-05-01': row('2022-02-01', granted('2022-02-01'), '2023-05-02'),
      '2023-05-02': null,
      '2024-01-10': row('2021-02-01', at('first', '2021-02-01'), '2024-01-12'),
      '2024-01-12': null,
    });
    expect(statuses().slice(0, 2)).toEqual([
      ['2021-02-01', 'applied'],
      ['2022-02-01', 'granted'],
    ]);
    expect(on('2024-02-01')).toMatchObject({ status: 'granted', lastHeard: '2024-01-12' });
  });

  it('upholds a grant until a later row, however late a document tells of that', () => {
    const { statuses } = read({
      '2021-01-10': row('2020-03-01', granted('2020-03-01'), '2021-01-12'),
      '2021-01-12': null,
      '2024-01-10': row('2023-06-01', { listing: 'withdrawn' }, '2024-01-12'),
      '2024-01-12': null,
    });
    expect(statuses()).toEqual([
      ['2020-03-01', 'granted'],
      ['2023-06-01', 'withdrawn'],
    ]);
  });

  it.each<[string, Parameters<typeof read>[0]]>([
    [
      'in progress is stale by its own day',
      {
        '2020-01-12': row('2020-01-01', at('assessment'), '2020-03-01'),
        '2020-03-02': row('2020-02-01', { listing: 'absent' }, '2020-03-02'),
      },
    ],
    [
      'upholds a grant beyond a reading that confirms it',
      {
        '2021-01-10': row('2020-03-01', granted('2020-03-01'), '2021-01-12'),
        '2021-01-12': null,
        '2024-01-10': row('2022-06-01', { listing: 'suspended' }, '2024-01-12'),
      },
    ],
  ])('%s, in spans as on each day', (_, said) => {
    const { facts, scheme } = read(said);
    for (const { to, value } of standingSpans(facts, scheme)) expect(standingOn(facts, scheme, to)).toEqual(value);
  });
});

describe('a listing as suspended, withdrawn or expired', () => {
  it.each([
    ['withdrawn', 'withdrawn'],
    ['expired', 'expired'],
  ] as const)('as %s ends a duty that seemed to have lapsed', (listing, status) => {
    const { on } = read({ '2020-03-10': granted('2020-03-01'), '2023-01-10': { listing } });
    expect(on('2023-01-09').status).toBe('lapsed');
    expect(on('2023-01-10').status).toBe(status);
  });

  it('as suspended is taken back by a listing as granted, however the name of the register is written', () => {
    const suspended = { '2020-03-10': granted('2020-03-01'), '2020-06-10': { listing: 'suspended' as const } };
    const { on } = read({ ...suspended, '2020-07-10': { ...granted('2020-03-01'), register: 'The  LIST' } });
    expect([on('2020-07-09').status, on('2020-07-10').status]).toEqual(['suspended', 'granted']);
  });

  it('is an act of the authority on what it has decided, but for an end that its decision dates', () => {
    const decided = fact('GrantIssued', '2020-03-01', { decision: '7', validUntil: '2023-03-01' }, 'decision');
    const on = (listing: Listed['listing']) =>
      read({ '2020-03-01': decided, '2020-06-10': { listing } }).on('2020-07-01');
    expect(on('suspended').status).toBe('suspended');
    expect(on('withdrawn').status).toBe('withdrawn');
    expect(on('expired').status).toBe('granted');
    expect(on('expired').warnings.map(({ code }) => code)).toContain('listing-contradicts');
  });
});
