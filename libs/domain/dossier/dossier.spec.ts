import { describe, expect, it } from '@jest/globals';
import type { DossierEvent, NewDossierEvent } from '../event/dossier-events.js';
import { refuse } from '../refusal.js';
import { builtInSchemes } from '../scheme/catalogue.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { corrected, fact, opened, uuid } from '#test/events.js';
import { given } from '#test/given.js';
import { openDossier, recordOnDossier, type DossierAsked } from './dossier.js';
import type { DossierRecord } from './facts.js';

const id = uuid(500);
const open = (asked: Partial<DossierAsked>) => (record: DossierRecord) =>
  openDossier(record, { provider: uuid(900), scheme: 'secnumcloud', ...asked }, builtInSchemes);
const record = (event: DossierEvent) => (before: DossierRecord) =>
  recordOnDossier(before, event as NewDossierEvent, { id, scheme: secnumcloud });
const set = (due = '2027-03'): DossierEvent => ({ type: 'DeadlineSet', data: { key: 'file', due } });
const met: DossierEvent = { type: 'DeadlineMet', data: { key: 'file' } };
const moved: DossierEvent = { type: 'DeadlineMoved', data: { key: 'file', due: '2027-06' } };

describe('opening a dossier', () => {
  it('names the service and its kinds, or neither while the scope is unknown', () => {
    given<DossierEvent>()
      .when(open({ service: { name: 'Whaller', kinds: ['SaaS'] } }))
      .then(opened({ service: 'Whaller', serviceKinds: ['SaaS'] }));
    given<DossierEvent>().when(open({})).then(opened());
  });

  it('is refused twice, for an unknown scheme and for a service without a letter or digit', () => {
    given(opened()).when(open({})).thenRefused('already-exists', 'service');
    given<DossierEvent>()
      .when(open({ scheme: 'gold' }))
      .thenRefused('not-found', 'scheme');
    given<DossierEvent>()
      .when(open({ service: { name: '—', kinds: [] } }))
      .thenRefused('name-unusable', 'service.name');
  });
});

describe('recording on a dossier', () => {
  const filed = fact('ApplicationFiled', '2025', {});

  it('records the event unchanged, regardless of earlier events', () => {
    given(opened()).when(record(filed)).then(filed);
  });

  it('is refused on a dossier that was never opened', () => {
    given<DossierEvent>().when(record(filed)).thenRefused('not-found', 'dossier');
  });

  it('is refused for a duty that the scheme does not have', () => {
    given(opened())
      .when(record(fact('SurveillancePassed', '2025-01-10', { duty: 'yearly' })))
      .thenRefused('unknown-reference', 'data.duty');
  });

  it('is refused for a milestone that the scheme does not have, naming those it has', () => {
    given(opened())
      .when(record(fact('MilestoneReached', '2025', { milestone: 'J4' })))
      .thenRefused('unknown-reference', 'data.milestone');
    given(opened())
      .when(record(fact('TargetSet', '2025', { milestone: 'stage-1', target: '2026' })))
      .thenRefused('unknown-reference', 'data.milestone');
  });

  it('is refused for a dependency on itself', () => {
    given(opened())
      .when(record(fact('DependencyDeclared', '2025', { dependsOn: id })))
      .thenRefused('dependency-cycle', 'data.dependsOn');
  });

  it('ends a declared dependency, and no other', () => {
    const declared = fact('DependencyDeclared', '2025-03', { dependsOn: uuid(7) });
    const ended = fact('DependencyEnded', '2025-06-01', { dependsOn: uuid(7), reason: 'own infrastructure' });
    given(opened(), declared).when(record(ended)).then(ended);
    given(opened()).when(record(ended)).thenRefused('unknown-reference', 'data.dependsOn');
    given(opened(), declared)
      .when(record({ ...ended, data: { dependsOn: uuid(8) } }))
      .thenRefused('unknown-reference', 'data.dependsOn');
    given(opened(), declared)
      .when(record({ ...ended, occurred: '2025-02' }))
      .thenRefused('unknown-reference', 'data.dependsOn');
    given(opened(), declared, ended)
      .when(record(corrected(uuid(3), { data: { dependsOn: uuid(8) } })))
      .thenRefused('unknown-reference', 'data.changes.data.dependsOn');
  });

  it('sets a deadline once, moves and closes it while open, and can set it again afterwards', () => {
    given(opened()).when(record(set())).then(set());
    given(opened(), set()).when(record(set())).thenRefused('already-exists', 'data.key');
    given(opened(), set()).when(record(moved)).then(moved);
    given(opened(), set(), met).when(record(moved)).thenRefused('unknown-reference', 'data.key');
    given(opened()).when(record(met)).thenRefused('unknown-reference', 'data.key');
    given(opened(), set(), met)
      .when(record(set('2028')))
      .then(set('2028'));
  });

  it('sets a target aside once, with a reason', () => {
    const target = fact('TargetSet', '2024', { milestone: 'J3', target: '2026-H1' });
    const aside = (reason?: string) =>
      ({ type: 'DeadlineCancelled', data: { key: 'target-j3-2026-h1', ...(reason && { reason }) } }) as const;
    given(opened(), target)
      .when(record(aside('Replaced by another plan')))
      .then(aside('Replaced by another plan'));
    given(opened(), target).when(record(aside())).thenRefused('reason-missing', 'data.reason');
    given(opened(), target, aside('Replaced'))
      .when(record(aside('Again')))
      .thenRefused('unknown-reference', 'data.key');
  });
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
