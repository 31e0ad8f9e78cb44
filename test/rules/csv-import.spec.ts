import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dossierEvents } from '#domain/event/dossier-events.js';
import { providerEvents } from '#domain/event/provider-events.js';
import { COLUMNS, FIELDS } from '#imports/columns.js';

const text = readFileSync(join(import.meta.dirname, '../../docs/csv-import.md'), 'utf8');

/** Of a list such as: - `milestone`, `target`: `MilestoneReached`, `TargetSet`. */
const items = [...text.matchAll(/^- ((?:`[a-z_]+`(?:, )?)+): ([^\n]*)/gm)].map(([, columns = '', about = '']) => ({
  columns: codesIn(columns),
  types: codesIn(about).filter((code) => /^(?:[A-Z][a-z]+)+$/.test(code)),
}));

function codesIn(markdown: string): string[] {
  return [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

const described = [...providerEvents, ...dossierEvents];

describe('docs/csv-import.md', () => {
  it('names every column once, and no other', () => {
    expect(items.flatMap(({ columns }) => columns).sort()).toEqual([...COLUMNS].sort());
  });

  it.each(items.filter(({ columns, types }) => types.length > 0 && !columns.includes('type')))(
    'lists under $columns types that have such a field: $types',
    ({ columns, types }) => {
      const fields = columns.map((column) => FIELDS.get(column)?.name);
      const without = types.filter(
        (type) => !described.some((one) => one.type === type && one.fields.some(({ name }) => fields.includes(name))),
      );
      expect(without).toEqual([]);
    },
  );
});
