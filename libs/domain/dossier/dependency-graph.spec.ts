import { describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '../event/dossier-events.js';
import { corrected, fact, onRecord, opened, retracted, uuid } from '#test/events.js';
import { DependencyGraph, mayAddDependency } from './dependency-graph.js';
import type { DossierRecord } from './facts.js';

const [A, B, C] = [uuid(101), uuid(102), uuid(103)];

const declared = (dependsOn: string, occurred = '2025') => fact('DependencyDeclared', occurred, { dependsOn });
const ended = (dependsOn: string, occurred = '2026') => fact('DependencyEnded', occurred, { dependsOn });

const graphOf = (events: Record<string, DossierEvent[]>) => {
  const records = new Map(
    Object.entries(events).map(([id, some]) => [id, onRecord([opened(), ...some]) as DossierRecord]),
  );
  return DependencyGraph.read([...records.keys()], (ids) =>
    Promise.resolve(new Map([...records].filter(([id]) => ids.includes(id)))),
  );
};

describe('a circle of dependencies', () => {
  it('is found with its shortest path', async () => {
    const graph = await graphOf({ [A]: [], [B]: [declared(C), declared(A)], [C]: [declared(A)] });
    expect(graph.circleWith(A, [declared(B)])).toEqual([A, B, A]);
    expect(graph.circleWith(A, [declared(C)])).toEqual([A, C, A]);
    expect(graph.circleWith(B, [declared(C)])).toBeUndefined();
  });

  it('is not closed over a dependency that has ended, even before it was declared', async () => {
    const graph = await graphOf({ [A]: [], [B]: [declared(A), ended(A)] });
    expect(graph.circleWith(A, [declared(B)])).toBeUndefined();
    const open = await graphOf({ [A]: [ended(B, '2024')], [B]: [declared(A)] });
    expect(open.circleWith(A, [declared(B, '2023')])).toBeUndefined();
    expect(open.circleWith(A, [declared(B, '2025')])).toEqual([A, B, A]);
  });

  it('is closed by a correction, and by the retraction of an end', async () => {
    const graph = await graphOf({ [A]: [declared(C)], [B]: [declared(A)], [C]: [] });
    expect(graph.circleWith(A, [corrected(uuid(2), { data: { dependsOn: B } })])).toEqual([A, B, A]);
    const over = await graphOf({ [A]: [declared(B), ended(B)], [B]: [declared(A)] });
    expect(over.circleWith(A, [retracted(uuid(3))])).toEqual([A, B, A]);
    expect(over.circleWith(A, [retracted(uuid(2))])).toBeUndefined();
  });

  it('that is on record already stops nothing, and is not walked for ever', async () => {
    const graph = await graphOf({ [A]: [declared(B)], [B]: [declared(A)], [C]: [] });
    expect(graph.circleWith(C, [declared(A)])).toBeUndefined();
    expect(graph.circleWith(A, [declared(B)])).toBeUndefined();
    expect(graph.circleWith(A, [ended(B)])).toBeUndefined();
  });

  it('is closed by what was added before', async () => {
    const graph = await graphOf({ [A]: [], [B]: [], [C]: [] });
    graph.add(A, [declared(B)]);
    graph.add(B, [declared(C)]);
    expect(graph.circleWith(C, [declared(A)])).toEqual([C, A, B, C]);
    graph.add(A, [ended(B)]);
    expect(graph.circleWith(C, [declared(A)])).toBeUndefined();
  });
});

describe('a dependency may be added', () => {
  it('by its declaration, and by an amendment where one was declared', () => {
    const record = (...events: DossierEvent[]) => onRecord([opened(), ...events]) as DossierRecord;
    expect(mayAddDependency(record(), declared(B))).toBe(true);
    expect(mayAddDependency(record(), retracted(uuid(2)))).toBe(false);
    expect(mayAddDependency(record(declared(B)), retracted(uuid(2)))).toBe(true);
    expect(mayAddDependency(record(declared(B)), ended(B))).toBe(false);
  });
});
