import { describe, expect, it } from '@jest/globals';
import { DossierEventSchema, type DossierEvent } from './dossier-events.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { factsOf } from '../dossier/facts.js';
import { recordOnDossier } from '../dossier/dossier.js';
import { corrected, fact, onRecord, opened, retracted, uuid } from '#test/events.js';
import { decides } from '#test/given.js';
import { liveEvents } from './corrections.js';

const grant = fact('GrantIssued', '2023-12-28', { decision: '2279', validUntil: '2026-12-29' });
const end = (validUntil: string | null) => corrected(uuid(2), { data: { validUntil } });

/** The grant, event 2, as it stands after what follows. */
const grantAfter = (...events: DossierEvent[]): DossierEvent | undefined =>
  liveEvents(onRecord([opened(), grant, ...events]), DossierEventSchema).find(({ id }) => id === uuid(2))?.event;

const endAfter = (...events: DossierEvent[]): unknown => {
  const event = grantAfter(...events);
  return event?.type === 'GrantIssued' ? event.data.validUntil : undefined;
};

describe('a correction', () => {
  it('replaces values field by field', () => {
    expect(grantAfter(end('2027-01-03'))).toEqual({
      ...grant,
      data: { decision: '2279', validUntil: '2027-01-03' },
    });
  });

  it('gives way to a later one for the same field only', () => {
    const source = { kind: 'catalogue', publisher: 'ANSSI' } as const;
    const after = grantAfter(end('2027-01-03'), corrected(uuid(2), { source }), end('2027-01-04'));
    expect(after).toEqual({ ...grant, source, data: { decision: '2279', validUntil: '2027-01-04' } });
  });

  it('removes a field with null', () => {
    expect(grantAfter(end(null))).toEqual({ ...grant, data: { decision: '2279' } });
  });

  it('restores what it replaced when it is retracted', () => {
    expect(endAfter(end('2027-01-03'), end('2027-01-04'), retracted(uuid(4)))).toBe('2027-01-03');
    expect(endAfter(end('2027-01-03'), retracted(uuid(3)))).toBe('2026-12-29');
  });

  it('can itself be corrected', () => {
    const better = corrected(uuid(3), { data: { changes: { data: { validUntil: '2028-01-01' } } } });
    expect(endAfter(end('2027-01-03'), better)).toBe('2028-01-01');
  });

  it('is ignored if the merged event is no longer valid', () => {
    const start = corrected(uuid(2), { data: { validFrom: '2027-01-02' } });
    expect(endAfter(end('2027-01-03'), start, retracted(uuid(3)))).toBe('2026-12-29');
  });
});

describe('a retraction', () => {
  it('removes the event, and can be retracted itself', () => {
    expect(grantAfter(retracted(uuid(2)))).toBeUndefined();
    expect(grantAfter(retracted(uuid(2)), retracted(uuid(3)))).toEqual(grant);
  });

  it('keeps the order of what remains', () => {
    const facts = factsOf(onRecord([opened(), grant, fact('ApplicationFiled', '2020', {}), retracted(uuid(2))]));
    expect(facts?.dated.map(({ id }) => id)).toEqual([uuid(3)]);
  });
});

describe('an amendment is refused', () => {
  const amend = (event: DossierEvent) => (record: Parameters<typeof recordOnDossier>[0]) =>
    recordOnDossier(record, event as never, { id: uuid(500), scheme: secnumcloud });

  const j0 = fact('MilestoneReached', '2025', { milestone: 'J0' });
  const depends = fact('DependencyDeclared', '2025', { dependsOn: uuid(501) });
  const aside = amend(corrected(uuid(3), { data: { event: uuid(1) } }));
  const toJ9 = amend(corrected(uuid(2), { data: { milestone: 'J9' } }));
  const onItself = amend(corrected(uuid(2), { data: { dependsOn: uuid(500) } }));
  const elsewhere = amend(corrected(uuid(1), { data: { scheme: 'hds' } }));
  const noDay = 'amendment-invalid data.changes.data.validUntil';
  decides<DossierEvent>([
    ['if its event is foreign', [opened(), grant], amend(retracted(uuid(77))), 'unknown-reference data.event'],
    ['of what is retracted', [opened(), grant, retracted(uuid(2))], amend(end('2027')), 'already-retracted data.event'],
    ['to what is not valid', [opened(), grant], amend(end('2026-02-30')), noDay],
    ['but not to what is only implausible', [opened(), grant], amend(end('2020')), [end('2020')]],
    ['to another event', [opened(), grant, retracted(uuid(2))], aside, 'amendment-invalid data.changes.data.event'],
    ['to an unknown milestone', [opened(), j0], toJ9, 'unknown-reference data.changes.data.milestone'],
    ['to a circle', [opened(), depends], onItself, 'dependency-cycle data.changes.data.dependsOn'],
    ['of the opening', [opened(), grant], amend(retracted(uuid(1))), 'amendment-invalid data.event'],
    ['to another scheme', [opened(), grant], elsewhere, 'amendment-invalid data.changes.data'],
  ]);
});
