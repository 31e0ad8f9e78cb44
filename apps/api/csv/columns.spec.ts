import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { changeColumns } from '../changes/changes.controller.js';
import { deadlineColumns } from '../deadlines/deadline-answer.js';
import { differenceColumns } from '../diff/diff.controller.js';
import { dossierColumns } from '../ledger/dossier-answer.js';
import { timelineColumns } from '../ledger/timelines.js';
import { providerColumns } from '../providers/providers.controller.js';
import { reminderColumns } from '../reminders/reminder-answer.js';
import { schemeColumns } from '../schemes/schemes.controller.js';
import { activityColumns } from '../activity/activity-answer.js';
import { type Column, documented } from './csv-line.js';
import { curveColumns } from '../statistics/durations.controller.js';
import { openDossierColumns } from '../statistics/statistics.controller.js';

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
