import { describe, expect, it } from '@jest/globals';
import { secnumcloud } from '../scheme/secnumcloud.js';
import type { DossierEvent } from '../event/dossier-events.js';
import type { HowListed } from '../register/entry.js';
import type { SourceKind } from '../source/source.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { dutyScheme } from '#test/schemes.js';
import { factsOf } from './facts.js';
import { standingOn } from './standing.js';

const on = (day: string, ...events: DossierEvent[]) =>
  standingOn(factsOf(onRecord([opened(), ...events]))!, secnumcloud, day);

const grants = (day: string, ...events: DossierEvent[]) =>
  on(day, ...events).grants.map(({ decision, validFrom, validUntil, state, confirmed }) => [
    decision,
    validFrom,
    validUntil,
    state,
    confirmed,
  ]);

const press = fact('RegisterObserved', '2021-05', { register: 'press', listing: 'granted' }, 'press');
const decision = fact(
  'GrantIssued',
  '2023-12-28',
  { decision: '2279', validFrom: '2023-12-28', validUntil: '2026-12-29' },
  'catalogue',
);
const listing = (
  day: string,
  as: 'granted' | 'in-progress' | 'absent',
  kind: 'list' | 'catalogue' | 'press',
  more: { validUntil?: string } = {},
) => fact('RegisterObserved', day, { register: 'a register', listing: as, ...more }, kind);

