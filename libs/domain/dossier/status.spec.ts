import { describe, expect, it } from '@jest/globals';
import { builtInSchemes } from '../scheme/catalogue.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { fact, onRecord, opened } from '#test/events.js';
import { factsOf } from './facts.js';
import { standingOn } from './standing.js';

const status = (events: DossierEvent[], day: string, scheme = 'secnumcloud'): string => {
  const facts = factsOf(onRecord([opened({ scheme }), ...events]));
  const { status: said, confirmed } = standingOn(facts!, builtInSchemes.get(scheme)!, day);
  return confirmed ? said : `${said} (claimed)`;
};

const intent = fact('IntentDeclared', '2021-05-27', {}, 'company');
const validated = fact('ValidationIssued', '2021-05-27', { authority: 'ANSSI' }, 'company');
const target = fact('TargetSet', '2021-05-27', { milestone: 'J3', target: '2025' }, 'press');
const announcement = fact('AnnouncementMade', '2021-05-27', {}, 'press');
const j0 = fact('MilestoneReached', '2025-04-17', { milestone: 'J0' }, 'company');
const j1 = fact('MilestoneReached', '2025-11-17', { milestone: 'J1' }, 'company');
const listed = (day: string) => fact('RegisterObserved', day, { register: 'list', listing: 'in-progress' }, 'list');
const granted = (data: object) =>
  fact('GrantIssued', '2026-01-10', { decision: '12', validUntil: '2028-12-31', ...data });
const grant = granted({ validFrom: '2026-01-10' });
const ahead = granted({ validFrom: '2026-03-01' });
const reserved = fact('GrantIssued', '2026-01-10', { decision: '12', reservations: [{ text: 'log retention' }] });
const lifted = fact('ReservationLifted', '2026-06-01', { decision: '12' });
const suspended = fact('GrantSuspended', '2027-02-01', {});
const reinstated = fact('GrantReinstated', '2027-03-01', {});
const withdrawn = fact('GrantWithdrawn', '2027-02-01', { decision: '12' });
const filed = (day: string) => fact('ApplicationFiled', day, {}, 'company');
const refused = fact('ApplicationRefused', '2026-02-01', {});
const abandoned = fact('ApplicationAbandoned', '2026-02-01', {}, 'company');
const hearsay = fact('GrantIssued', '2025-01-01', { decision: '7' }, 'other');
const said = fact('StatementMade', '2025-01-01', {}, 'statement');
const disputed = fact('ClaimDisputed', '2025-12-01', {}, 'statement');
const lapsed: DossierEvent = {
  ...{ type: 'GrantExpired', occurred: '2026-02-01' },
  data: { grant: null, decision: '12', validUntil: '2026-01-31' },
};
const audit = fact('MilestoneReached', '2025-01-01', { milestone: 'stage-1' }, 'company');
const certificate = fact('MilestoneReached', '2025-06-01', { milestone: 'certificate' }, 'company');

describe('the status of a dossier', () => {
  it.each<[string, DossierEvent[], string, string]>([
    ['is unknown before anything happened', [intent], '2021-05-26', 'unknown (claimed)'],
    ['is announced by an intent', [intent], '2021-05-27', 'announced (claimed)'],
    ['is announced by a validation', [validated], '2021-05-27', 'announced (claimed)'],
    ['is announced by a target', [target], '2021-05-27', 'announced (claimed)'],
    ['is announced by an announcement', [announcement], '2021-05-27', 'announced (claimed)'],
    ['follows the first milestone', [intent, j1, j0], '2025-05-01', 'applied (claimed)'],
    ['follows the furthest milestone in any order', [intent, j1, j0], '2025-12-01', 'in-progress (claimed)'],
    ['is claimed before the authority’s list', [j1, listed('2026-09-26')], '2026-09-25', 'in-progress (claimed)'],
    ['is confirmed by the authority’s list', [j1, listed('2026-09-26')], '2026-09-26', 'in-progress'],
    ['is not granted before the first day of a decision', [j1, grant], '2026-01-09', 'in-progress (claimed)'],
    ['is granted on the first day of a decision', [j1, grant], '2026-01-10', 'granted'],
    ['is granted on the last day of a decision', [j1, grant], '2028-12-31', 'granted'],
    ['is expired after the last day of a decision', [j1, grant], '2029-01-01', 'expired'],
    ['is in progress before a future decision', [j1, ahead], '2026-02-01', 'in-progress'],
    ['is granted from the first day of a future decision', [j1, ahead], '2026-03-01', 'granted'],
    ['is granted with reservations', [reserved, lifted], '2026-05-31', 'granted-with-reservations'],
    ['is granted once they are lifted', [reserved, lifted], '2026-06-01', 'granted'],
    ['is suspended', [grant, suspended, reinstated], '2027-02-28', 'suspended'],
    ['is granted again when reinstated', [grant, suspended, reinstated], '2027-03-01', 'granted'],
    ['is granted before a withdrawal', [grant, withdrawn], '2027-01-31', 'granted'],
    ['is withdrawn from its day', [grant, withdrawn], '2027-02-01', 'withdrawn'],
    ['is granted while renewing', [grant, filed('2028-06-01')], '2028-12-31', 'granted'],
    ['is renewing after the end', [grant, filed('2028-06-01')], '2029-01-01', 'renewing (claimed)'],
    ['is not renewing because of an outdated list', [grant, listed('2026-03-01')], '2029-01-01', 'expired'],
    ['is refused', [j1, refused], '2026-02-01', 'refused'],
    ['is abandoned', [j1, abandoned], '2026-02-01', 'abandoned (claimed)'],
    ['is refused until a later stage', [j1, refused, filed('2026-05-01')], '2026-05-01', 'applied (claimed)'],
    ['is not changed by words', [j0, hearsay, said, disputed], '2026-01-01', 'applied (claimed)'],
    ['is not ended by a recorded expiry', [grant, lapsed], '2026-03-01', 'granted'],
  ])('%s', (_, events, day, expected) => {
    expect(status(events, day)).toBe(expected);
  });

  it.each(['hds', 'iso-27001'])('follows the milestones of any scheme: %s', (scheme) => {
    expect(status([audit], '2025-01-01', scheme)).toBe('in-progress (claimed)');
    expect(status([audit, certificate], '2025-06-01', scheme)).toBe('granted (claimed)');
  });
});

it('orders an imprecise refusal by a step that is recorded later, on a record that was read before', () => {
  const events = [opened(), fact('ApplicationRefused', '2026', {}), filed('2026-03-01')];
  const record = onRecord(events);
  for (const count of [1, 2]) factsOf(record.slice(0, count));
  expect(factsOf(record)).toEqual(factsOf(onRecord(events)));
  expect(factsOf(record)!.dated.map(({ day }) => day)).toEqual(['2026-03-01', '2026-03-01']);
});
