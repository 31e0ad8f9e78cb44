import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { documented } from '../../api/csv/csv.js';
import { boardColumns } from './board.controller.js';

describe('the columns of the CSV export of the board', () => {
  it('are listed in docs/console.md', async () => {
    const docs = await readFile(new URL('../../../docs/console.md', import.meta.url), 'utf8');
    const items = docs.split(/\n(?=- )|\n\n/).map((item) => item.trim().replace(/\s+/g, ' '));
    expect(items).toContain(`- \`board.csv\`: ${boardColumns.map(documented).join(', ')}`);
  });
});
