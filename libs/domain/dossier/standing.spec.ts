import { describe, expect, it } from '@jest/globals';
import { secnumcloud } from '../scheme/secnumcloud.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { factsOf } from './facts.js';
import type { Status } from './status.js';
import { labelsOn, standingOn } from './standing.js';
import { slipDays } from './progress.js';

const on = (day: string, ...events: DossierEvent[]) =>
  standingOn(factsOf(onRecord([opened(), ...events]))!, secnumcloud, day);

const j0 = fact('MilestoneReached', '2025-04-17', { milestone: 'J0' }, 'company');
const target = fact('TargetSet', '2024-01-15', { milestone: 'J3', target: '2025' }, 'company');
const grant = (validUntil: string, occurred = '2023-12-28') =>
  fact('GrantIssued', occurred, { decision: occurred, validUntil });

describe('a dossier, in addition to its status,', () => {
  it('has its furthest milestone, dated by the best source', () => {
    const confirmed = fact('MilestoneReached', '2025-04-10', { milestone: 'J0' }, 'statement');
    expect(on('2026-01-01', j0, confirmed).stage).toEqual({ milestone: 'J0', occurred: '2025-04-10', confirmed: true });
    expect(on('2026-01-01', target).stage).toBeNull();
  });

  it('is derived once for a record and a day, by whoever asks', () => {
    const record = onRecord([opened(), j0]);
    const asked = (day: string) => standingOn(factsOf(record)!, secnumcloud, day);
    const first = asked('2026-01-01');
    expect(asked('2026-01-01')).toBe(first);
    expect([asked('2026-01-13').stale, asked('2026-01-01')]).toEqual([true, first]);
    expect(factsOf([...record])).not.toBe(factsOf(record));
  });

  it('has a delay from the latest day of a target until today or the day it was reached', () => {
    const [missed] = on('2026-11-25', target).targets;
    expect(slipDays(missed!, '2026-11-25')).toBe(329);
    expect(slipDays(missed!, '2025-12-31')).toBe(0);
    const [reached] = on('2026-11-25', target, grant('2029-01-10', '2026-01-10')).targets;
    expect([reached?.reached, slipDays(reached!, '2026-11-25')]).toEqual(['2026-01-10', 10]);
  });

  it('is not late for a milestone that came before the target was set', () => {
    const again = fact('TargetSet', '2025-06-01', { milestone: 'J0', target: '2025-Q3' });
    expect(on('2026-01-01', j0, again).targets[0]?.reached).toBeNull();
  });

  it('is expiring within the warning window, unless another grant follows', () => {
    expect(on('2026-07-01', grant('2026-12-29')).expiring).toBe(false);
    expect(on('2026-07-02', grant('2026-12-29')).expiring).toBe(true);
    expect(on('2026-12-30', grant('2026-12-29')).expiring).toBe(false);
    expect(on('2026-11-25', grant('2026-12-29'), grant('2029-11-01', '2026-11-02')).expiring).toBe(false);
  });

  it('is stale if open without activity for longer than the limit, not counting administrative events and other sources', () => {
    const hearsay = fact('StatementMade', '2025-12-01', {}, 'other');
    const set: DossierEvent = { type: 'DeadlineSet', occurred: '2025-12-02', data: { key: 'a', due: '2027' } };
    expect([on('2026-01-12', j0, hearsay, set).stale, on('2026-01-13', j0, hearsay, set).stale]).toEqual([false, true]);
    expect(on('2026-01-13', j0, hearsay, set).lastHeard).toBe('2025-04-17');
  });

  it('is never stale while granted', () => {
    expect(on('2030-01-01', fact('GrantIssued', '2020-01-01', { decision: '1' })).stale).toBe(false);
  });

  it('takes its service from the latest scope', () => {
    const scope = fact(
      'ScopeDeclared',
      '2025-11-17',
      { service: 'Bleu cloud platform', serviceKinds: ['IaaS'] },
      'company',
    );
    expect(on('2025-11-16', j0, scope).service).toBeNull();
    expect(on('2025-11-17', j0, scope).service).toEqual({ name: 'Bleu cloud platform', kinds: ['IaaS'] });
  });

  it('carries the derived label while the outcome is in force and the label exists', () => {
    const grant = { state: 'in-force', confirmed: true, referential: null } as const;
    const labels = (status: Status, day: string, more: object = {}) =>
      labelsOn(secnumcloud, { status, grants: [{ ...grant, ...more }] }, day);
    expect(labels('granted', '2021-05-16')).toEqual([]);
    expect(labels('granted', '2021-05-17')).toEqual(['cloud-de-confiance']);
    expect(labels('suspended', '2026-01-01', { state: 'suspended' })).toEqual([]);
    expect(labels('granted', '2026-01-01', { confirmed: false })).toEqual([]);
    expect(labels('granted', '2026-08-11', { referential: '3.1' })).toEqual(['cloud-de-confiance']);
    expect(labels('granted', '2026-08-12', { referential: '3.1' })).toEqual([]);
    expect(labels('granted', '2026-08-12', { referential: '3.2' })).toEqual(['cloud-de-confiance']);
  });

  it('depends on another from the declaration until the day on which that ends', () => {
    const events = [
      fact('DependencyDeclared', '2025-03', { dependsOn: uuid(7) }),
      fact('DependencyEnded', '2025-06-01', { dependsOn: uuid(7) }),
      fact('DependencyDeclared', '2026', { dependsOn: uuid(7) }),
    ];
    const facts = factsOf(onRecord([opened(), ...events]))!;
    const dependsOn = (day: string) => standingOn(facts, secnumcloud, day).dependsOn;
    expect(['2025-02-28', '2025-03-01', '2025-05-31', '2025-06-01', '2026-01-01'].map(dependsOn)).toEqual([
      [],
      [uuid(7)],
      [uuid(7)],
      [],
      [uuid(7)],
    ]);
  });
});
