import { describe, expect, it } from '@jest/globals';
import type { DossierEvent, NewDossierEvent } from '../event/dossier-events.js';
import { refuse } from '../refusal.js';
import { builtInSchemes } from '../scheme/catalogue.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { corrected, fact, opened, uuid } from '#test/events.js';
import { decides } from '#test/given.js';
import { openDossier, recordOnDossier, type DossierAsked } from './dossier.js';
import type { DossierRecord } from './facts.js';

const id = uuid(500);
const open = (asked: Partial<DossierAsked>, namesake?: string) => (record: DossierRecord) =>
  openDossier(
    record,
    { provider: uuid(900), scheme: 'secnumcloud', ...asked },
    { id, schemes: builtInSchemes, namesake },
  );
const record = (event: DossierEvent) => (before: DossierRecord) =>
  recordOnDossier(before, event as NewDossierEvent, { id, scheme: secnumcloud });
const set = (due = '2027-03'): DossierEvent => ({ type: 'DeadlineSet', data: { key: 'file', due } });
const met: DossierEvent = { type: 'DeadlineMet', data: { key: 'file' } };
const moved: DossierEvent = { type: 'DeadlineMoved', data: { key: 'file', due: '2027-06' } };

describe('opening a dossier', () => {
  const scope = { name: 'Whaller', kinds: ['SaaS'] };
  decides<DossierEvent>([
    ['names the service', [], open({ service: scope }), [opened({ service: 'Whaller', serviceKinds: ['SaaS'] })]],
    ['names none while the scope is unknown', [], open({}), [opened()]],
    ['is refused twice', [opened()], open({}), 'already-exists service'],
    ['is refused for a service that has one', [], open({ service: scope }, uuid(501)), 'already-exists service'],
    ['is refused for an unknown scheme', [], open({ scheme: 'gold' }), 'not-found scheme'],
    ['needs a letter or digit', [], open({ service: { name: '—', kinds: [] } }), 'name-unusable service.name'],
  ]);
});

describe('recording on a dossier', () => {
  const filed = fact('ApplicationFiled', '2025', {});
  const noDuty = record(fact('SurveillancePassed', '2025-01-10', { duty: 'yearly' }));
  const noStage = record(fact('MilestoneReached', '2025', { milestone: 'J4' }));
  const noTarget = record(fact('TargetSet', '2025', { milestone: 'stage-1', target: '2026' }));
  const itself = record(fact('DependencyDeclared', '2025', { dependsOn: id }));
  decides<DossierEvent>([
    ['is done unchanged', [opened()], record(filed), [filed]],
    ['is refused before it is opened', [], record(filed), 'not-found dossier'],
    ['is refused for a duty that the scheme does not have', [opened()], noDuty, 'unknown-reference data.duty'],
    [
      'is refused for a milestone that the scheme does not have',
      [opened()],
      noStage,
      'unknown-reference data.milestone',
    ],
    ['is refused for a target that the scheme does not have', [opened()], noTarget, 'unknown-reference data.milestone'],
    ['is refused for a dependency on itself', [opened()], itself, 'dependency-cycle data.dependsOn'],
  ]);
});

describe('the end of a dependency', () => {
  const declared = fact('DependencyDeclared', '2025-03', { dependsOn: uuid(7) });
  const ended = fact('DependencyEnded', '2025-06-01', { dependsOn: uuid(7), reason: 'own infrastructure' });
  const other = { dependsOn: uuid(8) };
  const wrong = 'unknown-reference data.dependsOn';
  const redirected = record(corrected(uuid(3), { data: other }));
  decides<DossierEvent>([
    ['ends one that was declared', [opened(), declared], record(ended), [ended]],
    ['ends none that was not', [opened()], record(ended), wrong],
    ['ends no other', [opened(), declared], record({ ...ended, data: other }), wrong],
    ['ends none before it was declared', [opened(), declared], record({ ...ended, occurred: '2025-02' }), wrong],
    [
      'is not corrected to another',
      [opened(), declared, ended],
      redirected,
      'unknown-reference data.changes.data.dependsOn',
    ],
  ]);
});

describe('a deadline', () => {
  const target = fact('TargetSet', '2024', { milestone: 'J3', target: '2026-H1' });
  const aside = (reason?: string) =>
    ({ type: 'DeadlineCancelled', data: { key: 'target-j3-2026-h1', ...(reason && { reason }) } }) as const;
  decides<DossierEvent>([
    ['is set', [opened()], record(set()), [set()]],
    ['is set once', [opened(), set()], record(set()), 'already-exists data.key'],
    ['is moved while open', [opened(), set()], record(moved), [moved]],
    ['is not moved afterwards', [opened(), set(), met], record(moved), 'unknown-reference data.key'],
    ['is not met before it is set', [opened()], record(met), 'unknown-reference data.key'],
    ['is set again once it was met', [opened(), set(), met], record(set('2028')), [set('2028')]],
    ['of a target is set aside', [opened(), target], record(aside('Replaced')), [aside('Replaced')]],
    ['of a target is set aside with a reason', [opened(), target], record(aside()), 'reason-missing data.reason'],
    ['of a target is set aside once', [opened(), target, aside('x')], record(aside('y')), 'unknown-reference data.key'],
  ]);
});

describe('a refusal', () => {
  it('names the field and the reason with its parameters', () => {
    const { code, message, problems } = refuse('not-found', 'scheme', 'scheme-not-found', {
      slug: 'x',
      schemes: [],
    });
    expect({ code, message, problems }).toEqual({
      code: 'not-found',
      message: 'scheme-not-found',
      problems: [{ field: 'scheme', code: 'scheme-not-found', params: { slug: 'x', schemes: [] } }],
    });
  });
});
