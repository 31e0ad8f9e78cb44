import { describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '../event/dossier-events.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import type { Scheme } from '../scheme/scheme.js';
import { fact, onRecord, opened, source, uuid } from '#test/events.js';
import { scheme } from '#test/schemes.js';
import { factsOf } from './facts.js';
import { standingOn } from './standing.js';

const on = (day: string, events: DossierEvent[], by: Scheme = secnumcloud) =>
  standingOn(factsOf(onRecord([opened({ scheme: by.slug }), ...events]))!, by, day);

const codes = (day: string, events: DossierEvent[], by?: Scheme) =>
  on(day, events, by).warnings.map(({ code }) => code);

const reached = (milestone: string, day: string, from: Parameters<typeof fact>[3] = 'company') =>
  fact('MilestoneReached', day, { milestone }, from);

const grant = (data: object, day = '2026-07-31', from: Parameters<typeof fact>[3] = 'catalogue') =>
  fact('GrantIssued', day, { decision: '1', validFrom: day, validUntil: '2029-07-31', ...data }, from);

describe('sources that disagree', () => {
  it('on the start of a grant are both shown, and the better one applies', () => {
    const announced = fact('GrantAnnounced', '2026-09-01', {}, source('company', { url: 'https://example.org/news' }));
    const { grants, warnings } = on('2026-11-25', [grant({}), announced]);
    expect(grants).toMatchObject([{ validFrom: '2026-07-31' }]);
    expect(warnings).toEqual([
      {
        code: 'start-differs',
        kind: 'conflict',
        params: { from: '2026-07-31', other: '2026-09-01' },
        events: [uuid(2), uuid(3)],
        sides: [
          { event: uuid(2), said: grant({}) },
          { event: uuid(3), said: announced },
        ],
      },
    ]);
  });

  it('do not disagree when one is only less precise', () => {
    expect(codes('2026-11-25', [grant({}), fact('GrantAnnounced', '2026-Q3', {}, 'company')])).toEqual([]);
  });

  it('are shown when the announcement came before the decision', () => {
    const early = fact('GrantAnnounced', '2026-07-01', {}, 'company');
    expect(codes('2026-11-25', [early, grant({})])).toEqual(['start-differs']);
    expect(codes('2026-11-25', [fact('GrantAnnounced', '2023-07-01', {}, 'company'), grant({})])).toEqual([]);
  });

  it('on the date of a milestone are both shown, unless it was reached again in a renewal', () => {
    const j0 = reached('J0', '2025-04-17');
    const later = reached('J0', '2025-05-02', 'statement');
    expect(codes('2025-06-01', [j0, later])).toEqual(['milestone-day-differs']);
    expect(codes('2025-06-01', [reached('J0', '2025-04'), reached('J0', '2025-04-17', 'statement')])).toEqual([]);
    const renewal = [j0, reached('J1', '2025-05-01'), reached('J0', '2026-10-01', 'statement')];
    expect(codes('2026-11-01', renewal)).toEqual([]);
  });

  it('do not change the status if one of them is a third party, which is shown as a warning', () => {
    const listed = fact('RegisterObserved', '2026-09-26', { register: 'list', listing: 'in-progress' }, 'list');
    const claimed = fact('GrantAnnounced', '2026-10-01', {}, 'other');
    const { status, warnings } = on('2026-11-25', [listed, claimed]);
    expect(status).toBe('in-progress');
    expect(warnings).toMatchObject([{ code: 'claim-contradicts', events: [uuid(2), uuid(3)] }]);
  });

  it('refute a grant announced by others if the authority lists it as in progress', () => {
    const claimed = fact('GrantAnnounced', '2026-01-10', {}, 'press');
    const listed = fact('RegisterObserved', '2026-02-01', { register: 'list', listing: 'in-progress' }, 'list');
    expect(on('2026-01-31', [claimed, listed]).status).toBe('granted');
    expect(on('2026-02-01', [claimed, listed])).toMatchObject({
      status: 'in-progress',
      confirmed: true,
      grants: [{ state: 'refuted' }],
      warnings: [{ code: 'claim-contradicts', events: [uuid(3), uuid(2)] }],
    });
  });

  it('are shown when a third party disputes a claim', () => {
    const params = { speaker: 'CNIL', title: 'out of reach of foreign law' };
    const disputed = fact('ClaimDisputed', '2026-01-10', params, 'press');
    expect(on('2026-02-01', [disputed]).warnings).toMatchObject([{ code: 'claim-disputed', params }]);
  });
});

describe('an implausible event', () => {
  const draft = scheme({ referentials: [{ version: '0.1', published: '2020-12-22', draft: true }] });
  const over = scheme({ referentials: [{ version: '1', published: '2020-01-01', graceEnds: '2025-10-31' }] });
  const levels = scheme({ levels: ['basic', 'high'] });
  const early = grant({ referential: '3.2', validUntil: '2023-01-10' }, '2021-01-10');
  const late = grant({ referential: '1', validUntil: '2028-11-14' }, '2025-11-15');
  const renewed = [grant({ validUntil: '2026-12-29' }, '2023-12-28'), reached('J0', '2026-05-01')];
  const backwards = fact('GrantIssued', '2026-07-31', { decision: '1', validUntil: '2026-07-30' });
  const j0 = reached('J0', '2025-04-17');
  const changes = { occurred: '2026-11-25' };
  const moved: DossierEvent = { type: 'EventCorrected', data: { event: uuid(2), changes, reason: 'r' } };
  const tomorrow = reached('J0', '2026-11-27');

  it.each<[string, string, DossierEvent[], string[], Scheme?]>([
    ['before its scheme', '2016-06-01', [grant({ validUntil: '2018-01-01' }, '2016-01-10')], ['before-scheme']],
    ['on the first day of its scheme', '2017-06-01', [grant({ validUntil: '2019-01-01' }, '2016-12-08')], []],
    ['under a scheme of drafts only', '2026-11-25', [grant({})], ['before-scheme'], draft],
    ['under an unpublished version', '2021-06-01', [early], ['before-referential']],
    ['under an unknown version', '2026-11-25', [grant({ referential: '4.0' })], ['before-referential']],
    ['under a known version', '2026-11-25', [grant({ referential: '3.2' })], []],
    ['as long as tolerated', '2026-11-25', [grant({ validUntil: '2029-08-07' })], []],
    ['longer than tolerated', '2026-11-25', [grant({ validUntil: '2029-08-08' })], ['validity-too-long']],
    ['with partial dates of three years', '2024-01-01', [grant({ validUntil: '2026-12' }, '2023-12')], []],
    ['with a year of its version', '2023-01-01', [grant({ referential: '3.2', validUntil: '2025' }, '2022')], []],
    ['with the year of its scheme', '2017-01-01', [grant({ validUntil: '2018' }, '2016')], []],
    ['under a version that had ended', '2025-11-20', [late], ['version-over'], over],
    ['followed by the stages of a renewal', '2026-06-01', renewed, []],
    ['with its date corrected', '2026-11-26', [reached('J0', '2026-11-24'), moved], []],
    ['that ends before its day', '2026-11-25', [backwards], ['ends-before-it-starts']],
    ['that may end on its day', '2026-11-25', [grant({ validUntil: '2026-07' })], []],
    ['before the stage that it follows', '2026-01-01', [reached('J1', '2025-03-01'), j0], ['out-of-order']],
    ['that may be after that stage', '2026-01-01', [reached('J1', '2025-04'), j0], []],
    ['with the stage right before it', '2026-01-01', [j0, reached('J1', '2025-11-17')], []],
    ['to come, the day before its recording', '2026-11-23', [tomorrow], []],
    ['to come, on the day of its recording', '2026-11-24', [tomorrow], ['in-the-future']],
    ['to come when it was recorded', '2027-01-01', [tomorrow], ['in-the-future']],
    ['of the next day', '2026-11-26', [reached('J0', '2026-11-25')], []],
    ['of an unknown level', '2026-11-25', [grant({ level: 'top' })], ['unknown-level'], levels],
    ['of a known level', '2026-11-25', [grant({ level: 'high' })], [], levels],
  ])('is one %s', (_, day, events, expected, ...[by]) => {
    expect(codes(day, events, by)).toEqual(expected);
  });

  it('is a milestone without the one right before it, which is named', () => {
    expect(on('2026-01-01', [reached('J1', '2025-11-17')]).warnings).toMatchObject([
      { code: 'missing-milestone', kind: 'gap', params: { milestone: 'J1', missing: ['J0'] } },
    ]);
  });
});
