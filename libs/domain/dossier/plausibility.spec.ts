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
    const disputed = fact(
      'ClaimDisputed',
      '2026-01-10',
      { speaker: 'CNIL', title: 'out of reach of foreign law' },
      'press',
    );
    expect(on('2026-02-01', [disputed]).warnings).toMatchObject([
      { code: 'claim-disputed', params: { speaker: 'CNIL', title: 'out of reach of foreign law' } },
    ]);
  });
});

describe('an implausible event', () => {
  it('is a grant before its scheme existed', () => {
    expect(codes('2016-06-01', [grant({ validUntil: '2018-01-01' }, '2016-01-10')])).toEqual(['before-scheme']);
    expect(codes('2017-06-01', [grant({ validUntil: '2019-01-01' }, '2016-12-08')])).toEqual([]);
  });

  it('is a grant under a scheme of which there are only drafts', () => {
    const draft = scheme({ referentials: [{ version: '0.1', published: '2020-12-22', draft: true }] });
    expect(codes('2026-11-25', [grant({})], draft)).toEqual(['before-scheme']);
  });

  it('is a grant under an unpublished or unknown version', () => {
    const early = grant({ referential: '3.2', validUntil: '2023-01-10' }, '2021-01-10');
    expect(codes('2021-06-01', [early])).toEqual(['before-referential']);
    expect(codes('2026-11-25', [grant({ referential: '4.0' })])).toEqual(['before-referential']);
    expect(codes('2026-11-25', [grant({ referential: '3.2' })])).toEqual([]);
  });

  it('is an end beyond the maximum of the scheme and its tolerance', () => {
    expect(codes('2026-11-25', [grant({ validUntil: '2029-08-07' })])).toEqual([]);
    expect(codes('2026-11-25', [grant({ validUntil: '2029-08-08' })])).toEqual(['validity-too-long']);
  });

  it('is not one with compatible partial dates', () => {
    expect(codes('2024-01-01', [grant({ validUntil: '2026-12' }, '2023-12')])).toEqual([]);
    expect(codes('2023-01-01', [grant({ referential: '3.2', validUntil: '2025' }, '2022')])).toEqual([]);
    expect(codes('2017-01-01', [grant({ validUntil: '2018' }, '2016')])).toEqual([]);
  });

  it('is a grant under a version that had ended', () => {
    const over = scheme({ referentials: [{ version: '1', published: '2020-01-01', graceEnds: '2025-10-31' }] });
    const late = grant({ referential: '1', validUntil: '2028-11-14' }, '2025-11-15');
    expect(codes('2025-11-20', [late], over)).toEqual(['version-over']);
  });

  it('is not a renewal that begins after the grant', () => {
    expect(
      codes('2026-06-01', [grant({ validUntil: '2026-12-29' }, '2023-12-28'), reached('J0', '2026-05-01')]),
    ).toEqual([]);
  });

  it('is evaluated with its corrected date', () => {
    const moved = {
      type: 'EventCorrected' as const,
      data: { event: uuid(2), changes: { occurred: '2026-11-25' }, reason: 'r' },
    };
    const { warnings } = on('2026-11-26', [reached('J0', '2026-11-24'), moved]);
    expect(warnings).toEqual([]);
  });

  it('is an end before the day of the decision', () => {
    const backwards = fact('GrantIssued', '2026-07-31', { decision: '1', validUntil: '2026-07-30' });
    expect(codes('2026-11-25', [backwards])).toEqual(['ends-before-it-starts']);
    expect(codes('2026-11-25', [grant({ validUntil: '2026-07' })])).toEqual([]);
  });

  it('is a milestone before the one that it follows', () => {
    expect(codes('2026-01-01', [reached('J1', '2025-03-01'), reached('J0', '2025-04-17')])).toEqual(['out-of-order']);
    expect(codes('2026-01-01', [reached('J1', '2025-04'), reached('J0', '2025-04-17')])).toEqual([]);
  });

  it('is a milestone without the one right before it', () => {
    expect(on('2026-01-01', [reached('J1', '2025-11-17')]).warnings).toMatchObject([
      { code: 'missing-milestone', kind: 'gap', params: { milestone: 'J1', missing: ['J0'] } },
    ]);
    expect(codes('2026-01-01', [reached('J0', '2025-04-17'), reached('J1', '2025-11-17')])).toEqual([]);
  });

  it('was recorded before its date, with a warning from then on', () => {
    const tomorrow = reached('J0', '2026-11-27');
    expect(codes('2026-11-23', [tomorrow])).toEqual([]);
    expect(codes('2026-11-24', [tomorrow])).toEqual(['in-the-future']);
    expect(codes('2027-01-01', [tomorrow])).toEqual(['in-the-future']);
    expect(codes('2026-11-26', [reached('J0', '2026-11-25')])).toEqual([]);
  });

  it('is a level that the scheme does not know', () => {
    const levels = scheme({ levels: ['basic', 'high'] });
    expect(codes('2026-11-25', [grant({ level: 'top' })], levels)).toEqual(['unknown-level']);
    expect(codes('2026-11-25', [grant({ level: 'high' })], levels)).toEqual([]);
  });
});
