import { describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '../event/dossier-events.js';
import { ens } from '../scheme/ens.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { decision, dossier, listing } from '#test/dossier-answers.js';
import { fact, source } from '#test/events.js';
import { startClaimedBy } from './standing.js';

const ended = fact('GrantIssued', '2020-12-30', { decision: '7', validUntil: '2023-12-30' });

describe('a claim about a grant of the authority', () => {
  const claims: [string, DossierEvent, string[]][] = [
    ['an announcement by the press', fact('GrantAnnounced', '2026-11-20', {}, 'press'), ['claim-unconfirmed']],
    [
      'an outcome by the company',
      fact('MilestoneReached', '2026-11-20', { milestone: 'J3' }, 'company'),
      ['claim-unconfirmed', 'missing-milestone'],
    ],
    ['an announcement within the grant', fact('GrantAnnounced', '2025-03-01', {}, 'press'), []],
    ['another number', fact('GrantAnnounced', '2025-03-01', { decision: '919' }, 'press'), ['claim-unconfirmed']],
    [
      'the same number, written otherwise',
      fact('GrantAnnounced', '2025-03-01', { decision: 'décision n° 02118' }, 'press'),
      [],
    ],
    [
      'a decision without an end',
      fact('GrantIssued', '2026-11-20', { decision: '7' }, 'company'),
      ['claim-unconfirmed'],
    ],
    [
      'another end',
      fact('GrantIssued', '2023-11-30', { decision: '2118', validUntil: '2029-11-30' }, 'company'),
      ['end-differs'],
    ],
    ['a suspension', fact('GrantSuspended', '2026-06-01', {}, 'press'), ['act-unconfirmed']],
    ['a withdrawal', fact('GrantWithdrawn', '2026-06-01', { decision: '2118' }, 'company'), ['act-unconfirmed']],
    ['a reinstatement', fact('GrantReinstated', '2026-06-01', {}, 'press'), ['act-unconfirmed']],
    ['a listing as absent', listing('2026-06-01', 'absent', 'press'), ['listing-contradicts']],
    ['a refusal', fact('ApplicationRefused', '2026-06-01', {}, 'press'), ['act-unconfirmed']],
    ['a rumour', fact('GrantWithdrawn', '2026-06-01', {}, 'other'), []],
  ];

  it.each(claims)('changes nothing but warnings: %s', (_, claim, warnings) => {
    const [before, after] = [dossier([decision]), dossier([decision, claim])];
    for (const day of ['2026-11-24', '2026-11-30', '2026-12-01', '2031-01-01']) {
      const { status, confirmed, expiring } = after.on(day);
      expect({ day, status, confirmed, expiring }).toEqual({
        day,
        status: before.on(day).status,
        confirmed: before.on(day).confirmed,
        expiring: before.on(day).expiring,
      });
      expect(after.labels(day)).toEqual(before.labels(day));
      expect(after.deadlines(day)).toEqual(before.deadlines(day));
    }
    expect(after.codes('2026-11-24')).toEqual(warnings);
  });

  describe('gives the start where a register of the authority gives none,', () => {
    const listed = listing('2024-06-10', 'granted', 'catalogue', { decision: '9' });
    const started = (kind: 'company' | 'press' | 'decision', validFrom = '2024-01-16') =>
      fact('GrantIssued', '2024-01-20', { decision: '9', validFrom, validUntil: '2027-01-15' }, kind);
    const startOn = (day: string, ...events: DossierEvent[]) =>
      dossier(events)
        .on(day)
        .grants.map((one) => [
          ...[one.validFrom, one.startSource, one.runsFrom, one.confirmedFrom, one.confirmed],
          startClaimedBy(one),
        ]);

    it.each(['company', 'press'] as const)('as a claim of the %s', (kind) => {
      const events = [started(kind), listed];
      expect(startOn('2024-06-09', ...events)).toEqual([['2024-01-16', kind, '2024-01-16', null, false, undefined]]);
      const claimed = ['2024-01-16', kind, '2024-01-16', '2024-06-10'];
      expect(startOn('2024-07-01', ...events)).toEqual([[...claimed, true, kind]]);
      expect(startOn('2026-07-01', ...events)).toEqual([[...claimed, false, kind]]); // read too long ago
    });

    it('as a claim of who reports a listing', () => {
      const reported = listing('2024-02-01', 'granted', 'press', { decision: '9' });
      const claimed = ['2024-02-01', 'press', '2024-02-01'];
      expect(startOn('2024-07-01', reported, listed)).toEqual([[...claimed, '2024-06-10', true, 'press']]);
      const over = listing('2024-06-10', 'granted', 'catalogue', { decision: '9', validUntil: '2024-03-31' });
      expect(startOn('2024-07-01', reported, over)).toEqual([[...claimed, null, true, 'press']]);
    });

    it('not where a register lists it again after a withdrawal', () => {
      const listedBy = (register: string, day: string) =>
        listing(day, 'granted', 'list', { decision: '9', register, validFrom: '2022-01-01' });
      const withdrawn = fact('GrantWithdrawn', '2024-05-01', { decision: '9' }, 'list');
      const grants = startOn('2024-09-01', listedBy('L', '2023-01-10'), withdrawn, listedBy('M', '2024-08-01'));
      expect(grants.at(-1)).toEqual(['2024-08-01', null, '2024-08-01', '2024-08-01', true, undefined]);
    });

    it('not where an act gives it, or nobody', () => {
      const day = '2024-06-10';
      expect(startOn('2024-07-01', listed)).toEqual([[day, null, day, day, true, undefined]]);
      const own = ['2024-01-16', 'decision', '2024-01-16', '2024-01-16', true, undefined];
      expect(startOn('2024-07-01', started('decision'), listed)).toEqual([own]);
      expect(startOn('2024-07-01', started('company', '2024-01-10'), started('decision'), listed)).toEqual([own]);
    });

    it('not if the register listed the grant before', () => {
      const later = fact('GrantIssued', '2024-01-20', { decision: '9', validFrom: '2024-07-01' }, 'company');
      expect(startOn('2024-08-01', later, listed)).toEqual([
        ['2024-06-10', null, '2024-06-10', '2024-06-10', true, undefined],
      ]);
    });

    it('also of a grant that was over when the register was read', () => {
      const over = listing('2024-06-10', 'granted', 'catalogue', { decision: '9', validUntil: '2024-03-31' });
      expect(startOn('2024-07-01', started('company'), over)).toEqual([
        ['2024-01-16', 'company', '2024-01-16', null, true, 'company'],
      ]);
    });
  });

  it('agrees with the grant where the authority says the same', () => {
    const suspended = (day: string, kind: 'decision' | 'press') => fact('GrantSuspended', day, {}, kind);
    const told = dossier([decision, suspended('2026-05-01', 'decision'), suspended('2026-05-04', 'press')]);
    expect(told.status('2026-06-01')).toEqual(['suspended', true]);
    expect(told.codes('2026-06-01')).toEqual([]);
  });

  it('warns after its end and its withdrawal, too', () => {
    const withdrawn = fact('GrantWithdrawn', '2025-02-01', {});
    const reinstated = fact('GrantReinstated', '2025-03-01', {}, 'company');
    const late = fact('ReservationLifted', '2024-01-15', {}, 'company');
    const reported = fact('GrantSuspended', '2026-06-01', {}, 'press');
    for (const told of [
      [decision, withdrawn, reinstated],
      [ended, late],
      [decision, reported],
    ])
      expect(dossier(told).codes('2027-01-01')).toEqual(['act-unconfirmed']);
    const again = dossier([decision, withdrawn, fact('GrantAnnounced', '2025-03-01', {}, 'company')]);
    expect([...again.status('2025-04-01'), ...again.codes('2025-04-01')]).toEqual([
      'withdrawn',
      true,
      'claim-unconfirmed',
    ]);
  });

  it('makes a grant as long as the authority has granted none, without a label', () => {
    const claimed = dossier([listing('2021-05', 'granted', 'press')]);
    expect(claimed.status('2021-06-01')).toEqual(['granted', false]);
    expect(claimed.labels('2021-06-01')).toEqual([]);
    const confirmed = dossier([listing('2021-05', 'granted', 'press'), listing('2021-07-01', 'granted')]);
    expect(confirmed.labels('2021-07-01')).toEqual(['cloud-de-confiance']);
    expect(confirmed.on('2021-07-01').grants).toMatchObject([{ validFrom: '2021-05', confirmed: true }]);
  });
});

describe('an act', () => {
  it('by a weaker source does not undo a withdrawal by a better one', () => {
    const withdrawn = [decision, fact('GrantWithdrawn', '2025-02-01', { decision: '2118' })];
    for (const claim of [
      listing('2025-03-01', 'granted', 'list'),
      listing('2025-03-01', 'granted', 'list', { decision: 'n° 2118' }),
    ]) {
      const told = dossier([...withdrawn, claim]);
      expect(told.status('2025-04-01')).toEqual(['withdrawn', true]);
      expect(told.codes('2025-04-01')).toEqual(['grant-after-withdrawal']);
    }
    const other = dossier([...withdrawn, listing('2025-03-01', 'granted', 'list', { decision: '919' })]);
    expect(other.status('2025-04-01')).toEqual(['granted', true]);
    expect(other.codes('2025-04-01')).not.toContain('grant-after-withdrawal');
  });

  it.each([
    ['GrantWithdrawn', 'withdrawn'],
    ['GrantSuspended', 'suspended'],
  ] as const)('on a grant that is published later is done to it: %s', (type, status) => {
    const data = { decision: '1147', validFrom: '2025-07-11', validUntil: '2028-07-10' };
    const done = fact(type, '2025-12-01', { decision: 'n° 1147' });
    const told = dossier([done, listing('2026-09-15', 'granted', 'catalogue', data)]);
    expect(told.status('2025-11-30')).toEqual(['granted', true]);
    for (const day of ['2025-12-01', '2026-09-14', '2026-10-01']) expect(told.status(day)).toEqual([status, true]);
    expect([told.codes('2026-10-01'), told.labels('2026-10-01')]).toEqual([[], []]);
    const listed = listing('2025-07-11', 'granted', 'catalogue', data);
    expect(dossier([listed, done, fact('GrantIssued', '2026-10-01', data)]).status('2026-10-01')[0]).toBe(status);
  });

  it('extends a grant after its end, and raises its level', () => {
    const data = { decision: '2118', validFrom: '2023-11-30', validUntil: '2029-11-30', level: 'high' };
    const extended = dossier([decision, fact('GrantIssued', '2026-12-15', data)]);
    expect(extended.status('2026-12-10')).toEqual(['granted', true]);
    const grant = { runsFrom: '2023-11-30', runsUntil: '2029-11-30', level: 'high' };
    expect(extended.on('2027-01-01').grants).toMatchObject([grant]);
    const listed = (from?: string) =>
      dossier([
        { ...decision, source: source('catalogue') },
        fact(
          'RegisterObserved',
          '2026-12-15',
          { register: 'r', listing: 'granted', ...data, validFrom: from },
          'catalogue',
        ),
      ]).on('2027-01-01').grants;
    expect(listed(data.validFrom)).toMatchObject([grant]);
    expect(listed()).toMatchObject([{ runsUntil: '2026-11-30' }, { ...grant, runsFrom: '2026-12-15' }]);
  });

  it('by a better source, or the first, gives the level', () => {
    const at = (level: string, kind: 'catalogue' | 'list') =>
      fact('GrantIssued', '2024-03-01', { decision: '7', level, validUntil: '2026-03-01' }, kind);
    for (const events of [
      [at('high', 'catalogue'), at('medium', 'list')],
      [at('medium', 'list'), at('high', 'catalogue')],
    ]) {
      const told = dossier(events, ens);
      expect([told.on('2024-03-01').grants[0]?.level, ...told.codes('2024-03-01')]).toEqual(['high', 'level-differs']);
    }
  });

  it('under the number of a grant changes its version', () => {
    const old = fact('GrantIssued', '2024-03-01', { decision: '7', referential: 'RD 3/2010' });
    const moved = fact('GrantIssued', '2024-04-15', { decision: '7', referential: 'RD 311/2022' });
    expect(dossier([old, moved], ens).status('2025-03-01')).toEqual(['granted', true]);
  });

  it('of listing a service again with the original date bridges no gap', () => {
    const start = { validFrom: '2018-09-26' };
    const [listed, absent] = [listing('2019-01-01', 'granted', 'list', start), listing('2023-10-02', 'absent', 'list')];
    const again = dossier([listed, absent, listing('2025-03-01', 'granted', 'list', start)]);
    expect(again.status('2024-06-01')).toEqual(['expired', true]);
    expect(again.on('2025-03-01').grants.map(({ runsFrom, runsUntil }) => [runsFrom, runsUntil])).toEqual([
      ['2018-09-26', '2023-10-01'],
      ['2025-03-01', null],
    ]);
  });

  it('by a publisher that does not speak for the authority is flagged', () => {
    const issued = (publisher: string) =>
      fact('GrantIssued', '2024-01-10', { decision: '1', validUntil: '2027-01-09' }, source('decision', { publisher }));
    expect(dossier([issued('Le Monde')]).on('2024-02-01').warnings).toMatchObject([
      { code: 'publisher-not-authority', params: { publisher: 'Le Monde', kind: 'decision', authority: 'ANSSI' } },
    ]);
    expect(dossier([issued('legifrance')]).codes('2024-02-01')).toEqual([]);
  });

  it('lifts the reservation that it names', () => {
    const issued = fact('GrantIssued', '2024-01-10', {
      decision: '1',
      validUntil: '2027-01-09',
      reservations: [{ text: 'Log retention' }, { text: 'Key custody', due: '2024-06-30' }],
    });
    const lifted = (reservation: string, day = '2024-03-01') => fact('ReservationLifted', day, { reservation });
    const one = dossier([issued, lifted('log retention')]);
    expect(one.status('2024-03-01')).toEqual(['granted-with-reservations', true]);
    expect(one.on('2024-03-01').grants[0]?.reservations).toEqual([{ text: 'Key custody', due: '2024-06-30' }]);
    expect(one.deadlines('2024-03-01').find(({ kind }) => kind === 'reservation')?.state).toBe('open');
    const both = dossier([issued, lifted('Log retention'), lifted('Key custody')]);
    expect(both.status('2024-03-01')).toEqual(['granted', true]);
    expect(dossier([issued, lifted('Something else')]).codes('2024-03-01')).toEqual(['no-such-reservation']);
  });

  it('under the same number amends the end, earlier or later', () => {
    const amended = (validUntil: string) => fact('GrantIssued', '2025-06-01', { decision: 'n° 2118', validUntil });
    for (const end of ['2025-12-31', '2027-05-31']) {
      const { on, codes } = dossier([decision, amended(end)]);
      expect(on('2025-06-01').grants).toMatchObject([{ validFrom: '2023-11-30', validUntil: end, state: 'in-force' }]);
      expect(codes('2025-06-01')).toEqual(end === '2027-05-31' ? ['validity-too-long'] : []);
      expect(on('2025-05-31').grants[0]?.validUntil).toBe('2026-11-30');
    }
    const weaker = fact('GrantIssued', '2025-06-01', { decision: '2118', validUntil: '2025-12-31' }, 'list');
    expect(dossier([decision, weaker]).codes('2025-06-01')).toEqual(['end-differs']);
  });

  it('reinstates only what is suspended, and annuls a withdrawal by a source that is as good', () => {
    const reinstated = (day: string, kind: 'decision' | 'list' = 'decision') => fact('GrantReinstated', day, {}, kind);
    const withdrawn = fact('GrantWithdrawn', '2025-02-01', {});
    expect(dossier([decision, reinstated('2025-01-01')]).codes('2025-01-01')).toEqual(['not-suspended']);
    expect(dossier([ended, reinstated('2024-01-15')]).codes('2024-01-15')).toEqual(['no-such-grant']);
    const annulled = dossier([decision, withdrawn, reinstated('2025-03-01')]);
    expect(annulled.status('2025-02-15')).toEqual(['withdrawn', true]);
    expect(annulled.status('2025-03-01')).toEqual(['granted', true]);
    const weak = dossier([decision, withdrawn, reinstated('2025-03-01', 'list')]);
    expect(weak.status('2025-03-01')).toEqual(['withdrawn', true]);
    expect(weak.codes('2025-03-01')).toEqual(['grant-after-withdrawal']);
  });

  it('does nothing to a grant that has expired', () => {
    const late = dossier([ended, fact('GrantWithdrawn', '2024-01-15', { decision: '7' })]);
    expect(late.status('2024-01-15')).toEqual(['expired', true]);
    expect(late.codes('2024-01-15')).toEqual(['no-such-grant']);
  });

  it('is ordered by recording where dates do not give an order', () => {
    const suspended = fact('GrantSuspended', '2025-03-10', {});
    const reinstated = fact('GrantReinstated', '2025-03', {});
    const told = dossier([decision, suspended, reinstated]);
    expect(told.status('2025-03-10')).toEqual(['granted', true]);
    expect(told.codes('2025-03-10')).toEqual(['order-by-recording']);
    expect(dossier([decision, reinstated, suspended]).status('2025-04-01')).toEqual(['suspended', true]);
  });

  it('that is decided and not yet valid shows from when', () => {
    const ahead = fact('GrantIssued', '2026-11-25', {
      decision: '1',
      validFrom: '2026-12-10',
      validUntil: '2029-12-09',
    });
    const coming = dossier([ahead]);
    expect(coming.status('2026-11-26')).toEqual(['in-progress', true]);
    expect(coming.on('2026-11-26').grantedFrom).toBe('2026-12-10');
    expect(coming.on('2026-12-10')).toMatchObject({ status: 'granted', grantedFrom: null });
    const withdrawn = dossier([ahead, fact('GrantWithdrawn', '2026-12-01', { decision: '1' })]);
    expect(withdrawn.on('2026-12-20').grants).toMatchObject([{ runsFrom: null, runsUntil: null }]);
    const claimed = dossier([{ ...ahead, source: source('company') }]);
    expect(claimed.status('2026-11-26')).toEqual(['announced', false]);
    expect(claimed.on('2026-11-26').grantedFrom).toBeNull();
    expect(dossier([decision, { ...ahead, data: { ...ahead.data, decision: '2' } }]).status('2026-12-05')).toEqual([
      'renewing',
      true,
    ]);
  });

  it('of a failed surveillance has the effect that the scheme gives it', () => {
    const failed = fact('SurveillanceFailed', '2025-01-10', {});
    const passed = fact('SurveillancePassed', '2025-03-10', {});
    expect(dossier([decision, failed]).status('2025-02-01')).toEqual(['granted', true]);
    expect(dossier([decision, failed]).codes('2025-02-01')).toEqual(['surveillance-failed']);
    const suspends = dossier([decision, failed, passed], { ...secnumcloud, onSurveillanceFailed: 'suspends' });
    expect(suspends.status('2025-02-01')).toEqual(['suspended', true]);
    expect(suspends.status('2025-03-10')).toEqual(['granted', true]);
    const ends = dossier([decision, failed, passed], { ...secnumcloud, onSurveillanceFailed: 'ends' });
    expect(ends.status('2025-03-10')).toEqual(['withdrawn', true]);
  });

  it('of a failed surveillance confirms a suspension that a claim has told, and passing leaves that', () => {
    const announced = fact('GrantAnnounced', '2024-06-01', {}, source('company'));
    const reported = fact('GrantSuspended', '2025-01-05', {}, source('press'));
    const failed = fact('SurveillanceFailed', '2025-01-10', {});
    const passed = fact('SurveillancePassed', '2025-03-10', {});
    const told = dossier([announced, reported, failed, passed], { ...secnumcloud, onSurveillanceFailed: 'suspends' });
    expect(told.status('2025-01-05')).toEqual(['suspended', false]);
    expect(told.status('2025-01-10')).toEqual(['suspended', true]);
    expect(told.status('2025-03-10')).toEqual(['suspended', false]);
  });

  it('that is published later counts from the day on which the grant began', () => {
    const printed = fact('GrantIssued', '2025-12-15', {
      decision: '1',
      validFrom: '2025-12-01',
      validUntil: '2028-11-30',
    });
    expect(dossier([printed]).status('2025-12-05')).toEqual(['granted', true]);
    expect(dossier([printed]).status('2025-11-30')).toEqual(['unknown', false]);
    const claimed = { ...printed, source: source('company') } as DossierEvent;
    expect(dossier([claimed]).status('2025-12-05')).toEqual(['unknown', false]);
  });
});

describe('a claim of a grant that the authority has not given', () => {
  const target = fact('TargetSet', '2023-01-10', { milestone: 'J3', target: '2024' }, 'company');
  const before = fact('GrantAnnounced', '2023-02-01', {}, 'company');
  const announced = fact('GrantAnnounced', '2024-06-01', {}, 'company');
  const byPress = fact('GrantAnnounced', '2024-06-01', {}, 'press');
  const outcome = fact('MilestoneReached', '2024-06-01', { milestone: 'J3' }, 'press');
  const issued = { ...decision, source: source('company'), occurred: '2024-06-01' };
  const refused = fact('ApplicationRefused', '2024-05-01', {});
  const abandoned = fact('ApplicationAbandoned', '2024-05-01', {}, 'statement');
  const withdrawn = fact('GrantWithdrawn', '2024-05-01', {});
  const listed = listing('2024-05-01', 'in-progress', 'list');
  const staged = fact('MilestoneReached', '2024-05-01', { milestone: 'J1' }, 'statement');
  const byPressListed = listing('2024-06-01', 'granted', 'press');
  const overruled: [string, DossierEvent[], string][] = [
    ['the outcome by the press after a refusal', [refused, outcome], 'refused'],
    ['an announcement after a refusal', [refused, announced], 'refused'],
    ['an announcement before a refusal', [before, refused], 'refused'],
    ['a decision by the company after a refusal', [refused, issued], 'refused'],
    ['a listing by the press after an abandonment', [abandoned, byPressListed], 'abandoned'],
    ['a decision by the company after a withdrawal', [before, withdrawn, issued], 'withdrawn'],
    ['the press while the authority lists it as in progress', [listed, byPress], 'in-progress'],
    ['the outcome by the press after a stage by the authority', [staged, outcome], 'in-progress'],
    ['a listing by the press while the authority lists it as in progress', [listed, byPressListed], 'in-progress'],
  ];

  it.each(overruled)('overrules no act: %s', (_, events, status) => {
    const { on, codes } = dossier([target, ...events]);
    const targets = [{ reached: status === 'withdrawn' ? '2023-02-01' : null }];
    expect(on('2024-06-02')).toMatchObject({ status, confirmed: true, targets });
    expect(codes('2024-06-02')).toContain('claim-unconfirmed');
  });

  it('counts again for a new application, or once a withdrawal is annulled', () => {
    const applied = (day: string) => fact('ApplicationFiled', day, {}, 'company');
    const annulled = fact('GrantReinstated', '2024-05-20', {});
    for (const events of [
      [refused, applied('2024-05-02'), announced],
      [before, applied('2024-02-01'), refused],
      [fact('ApplicationRefused', '2024-04-01', {}), withdrawn, applied('2024-05-01'), annulled, announced],
    ])
      expect(dossier(events).status('2024-06-01')).toEqual(['granted', false]);
    expect(dossier([before, withdrawn, annulled, announced]).codes('2024-06-01')).toEqual(['no-end-on-record']);
  });

  it('meets a target if the provider makes it, and not if only the press does', () => {
    expect(dossier([target, announced]).on('2024-06-02').targets).toMatchObject([{ reached: '2024-06-01' }]);
    for (const claim of [byPress, outcome])
      expect(dossier([target, claim]).on('2024-06-02').targets).toMatchObject([{ reached: null }]);
  });

  const down = ['ApplicationRefused', 'ApplicationAbandoned'] as const;
  it.each(down)('leaves what an act says of the application, as does %s', (type) => {
    const claimed = fact(type, '2024-06-01', {}, 'press');
    const [act, status] = type === 'ApplicationRefused' ? [abandoned, 'abandoned'] : [refused, 'refused'];
    for (const [first, stays] of [
      [act, status],
      [listed, 'in-progress'],
    ] as const) {
      const told = dossier([first, claimed]);
      expect([...told.status('2024-06-02'), ...told.codes('2024-06-02')]).toEqual([stays, true, 'act-unconfirmed']);
    }
    expect(dossier([listed, claimed, fact(type, '2024-06-03', {})]).codes('2024-06-04')).toEqual([]);
    const under = dossier([fact(type, '2024-05-01', {}), listing('2024-06-01', 'in-progress', 'press')]);
    expect([under.on('2024-06-02').confirmed, ...under.codes('2024-06-02')]).toEqual([true, 'act-unconfirmed']);
    const ahead = fact('GrantIssued', '2024-05-01', {
      decision: '9',
      validFrom: '2024-07-01',
      validUntil: '2027-06-30',
    });
    expect(dossier([ahead, claimed]).status('2024-06-02')).toEqual(['in-progress', true]);
    expect(dossier([ahead, { ...claimed, source: source('company') }]).on('2024-06-02').confirmed).toBe(
      type === 'ApplicationRefused',
    );
  });

  it.each(down)('follows an application, or a listing, that an imprecise date can mean: %s', (type) => {
    const applied = fact('ApplicationFiled', '2024-03-01', {}, 'company');
    const status = type === 'ApplicationRefused' ? 'refused' : 'abandoned';
    for (const events of [
      [fact(type, '2024', {}), applied],
      [applied, fact(type, '2024', {})],
      [listing('2024-03-01', 'in-progress'), fact(type, '2024', {})],
    ]) {
      const told = dossier(events);
      expect(['2024-02-29', '2024-03-01'].map((day) => told.on(day).status)).toEqual(['unknown', status]);
      expect(told.codes('2024-03-01')).toEqual(['order-by-recording']);
    }
    expect(dossier([fact(type, '2023', {}), applied]).status('2024-03-01')).toEqual(['applied', false]);
  });
});

describe('a warning about a grant', () => {
  it('stays after its end until another grant is in force', () => {
    const longer = fact('GrantIssued', '2020-12-30', { decision: '7', validUntil: '2024-01-05' }, 'company');
    const next = fact('GrantIssued', '2024-06-01', { decision: '8', validUntil: '2027-05-31' });
    const differing = dossier([ended, longer, next]);
    const codes = (told: typeof differing, ...days: string[]) => days.map((day) => told.codes(day).join());
    expect(codes(differing, '2023-12-30', '2023-12-31', '2024-06-01')).toEqual(['end-differs', 'end-differs', '']);
    const [version] = secnumcloud.referentials.filter((one) => one.version === '3.2');
    const graced = { ...secnumcloud, referentials: [{ ...version!, graceEnds: '2025-06-30' }] };
    expect(codes(dossier([decision], graced), '2025-06-30', '2025-07-01')).toEqual(['cut-short', 'cut-short']);
  });
});

describe('a claim after a withdrawal', () => {
  const withdrawn: [string, DossierEvent[]][] = [
    [
      'that a list gives of a grant that is in force on no day',
      [fact('RegisterObserved', '2023-07-01', { register: 'r', listing: 'withdrawn', validUntil: '2023-06-30' })],
    ],
    [
      'before the first day of the grant',
      [
        fact('GrantIssued', '2023-06-01', { decision: '7', validFrom: '2023-12-01' }),
        fact('GrantWithdrawn', '2023-07-01', { decision: '7' }),
      ],
    ],
  ];

  it.each(withdrawn)('stays unconfirmed from its own day on: %s', (_, events) => {
    const told = dossier([...events, fact('GrantAnnounced', '2023-07-02', { decision: '8' }, 'company')]);
    for (const day of ['2023-07-02', '2023-07-03', '2024-07-03'])
      expect(told.codes(day)).toContain('claim-unconfirmed');
  });
});

describe('a grant that only a claim told of', () => {
  it('is over on the first day of that of the authority, and on the day on which this is withdrawn before', () => {
    const claimed = fact('GrantIssued', '2023-01-01', { decision: '8', validUntil: '2024-01-31' }, 'company');
    const granted = fact('GrantIssued', '2023-06-01', { decision: '7', validFrom: '2024-01-31' });
    const shown = (day: string, ...events: DossierEvent[]) =>
      dossier([claimed, granted, ...events])
        .on(day)
        .grants.flatMap(({ decision: number, state }) => (state === 'in-force' ? [number] : []));
    expect(shown('2024-01-31')).toEqual(['7']);
    expect(shown('2023-07-01', fact('GrantWithdrawn', '2023-07-01', { decision: '7' }))).toEqual([]);
  });
});