describe('the grants of a dossier', () => {
  it('stay suspended by a register that lists another decision as granted', () => {
    const listed = (day: string, number: string, as: 'granted' | 'suspended') =>
      fact('RegisterObserved', day, { register: 'a register', listing: as, decision: number }, 'catalogue');
    const other = fact('GrantIssued', '2024-05-01', { decision: '9', validUntil: '2025-01-01' }, 'catalogue');
    const events = [decision, other, listed('2024-06-01', '2279', 'suspended'), listed('2024-07-01', '9', 'granted')];
    const stateOf = (found: DossierEvent[]) =>
      grants('2024-07-02', ...found).flatMap(([number, , , state]) => (number === '2279' ? [state] : []));
    expect(stateOf(events)).toEqual(['suspended']);
    expect(stateOf([...events, listed('2024-07-02', '2279', 'granted')])).toEqual(['in-force']);
  });

  it('begin without a number when only the press says so', () => {
    expect(grants('2021-05-31', press)).toEqual([[null, '2021-05', null, 'in-force', false]]);
  });

  it('merge with an earlier unnumbered grant once the decision is on record', () => {
    expect(grants('2024-01-01', press, decision)).toEqual([['2279', '2023-12-28', '2026-12-29', 'in-force', true]]);
  });

  it('take an unknown end from a catalogue that lists them', () => {
    const listed = listing('2026-09-15', 'granted', 'catalogue', { validUntil: '2028-01-25' });
    expect(grants('2026-11-25', press, listed)).toEqual([[null, '2021-05', '2028-01-25', 'in-force', true]]);
  });

  it('are confirmed, not doubled, by a later announcement', () => {
    const announced = fact('GrantAnnounced', '2024-01-11', {}, 'company');
    expect(grants('2024-02-01', decision, announced)).toHaveLength(1);
  });

  it('are confirmed, not doubled, by the same decision recorded from another source', () => {
    const again = fact('GrantIssued', '2023-12-28', { decision: '2279', validUntil: '2026-12-29' }, 'decision');
    expect(grants('2024-02-01', decision, again)).toHaveLength(1);
  });

  it('without numbers overlap if the next one is issued before the old one ends', () => {
    const first = fact('GrantIssued', '2023-12-01', { validUntil: '2026-12-10' }, 'catalogue');
    const next = fact('GrantIssued', '2026-11-20', { validFrom: '2026-12-01', validUntil: '2029-11-30' }, 'catalogue');
    expect(grants('2026-11-25', first, next)).toEqual([
      [null, '2023-12-01', '2026-12-10', 'in-force', true],
      [null, '2026-12-01', '2029-11-30', 'not-yet-valid', true],
    ]);
    expect(on('2026-11-25', first, next).status).toBe('granted');
  });

  it('known from a register without an end last until the following decision starts', () => {
    const decided = fact('GrantIssued', '2023-12-01', {
      decision: '2279',
      validFrom: '2023-12-28',
      validUntil: '2026-12-29',
    });
    expect(on('2023-12-15', press, decided).status).toBe('granted');
    expect(grants('2023-12-28', press, decided)).toEqual([['2279', '2023-12-28', '2026-12-29', 'in-force', true]]);
  });

  it('from several sources take each date from the best source, in any order', () => {
    const said = (day: string, data: object, from: 'decision' | 'catalogue' | 'company' | 'press') =>
      fact('GrantIssued', day, data, from);
    const better = said('2024-12-04', { validUntil: '2027-12-03' }, 'decision');
    const worse = said('2024-12-18', {}, 'press');
    expect(grants('2025-01-01', better, worse)).toEqual([[null, '2024-12-04', '2027-12-03', 'in-force', true]]);
    const registered = said('2026-07-31', { decision: '559', validUntil: '2029-07-30' }, 'catalogue');
    const announced = said('2026-09-01', { decision: '559' }, 'company');
    expect(grants('2026-11-25', registered, announced)).toEqual([
      ['559', '2026-07-31', '2029-07-30', 'in-force', true],
    ]);
    expect(on('2026-11-25', registered, announced).warnings.map(({ code }) => code)).toEqual(['start-differs']);
    const early = fact('GrantAnnounced', '2026-09-01', {}, 'company');
    const shown = fact(
      'RegisterObserved',
      '2026-09-15',
      { register: 'catalogue', listing: 'granted', validFrom: '2026-07-31', validUntil: '2029-07-30' },
      'catalogue',
    );
    const { warnings } = on('2026-11-25', early, shown);
    expect(grants('2026-11-25', early, shown)).toEqual([[null, '2026-07-31', '2029-07-30', 'in-force', true]]);
    expect(warnings).toMatchObject([{ code: 'start-differs', events: [uuid(3), uuid(2)] }]);
  });

  it('keep the end given by the best source', () => {
    const seen = (day: string, validUntil: string, kind: 'press' | 'catalogue') =>
      fact('RegisterObserved', day, { register: 'a list', listing: 'granted', validUntil }, kind);
    const [first, second] = [seen('2024-01-05', '2026-12-01', 'press'), seen('2024-02-01', '2027-01-03', 'catalogue')];
    expect(grants('2024-03-01', first, second)[0]?.[2]).toBe('2027-01-03');
    expect(on('2024-03-01', first, second).warnings).toMatchObject([
      { code: 'end-differs', events: [uuid(3), uuid(2)] },
    ]);
  });

  it.each(['MilestoneReached', 'GrantAnnounced'] as const)(
    'go on when the next one is told by %s before the end',
    (type) => {
      const old = fact('GrantIssued', '2023-11-30', { decision: '2118', validUntil: '2026-11-30' });
      const next = fact(type, '2026-11-20', type === 'MilestoneReached' ? { milestone: 'J3' } : {}, 'statement');
      expect(on('2026-12-10', old, next)).toMatchObject({ status: 'granted', expiring: false });
      expect(on('2026-11-25', old, next).warnings.map(({ code }) => code)).not.toContain('start-differs');
      const midway = fact('GrantAnnounced', '2025-03-01', {}, 'company');
      expect(grants('2025-04-01', old, midway)).toHaveLength(1);
      expect(on('2025-04-01', old, midway).warnings).toEqual([]);
    },
  );

  it('overlap if a new decision is issued before the old one ends', () => {
    const renewed = fact('GrantIssued', '2026-11-02', {
      decision: '31',
      validFrom: '2026-11-02',
      validUntil: '2029-11-02',
    });
    expect(grants('2027-01-01', decision, renewed)).toEqual([
      ['2279', '2023-12-28', '2026-12-29', 'expired', true],
      ['31', '2026-11-02', '2029-11-02', 'in-force', true],
    ]);
  });

  it('end, without a number, when an equal or better source no longer lists them', () => {
    expect(on('2022-01-02', press, listing('2022-01-02', 'absent', 'press')).status).toBe('expired');
    expect(on('2022-01-02', press, listing('2022-01-02', 'absent', 'list')).status).toBe('expired');
  });

  it('are not ended by a lower-ranking source', () => {
    const known = listing('2022-01-01', 'granted', 'catalogue');
    const { status, warnings } = on('2022-02-01', known, listing('2022-02-01', 'absent', 'press'));
    expect([status, warnings.map(({ code }) => code)]).toEqual([
      'granted',
      ['listing-contradicts', 'no-end-on-record'],
    ]);
  });

  it('are not ended by an outdated list, but flagged with the events of both sides', () => {
    const { status, warnings } = on('2026-09-26', decision, listing('2026-09-26', 'in-progress', 'list'));
    expect(status).toBe('granted');
    expect(warnings).toEqual([expect.objectContaining({ code: 'listing-contradicts', events: [uuid(2), uuid(3)] })]);
  });

  it('are suspended and withdrawn by number, without effect on others', () => {
    const second = fact('GrantIssued', '2025-01-01', { decision: '9', validUntil: '2027-12-31' });
    const withdrawn = fact('GrantWithdrawn', '2025-06-01', { decision: '2279' });
    expect(on('2025-06-01', decision, second, withdrawn).status).toBe('granted');
    expect(grants('2025-06-01', decision, second, withdrawn).map((grant) => grant[3])).toEqual([
      'withdrawn',
      'in-force',
    ]);
  });

  it('withdrawn by one and told again by another end on the first day, by the better word', () => {
    const withdrawn = (day: string, from: 'list' | 'decision') =>
      fact('GrantWithdrawn', day, { decision: '2279' }, from);
    const {
      status,
      confirmed,
      grants: shown,
    } = on('2025-06-01', decision, withdrawn('2025-03-01', 'list'), withdrawn('2025-04-01', 'decision'));
    expect([status, confirmed, shown[0]?.runsUntil]).toEqual(['withdrawn', true, '2025-02-28']);
  });

  it('without a number are affected by an act with an unknown number', () => {
    const suspended = fact('GrantSuspended', '2022-01-01', { decision: '77' });
    expect(on('2022-02-01', press, suspended)).toMatchObject({ status: 'suspended', confirmed: true });
  });

  it('known from a register with an end overlap with a later decision', () => {
    const listed = fact(
      'RegisterObserved',
      '2019-12-01',
      { register: 'r', listing: 'granted', validFrom: '2020-07-02', validUntil: '2023-07-01' },
      'catalogue',
    );
    const issued = fact('GrantIssued', '2020-01-01', { decision: '5', validUntil: '2020-12-31' });
    expect(grants('2020-08-01', listed, issued)).toHaveLength(2);
  });

  it('give way on the start that a better source says', () => {
    const announced = fact('GrantAnnounced', '2023-12-01', {}, 'list');
    const issued = fact('GrantIssued', '2023-12-28', { decision: '2279', validUntil: '2026-12-29' }, 'statement');
    expect(grants('2024-01-01', announced, issued)).toEqual([['2279', '2023-12-01', '2026-12-29', 'in-force', true]]);
    expect(on('2023-12-29', announced, issued).grants).toHaveLength(1);
  });

  it('cannot be suspended if there are none: the event has a warning', () => {
    const { warnings } = on('2025-06-01', fact('GrantSuspended', '2025-06-01', {}));
    const told = warnings.map(({ code, kind, params, events }) => [code, kind, params, events]);
    expect(told).toEqual([['no-such-grant', 'implausible', { act: 'suspended' }, [uuid(2)]]]);
  });

  it('are flagged when sources name different ends, and keep the first', () => {
    const differs = listing('2024-05-01', 'granted', 'list', { validUntil: '2026-12-28' });
    const { grants: held, warnings } = on('2024-06-01', decision, differs);
    expect([held[0]?.validUntil, warnings[0]?.code]).toEqual(['2026-12-29', 'end-differs']);
  });

  it('are flagged when longer than the scheme allows, with a week of tolerance', () => {
    const until = (validUntil: string) =>
      fact('GrantIssued', '2023-01-01', { decision: '1', validFrom: '2023-01-01', validUntil });
    expect(on('2023-06-01', until('2026-01-08')).warnings).toEqual([]);
    expect(on('2023-06-01', until('2026-01-09')).warnings.map(({ code }) => code)).toEqual(['validity-too-long']);
  });

  it('are flagged when their decision has no end on record', () => {
    const { warnings } = on('2026-09-30', fact('GrantIssued', '2026-01-01', { decision: '1' }));
    expect(warnings.map(({ code }) => code)).toEqual(['no-end-on-record']);
  });
});

