import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { changeColumns, deadlineColumns, reminderColumns, schemeColumns, timelineColumns } from './event-columns.js';
import { activityColumns } from '../activity/activity-answer.js';
import { type Column, documented } from './csv-line.js';
import { curveColumns } from '../statistics/durations.controller.js';
import { differenceColumns, dossierColumns, openDossierColumns, providerColumns } from './dossier-columns.js';

const lists: Record<string, readonly Pick<Column<never>, 'name' | 'description'>[]> = {
  'dossiers.csv': dossierColumns,
  'providers.csv': providerColumns,
  'deadlines.csv': deadlineColumns,
  'reminders.csv': reminderColumns,
  'schemes.csv': schemeColumns,
  'events.csv': changeColumns,
  '…/events.csv': timelineColumns,
  'diff.csv': differenceColumns,
  'statistics.csv': openDossierColumns,
  'durations.csv': curveColumns,
  'activity.csv': activityColumns,
};

describe('the columns of a CSV file', () => {
  it.each(Object.entries(lists))('are listed in docs/export.md: %s', async (list, columns) => {
    const docs = await readFile(new URL('../../../docs/export.md', import.meta.url), 'utf8');
    const items = docs.split(/\n(?=- )|\n\n/).map((item) => item.trim().replace(/\s+/g, ' '));
    expect(items).toContain(`- \`${list}\`: ${columns.map(documented).join(', ')}`);
  });

  it.each(Object.entries(lists))('have different names: %s', (_, columns) => {
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
  });
});
