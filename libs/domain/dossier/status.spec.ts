import { describe, expect, it } from '@jest/globals';
import { builtInSchemes } from '../scheme/catalogue.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { fact, onRecord, opened } from '#test/events.js';
import { factsOf } from './facts.js';
import { standingOn, type Standing } from './standing.js';

const standing = (events: DossierEvent[], day: string, scheme = 'secnumcloud'): Standing => {
  const facts = factsOf(onRecord([opened({ scheme }), ...events]));
  return standingOn(facts!, builtInSchemes.get(scheme)!, day);
};

const status = (events: DossierEvent[], day: string, scheme?: string): [string, boolean] => {
  const { status: said, confirmed } = standing(events, day, scheme);
  return [said, confirmed];
};

const intent = fact('IntentDeclared', '2021-05-27', {}, 'company');
const j0 = fact('MilestoneReached', '2025-04-17', { milestone: 'J0' }, 'company');
const j1 = fact('MilestoneReached', '2025-11-17', { milestone: 'J1' }, 'company');
const grant = fact('GrantIssued', '2026-01-10', { decision: '12', validFrom: '2026-01-10', validUntil: '2028-12-31' });

describe('the status of a dossier', () => {
  it('is unknown before anything happened', () => {
    expect(status([intent], '2021-05-26')).toEqual(['unknown', false]);
  });

  it('is announced by an intent, a target, an announcement or a validation', () => {
    const validated = fact('ValidationIssued', '2021-05-27', { authority: 'ANSSI' }, 'company');
    const target = fact('TargetSet', '2021-05-27', { milestone: 'J3', target: '2025' }, 'press');
    const announcement = fact('AnnouncementMade', '2021-05-27', {}, 'press');
    for (const event of [intent, validated, target, announcement])
      expect(status([event], '2021-05-27')).toEqual(['announced', false]);
  });

  it('follows the furthest milestone, in any order of recording', () => {
    expect(status([intent, j1, j0], '2025-05-01')).toEqual(['applied', false]);
    expect(status([intent, j1, j0], '2025-12-01')).toEqual(['in-progress', false]);
  });

  it('is confirmed once the authority’s list says the same', () => {
    const listed = fact('RegisterObserved', '2026-09-26', { register: 'list', listing: 'in-progress' }, 'list');
    expect(status([j1, listed], '2026-09-25')).toEqual(['in-progress', false]);
    expect(status([j1, listed], '2026-09-26')).toEqual(['in-progress', true]);
  });

  it('is granted from the first to the last day of a decision, both included', () => {
    expect(status([j1, grant], '2026-01-09')).toEqual(['in-progress', false]);
    expect(status([j1, grant], '2026-01-10')).toEqual(['granted', true]);
    expect(status([j1, grant], '2028-12-31')).toEqual(['granted', true]);
    expect(status([j1, grant], '2029-01-01')).toEqual(['expired', true]);
  });

  it('counts a future decision from its first day only', () => {
    const ahead = fact('GrantIssued', '2026-01-10', {
      decision: '12',
      validFrom: '2026-03-01',
      validUntil: '2028-12-31',
    });
    expect(status([j1, ahead], '2026-02-01')).toEqual(['in-progress', true]);
    expect(status([j1, ahead], '2026-03-01')).toEqual(['granted', true]);
  });

  it('is granted with reservations until they are lifted', () => {
    const reserved = fact('GrantIssued', '2026-01-10', { decision: '12', reservations: [{ text: 'log retention' }] });
    const lifted = fact('ReservationLifted', '2026-06-01', { decision: '12' });
    expect(status([reserved, lifted], '2026-05-31')).toEqual(['granted-with-reservations', true]);
    expect(status([reserved, lifted], '2026-06-01')).toEqual(['granted', true]);
  });

  it('is suspended between suspension and reinstatement', () => {
    const suspended = fact('GrantSuspended', '2027-02-01', {});
    const reinstated = fact('GrantReinstated', '2027-03-01', {});
    expect(status([grant, suspended, reinstated], '2027-02-28')).toEqual(['suspended', true]);
    expect(status([grant, suspended, reinstated], '2027-03-01')).toEqual(['granted', true]);
  });

  it('is withdrawn from the day of the withdrawal', () => {
    const withdrawn = fact('GrantWithdrawn', '2027-02-01', { decision: '12' });
    expect(status([grant, withdrawn], '2027-01-31')).toEqual(['granted', true]);
    expect(status([grant, withdrawn], '2027-02-01')).toEqual(['withdrawn', true]);
  });

  it('is renewing after the end when an application came after the start', () => {
    const again = fact('ApplicationFiled', '2028-06-01', {}, 'company');
    expect(status([grant, again], '2028-12-31')).toEqual(['granted', true]);
    expect(status([grant, again], '2029-01-01')).toEqual(['renewing', false]);
  });

  it('is not renewing because of an outdated list', () => {
    const lagging = fact('RegisterObserved', '2026-03-01', { register: 'list', listing: 'in-progress' }, 'list');
    expect(status([grant, lagging], '2029-01-01')).toEqual(['expired', true]);
  });

  it('is refused or abandoned until a later stage', () => {
    const refused = fact('ApplicationRefused', '2026-02-01', {});
    const abandoned = fact('ApplicationAbandoned', '2026-02-01', {}, 'company');
    const again = fact('ApplicationFiled', '2026-05-01', {}, 'company');
    expect(status([j1, refused], '2026-02-01')).toEqual(['refused', true]);
    expect(status([j1, abandoned], '2026-02-01')).toEqual(['abandoned', false]);
    expect(status([j1, refused, again], '2026-05-01')).toEqual(['applied', false]);
  });

  it('is not changed by statements, disputes or other sources', () => {
    const hearsay = fact('GrantIssued', '2025-01-01', { decision: '7' }, 'other');
    const said = fact('StatementMade', '2025-01-01', {}, 'statement');
    const disputed = fact('ClaimDisputed', '2025-12-01', {}, 'statement');
    expect(status([j0, hearsay, said, disputed], '2026-01-01')).toEqual(['applied', false]);
  });

  it('is not ended by a recorded expiry', () => {
    const lapsed: DossierEvent = {
      type: 'GrantExpired',
      occurred: '2026-02-01',
      data: { grant: null, decision: '12', validUntil: '2026-01-31' },
    };
    expect(status([grant, lapsed], '2026-03-01')).toEqual(['granted', true]);
  });

  it('follows the milestones of any scheme', () => {
    const audit = fact('MilestoneReached', '2025-01-01', { milestone: 'stage-1' }, 'company');
    const certificate = fact('MilestoneReached', '2025-06-01', { milestone: 'certificate' }, 'company');
    for (const scheme of ['hds', 'iso-27001']) {
      expect(status([audit], '2025-01-01', scheme)).toEqual(['in-progress', false]);
      expect(status([audit, certificate], '2025-06-01', scheme)).toEqual(['granted', false]);
    }
  });
});
