import { describe, expect, it } from '@jest/globals';
import { corrected, fact, onRecord, opened, retracted, uuid } from '#test/events.js';
import type { DossierEvent } from '../event/dossier-events.js';
import type { Refusal } from '../refusal.js';
import { factsOf } from './facts.js';
import { assertTransfers, movesBy, referencesIn } from './transfer.js';

const [first, second, third] = [uuid(900), uuid(901), uuid(902)];
const moved = (to: string, occurred: string, kind: 'decision' | 'other' = 'decision') =>
  fact('ServiceTransferred', occurred, { to }, kind);

const refusalOf = (before: DossierEvent[], event: DossierEvent) => {
  try {
    assertTransfers(onRecord([opened(), ...before]), [event]);
    return undefined;
  } catch (error) {
    const { code, problems } = error as Refusal;
    return [code, problems[0]?.field];
  }
};

describe('a transfer', () => {
  it('requires a provider other than the current holder', () => {
    expect(refusalOf([], moved(second, '2024'))).toBeUndefined();
    expect(refusalOf([], moved(first, '2024'))).toEqual(['transfer-to-holder', 'data.to']);
    expect(refusalOf([moved(second, '2024')], moved(first, '2025'))).toBeUndefined();
    expect(refusalOf([moved(second, '2024')], moved(first, '2023'))).toEqual(['transfer-to-holder', 'data.to']);
  });

  it('cannot be told again', () => {
    expect(refusalOf([moved(second, '2024')], moved(second, '2025'))).toEqual(['transfer-to-holder', 'data.to']);
    const facts = factsOf(onRecord([opened(), moved(second, '2024'), moved(second, '2025')]))!;
    expect(movesBy(facts, '2026-01-01').map(({ from, to }) => [from, to])).toEqual([[first, second]]);
  });

  it('cannot be corrected to the current holder, or lead to it by a retraction', () => {
    const right = corrected(uuid(2), { data: { to: third } });
    expect(refusalOf([moved(second, '2024')], right)).toBeUndefined();
    expect(refusalOf([moved(second, '2024')], corrected(uuid(2), { data: { to: first } }))).toEqual([
      'transfer-to-holder',
      'data.changes.data.to',
    ]);
    const wasWrong = [moved(first, '2025'), corrected(uuid(2), { data: { to: second } })];
    expect(refusalOf(wasWrong, retracted(uuid(3)))).toEqual(['transfer-to-holder', 'data.event']);
  });

  it('remains without effect if a correction of an earlier one makes it redundant', () => {
    const chain = [moved(second, '2024'), moved(third, '2025')];
    const change = corrected(uuid(2), { data: { to: third } });
    expect(refusalOf(chain, change)).toBeUndefined();
    const facts = factsOf(onRecord([opened(), ...chain, change]))!;
    expect(movesBy(facts, '2026-01-01').map(({ from, to }) => [from, to])).toEqual([[first, third]]);
  });

  it('has no effect with an unranked source', () => {
    expect(movesBy(factsOf(onRecord([opened(), moved(second, '2024', 'other')]))!, '2026-01-01')).toEqual([]);
  });
});

describe('the references of a request', () => {
  it('are found at any depth of a correction', () => {
    expect(referencesIn({ dependsOn: uuid(1) })).toEqual([{ kind: 'dossier', id: uuid(1), field: 'data.dependsOn' }]);
    expect(referencesIn({ event: uuid(5), changes: { data: { changes: { data: { to: second } } } } })).toEqual([
      { kind: 'provider', id: second, field: 'data.changes.data.changes.data.to' },
    ]);
  });
});