describe('a listing as suspended, withdrawn or expired', () => {
  const listed = (day: string, as: HowListed, data: object = {}, kind: SourceKind = 'catalogue', register = 'one') =>
    fact('RegisterObserved', day, { register, listing: as, ...data }, kind);
  const issued = (day: string, data: object, kind: SourceKind = 'catalogue') => fact('GrantIssued', day, data, kind);
  const [seven, eight] = [{ decision: '7' }, { decision: '8' }];

  it.each<[string, string, string, DossierEvent[]]>([
    [
      'acts on a grant whose number is not known',
      '2024-06-01',
      'withdrawn',
      [fact('GrantAnnounced', '2024-01-01', {}, 'statement'), listed('2024-05-01', 'withdrawn', seven)],
    ],
    [
      'acts on the decision in force under a number, not on the next one',
      '2024-06-01',
      'suspended',
      [
        issued('2022-01-01', { ...seven, validUntil: '2024-12-31' }),
        issued('2024-04-01', { ...seven, validFrom: '2025-01-01', validUntil: '2027-12-31' }),
        listed('2024-05-01', 'suspended', seven),
      ],
    ],
    [
      'withdraws a grant that is not yet valid',
      '2024-09-01',
      'withdrawn',
      [issued('2024-01-01', { ...seven, validFrom: '2024-09-01' }), listed('2024-05-01', 'withdrawn', seven)],
    ],
    [
      'withdraws nothing that has ended by its dates',
      '2024-09-01',
      'expired',
      [issued('2022-01-01', { ...seven, validUntil: '2024-01-01' }), listed('2024-05-01', 'withdrawn', seven)],
    ],
    [
      'does it to a grant that ran by then and is published later',
      '2024-09-01',
      'suspended',
      [
        issued('2018-01-01', { ...seven, validUntil: '2021-01-01' }),
        listed('2024-05-01', 'suspended'),
        issued('2024-06-01', { ...eight, validFrom: '2024-02-01', validUntil: '2027-01-31' }),
      ],
    ],
    [
      'gives no grant that starts later',
      '2025-01-01',
      'expired',
      [listed('2024-05-01', 'expired', { validFrom: '2025-01-01' })],
    ],
    [
      'gives no grant in force once its start has come',
      '2025-01-01',
      'suspended',
      [listed('2024-05-01', 'suspended', { validFrom: '2025-01-01' })],
    ],
    [
      'is lifted by its own register only',
      '2024-06-01',
      'suspended',
      [
        issued('2024-01-01', seven),
        listed('2024-04-01', 'suspended', seven),
        listed('2024-05-01', 'suspended', seven, 'list', 'another'),
        listed('2024-06-01', 'granted', seven),
      ],
    ],
    [
      'is no act on a grant that came since when it is only repeated',
      '2024-06-01',
      'granted',
      [
        issued('2022-01-01', { validUntil: '2025-01-01' }),
        listed('2024-01-01', 'withdrawn'),
        issued('2024-05-01', { validUntil: '2027-05-01' }),
        listed('2024-06-01', 'withdrawn', { level: 'x' }),
      ],
    ],
    [
      'is taken back by a listing as granted, whichever grant it was about',
      '2024-09-01',
      'granted',
      [
        issued('2018-01-01', { ...seven, validUntil: '2021-01-01' }),
        listed('2024-05-01', 'suspended'),
        listed('2024-09-01', 'granted', { validFrom: '2024-02-01' }),
      ],
    ],
    ...([{ decision: '9' }, { validFrom: '2024-12-01' }].map((data, nth) => [
      `acts on a later decision ${nth === 0 ? 'by its number' : 'by its start'}, whatever it listed before`,
      '2025-07-01',
      'withdrawn',
      [
        issued('2023-11-30', { ...seven, validUntil: '2026-11-30' }),
        listed('2024-06-01', 'withdrawn'),
        issued('2024-12-01', { decision: '9', validUntil: '2027-12-01' }),
        listed('2025-06-01', 'withdrawn', data),
      ],
    ]) as [string, string, string, DossierEvent[]][]),
    [
      'undoes no reinstatement by a repetition, also of the better one of two sources',
      '2024-08-02',
      'granted',
      [
        issued('2023-11-30', { ...seven, validUntil: '2026-11-30' }),
        listed('2024-06-01', 'withdrawn', seven),
        fact('GrantReinstated', '2024-06-15', seven, 'decision'),
        listed('2024-07-01', 'withdrawn', seven, 'list'),
        listed('2024-08-01', 'withdrawn', seven),
      ],
    ],
    [
      'undoes no reinstatement of two decisions that it lists by turns',
      '2024-08-02',
      'granted',
      [
        issued('2023-11-30', { ...seven, validUntil: '2026-11-30' }),
        issued('2024-01-30', { ...eight, validUntil: '2027-01-30' }),
        ...[seven, eight].map((one) => listed('2024-06-01', 'suspended', one)),
        ...[seven, eight].map((one) => fact('GrantReinstated', '2024-06-15', one, 'decision')),
        ...[seven, eight].map((one) => listed('2024-07-01', 'suspended', one)),
      ],
    ],
    [
      'with a start of long before the next decision does not withdraw that',
      '2025-02-01',
      'granted',
      [
        issued('2024-05-01', { ...seven, validFrom: '2025-01-01', validUntil: '2028-01-01' }),
        listed('2024-06-01', 'withdrawn', { validFrom: '2021-06-01' }),
      ],
    ],
    [
      'stands beside a decision under its number that was over before its start',
      '2024-09-01',
      'withdrawn',
      [
        issued('2023-11-30', { ...seven, validUntil: '2023-06-30' }),
        listed('2024-06-01', 'withdrawn', seven),
        fact('GrantAnnounced', '2024-08-01', {}, 'company'),
      ],
    ],
    [
      'by the press does not undo a refusal',
      '2024-06-01',
      'refused',
      [fact('ApplicationRefused', '2024-01-01', {}, 'decision'), listed('2024-05-01', 'suspended', {}, 'press')],
    ],
  ])('%s', (_, day, status, events) => {
    expect(on(day, ...events).status).toBe(status);
  });

  it('of a grant that was not on record leaves no warning once it is listed as granted again', () => {
    const events = [
      issued('2022-01-01', { ...seven, validUntil: '2024-05-31' }),
      listed('2024-06-01', 'suspended', seven),
      listed('2024-07-01', 'granted', { ...seven, validUntil: '2027-01-01' }),
    ];
    expect(on('2024-08-01', ...events).warnings.map(({ code }) => code)).not.toContain('no-such-grant');
  });

  it('of another number follows no report or duty in force', () => {
    const events = [issued('2024-01-01', seven), listed('2024-05-01', 'withdrawn', eight)];
    const facts = factsOf(onRecord([opened(), ...events]))!;
    expect(standingOn(facts, dutyScheme, '2024-06-01').status).toBe('granted');
  });

  it('was a listing of the service: once it is absent, the grant is no longer listed', () => {
    const events = [
      issued('2024-01-01', seven),
      listed('2024-02-01', 'in-progress'),
      listed('2024-03-01', 'suspended'),
      fact('GrantReinstated', '2024-04-01', {}, 'decision'),
      listed('2024-05-01', 'absent'),
    ];
    expect(on('2024-06-01', ...events)).toMatchObject({ status: 'granted', confirmed: false });
  });
});

