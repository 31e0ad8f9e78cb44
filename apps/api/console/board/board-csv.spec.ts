import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { boardColumns } from './board-csv.controller.js';

describe('the columns of the file with what the board shows', () => {
  it('are told in docs/console.md', async () => {
    const docs = await readFile(new URL('../../../../docs/console.md', import.meta.url), 'utf8');
    const told = boardColumns.map(({ name, says }) => (says === undefined ? `\`${name}\`` : `\`${name}\` (${says})`));
    expect(docs.split('\n')).toContain(`- \`board.csv\`: ${told.join(', ')}`);
  });
});
