import { describe, expect, it } from '@jest/globals';
import { IdTable } from './read-ledger.js';

const counted = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const many = Array.from({ length: 5000 }, (_, index) => counted(index));

describe('a table of ids', () => {
  it('keeps what was put beside each, however many they become', () => {
    const table = new IdTable();
    for (const [index, id] of many.entries()) expect(table.add(id, index % 2 === 0 ? index + 1 : -index)).toBe(true);
    expect(many.map((id) => table.markOf(id))).toEqual(many.map((_, index) => (index % 2 === 0 ? index + 1 : -index)));
    expect(table.markOf(counted(5000))).toBeUndefined();
  });

  it('takes each once, and tells ids apart by any digit', () => {
    const table = new IdTable();
    const id = 'f0000000-0000-4000-8000-00000000000f';
    expect([table.add(id, 1), table.add(id, 2), table.markOf(id)]).toEqual([true, false, 1]);
    for (const other of ['e0000000-0000-4000-8000-00000000000f', 'f0000000-0000-4001-8000-00000000000f'])
      expect(table.markOf(other)).toBeUndefined();
  });

  it('knows lower case only: what aims at an event is spelled as its id is', () => {
    const table = new IdTable();
    table.add('a0000000-0000-4000-8000-000000000001', 1);
    expect(table.markOf('A0000000-0000-4000-8000-000000000001')).toBeUndefined();
  });
});
