import { describe, expect, it } from '@jest/globals';
import { brokenHistories } from './broken-histories.js';
import type { History, Operation, Row } from './history.js';
import { violationsIn } from './history.js';

const EACH = 3;

/** Forty operations of two writers that take turns, every fourth of three events. */
function soundHistory(): History {
  const ledger: Row[] = [];
  const operations = Array.from({ length: 40 }, (_, nth): Operation => {
    const marks = Array.from({ length: nth % 4 === 0 ? EACH : 1 }, (_, index) => `o${nth}-${index}`);
    const first = ledger.length + 1;
    for (const mark of marks) {
      const stream = `s${nth % 5}`;
      const version = ledger.filter((row) => row.stream === stream).length + 1;
      ledger.push({ position: ledger.length + 1, id: `id of ${mark}`, stream, version, recordedAt: nth, mark });
    }
    const positions = marks.map((_, index) => first + index);
    const times = { from: nth * 10, to: nth * 10 + 8 };
    const told = { outcome: 'acknowledged', attempts: 1, replayed: false, positions } as const;
    return { id: `o${nth}`, writer: `w${nth % 2}`, how: 'append', marks, ...times, ...told };
  });
  const refused: Operation = { ...operations[7]!, id: 'r', marks: ['r-0'], outcome: 'refused' };
  const { positions: _, ...unknown } = { ...operations[8]!, id: 'u', marks: ['u-0'], outcome: 'unknown' as const };
  const seen = ledger.map(({ position, id }) => ({ position, id }));
  const rows = ledger.map(({ mark }) => `row of ${String(mark)}`);
  const deliveries = seen.map(({ position }) => ({ message: `m${position}`, position, state: 'sent', provider: 'p' }));
  const arrivals = seen.map(({ position, id }) => ({ message: `m${position}`, position, event: id, digest: 'd' }));
  return {
    since: 0,
    operations: [...operations, refused, unknown],
    ledger,
    readers: { r1: seen },
    tables: { board: { followed: rows.toReversed(), rebuilt: rows } },
    endpoints: { hook: { ordered: true, owed: seen.map(({ position }) => position), deliveries, arrivals } },
  };
}

describe('the history checker', () => {
  const sound = soundHistory();

  it('finds nothing in a sound history, in which operations may overlap and messages may come again', () => {
    const [first, second] = sound.operations as [Operation, Operation];
    const overlapping = { ...second, from: first.from, to: first.to + 1 };
    const hook = sound.endpoints['hook']!;
    const again = { ...hook, arrivals: [...hook.arrivals, hook.arrivals[3]!] };
    const history = { ...sound, operations: [overlapping, first, ...sound.operations.slice(2)], endpoints: { again } };
    expect([violationsIn(sound), violationsIn(history)]).toEqual([[], []]);
  });

  it.each(brokenHistories(sound))('finds $name', ({ broken, history }) => {
    expect(violationsIn(history).map((violation) => violation.broken)).toContain(broken);
  });

  it('finds a message of an ordered subscription that overtakes another', () => {
    const hook = sound.endpoints['hook']!;
    const [first, second, ...rest] = hook.arrivals;
    const history = { ...sound, endpoints: { hook: { ...hook, arrivals: [second!, first!, ...rest] } } };
    expect(violationsIn(history).map(({ broken }) => broken)).toEqual(['delivery']);
  });

  it('gives a few examples of each, and counts the others', () => {
    const said = violationsIn({ ...sound, ledger: [] }).filter(({ broken }) => broken === 'lost');
    expect([said.length, said.at(-1)?.says]).toEqual([6, '55 more like this']);
  });
});
