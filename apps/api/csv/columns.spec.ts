import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { changeColumns, deadlineColumns, reminderColumns, schemeColumns, timelineColumns } from './event-columns.js';
import { differenceColumns, dossierColumns, openDossierColumns, providerColumns } from './dossier-columns.js';

interface Described {
  name: string;
  says?: string;
}

const lists: Record<string, readonly Described[]> = {
  'dossiers.csv': dossierColumns,
  'providers.csv': providerColumns,
  'deadlines.csv': deadlineColumns,
  'reminders.csv': reminderColumns,
  'schemes.csv': schemeColumns,
  'events.csv': changeColumns,
  '…/events.csv': timelineColumns,
  'diff.csv': differenceColumns,
  'statistics.csv': openDossierColumns,
};

const described = ({ name, says }: Described): string => (says === undefined ? `\`${name}\`` : `\`${name}\` (${says})`);

describe('the columns of a CSV file', () => {
  it.each(Object.entries(lists))('are told in docs/export.md: %s', async (list, columns) => {
    const docs = await readFile(new URL('../../../docs/export.md', import.meta.url), 'utf8');
    const row = docs.split('\n').find((line) => line.startsWith(`- \`${list}\`:`));
    expect(row).toBe(`- \`${list}\`: ${columns.map(described).join(', ')}`);
  });

  it.each(Object.entries(lists))('have each its own name: %s', (_, columns) => {
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
  });
});