describe('a decision that is published later', () => {
  const late = { decision: '7', validFrom: '2022-01-01', validUntil: '2024-12-31' };
  const listed = (as: HowListed, data: object) =>
    fact('RegisterObserved', '2023-01-10', { register: 'one', listing: as, ...data }, 'catalogue');

  it.each(['GrantSuspended', 'GrantWithdrawn'] as const)('is that of the listed grant with the %s', (type) => {
    const act = fact(type, '2023-06-01', {});
    const by = type === 'GrantSuspended' ? 'suspended' : 'withdrawn';
    for (const data of [{}, { decision: '7' }]) {
      const issued = fact('GrantIssued', '2023-07-01', late);
      expect(on('2023-08-01', listed('granted', data), act, issued).status).toBe(by);
      expect(on('2023-08-01', listed(by, data), issued).status).toBe(by);
    }
  });
});

describe('a reinstatement', () => {
  it('is that of the withdrawn decision that it names, rather than of one without a number', () => {
    const seven = { decision: '7' };
    const events = [
      fact('GrantIssued', '2023-11-30', { ...seven, validUntil: '2026-11-30' }),
      fact('GrantWithdrawn', '2024-06-01', seven),
      fact('GrantIssued', '2025-01-01', { validUntil: '2025-06-30' }),
      fact('GrantWithdrawn', '2025-03-01', {}),
      fact('GrantReinstated', '2025-09-01', seven),
    ];
    expect(on('2025-09-02', ...events).status).toBe('granted');
  });
});

describe('a withdrawal that names no decision', () => {
  it('is that of the next grant, where the one before was withdrawn', () => {
    const next = { decision: '8', validFrom: '2025-01-01' };
    const withdrawals = ['2024-05-01', '2024-06-01'].map((day) => fact('GrantWithdrawn', day, {}));
    const events = [fact('GrantIssued', '2023-06-01', next), decision, ...withdrawals];
    expect(on('2025-01-01', ...events).status).toBe('withdrawn');
  });
});
