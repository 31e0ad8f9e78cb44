import { describe, expect, it } from '@jest/globals';
import { uuid } from '#test/events.js';
import { type Dependency, dependencyWarnings, followDependencies } from './dependency.js';
import type { Status } from './status.js';

const [A, B, C, D] = [uuid(1), uuid(2), uuid(3), uuid(4)];

const dependency = (name: string, status: Status, more: Partial<Dependency> = {}): Dependency => ({
  provider: { id: uuid(9), slug: name.toLowerCase(), name },
  ...{ service: 'IaaS', status, expiring: false, grantEnd: null, dependsOn: [] },
  ...more,
});

const toldOf = (dependsOn: string[], known: [string, Dependency][], status: Status = 'granted') =>
  dependencyWarnings({ id: A, status, because: [uuid(8)], dependsOn }, new Map(known)).map(({ code, params }) => [
    code,
    params,
  ]);

describe('the warnings about what a dossier depends on', () => {
  it('name a grant that has ended or ends soon', () => {
    expect(toldOf([B], [[B, dependency('Outscale', 'granted')]])).toEqual([]);
    const expiring = dependency('Outscale', 'granted', { expiring: true, grantEnd: '2026-11-30' });
    expect(toldOf([B], [[B, expiring]])).toEqual([
      ['depends-on-expiring-grant', { service: 'Outscale / IaaS', ends: '2026-11-30' }],
    ]);
    expect(toldOf([B], [[B, dependency('Outscale', 'expired')]])).toEqual([
      ['depends-on-ended-grant', { service: 'Outscale / IaaS', status: 'expired' }],
    ]);
  });

  it('name what was never granted, while the dependent itself has a grant', () => {
    for (const status of ['in-progress', 'applied', 'announced', 'unknown', 'refused', 'abandoned'] as const)
      expect(toldOf([B], [[B, dependency('Low', status)]])).toEqual([
        ['depends-on-never-granted', { service: 'Low / IaaS', status }],
      ]);
    const told = (own: Status) => toldOf([B], [[B, dependency('Low', 'in-progress')]], own).length;
    expect(
      (['granted-with-reservations', 'suspended', 'in-progress', 'expired', 'renewing'] as const).map(told),
    ).toEqual([1, 1, 0, 0, 0]);
  });

  it('travel the whole chain, with the services in between', () => {
    const known: [string, Dependency][] = [
      [B, dependency('Bee', 'granted', { dependsOn: [C] })],
      [C, dependency('Sea', 'granted', { dependsOn: [D], expiring: true, grantEnd: '2026-12-01', service: null })],
      [D, dependency('Dee', 'withdrawn')],
    ];
    expect(toldOf([B], known)).toEqual([
      ['depends-on-expiring-grant', { service: 'Sea', through: ['Bee / IaaS'], ends: '2026-12-01' }],
      ['depends-on-ended-grant', { service: 'Dee / IaaS', through: ['Bee / IaaS', 'Sea'], status: 'withdrawn' }],
    ]);
  });

  it('name each dossier once, by the shortest path', () => {
    const known: [string, Dependency][] = [
      [B, dependency('Bee', 'granted', { dependsOn: [C] })],
      [C, dependency('Sea', 'granted', { dependsOn: [D] })],
      [D, dependency('Dee', 'expired')],
    ];
    expect(toldOf([B, C], known)).toEqual([
      ['depends-on-ended-grant', { service: 'Dee / IaaS', through: ['Sea / IaaS'], status: 'expired' }],
    ]);
  });

  it('end where a circle is on record', () => {
    const known: [string, Dependency][] = [
      [B, dependency('Bee', 'granted', { dependsOn: [C, B] })],
      [C, dependency('Sea', 'expired', { dependsOn: [A, B] })],
    ];
    expect(toldOf([B], known)).toEqual([
      ['depends-on-ended-grant', { service: 'Sea / IaaS', through: ['Bee / IaaS'], status: 'expired' }],
    ]);
  });
});

describe('dependencies', () => {
  const follow = async (dependsOn: string[], ledger: ReadonlyMap<string, Dependency>) => {
    const reads: string[][] = [];
    const known = await followDependencies([{ id: uuid(0), dependsOn }], (ids) => {
      reads.push([...ids]);
      return Promise.resolve(new Map([...ledger].filter(([id]) => ids.includes(id))));
    });
    return { reads, known };
  };

  it('are read level by level, each once, and those not on record are passed over', async () => {
    const ledger = new Map([
      [A, dependency('A', 'granted', { dependsOn: [C, D] })],
      [B, dependency('B', 'granted', { dependsOn: [C, A] })],
      [C, dependency('C', 'granted', { dependsOn: [A, D] })],
    ]);
    const { reads, known } = await follow([A, B], ledger);
    expect(reads).toEqual([
      [A, B],
      [C, D],
    ]);
    expect([...known.keys()]).toEqual([A, B, C]);
  });

  it('are followed for 20 levels and up to 500 dossiers', async () => {
    const chain = Array.from({ length: 30 }, (_, index) => uuid(index + 1));
    const deep = new Map(chain.map((id, index) => [id, dependency('x', 'granted', { dependsOn: [uuid(index + 2)] })]));
    expect((await follow([uuid(1)], deep)).known.size).toBe(20);
    const many = Array.from({ length: 600 }, (_, index) => uuid(index + 1));
    const wide = new Map(many.map((id) => [id, dependency('x', 'granted')]));
    expect((await follow(many, wide)).known.size).toBe(500);
  });
});
