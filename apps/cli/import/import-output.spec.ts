import { describe, expect, it } from '@jest/globals';
import type { Change, Preview } from './chunks.js';
import { changesTable, MergedChanges, warningLines } from './import-command.js';

const change = (id: string, override: Partial<Change> = {}): Change => ({
  dossier: { id, provider: 'Bleu', service: null, scheme: 'secnumcloud' },
  opened: true,
  before: null,
  after: 'announced',
  confirmedBefore: null,
  confirmedAfter: false,
  moved: true,
  warnings: [],
  events: 2,
  ...override,
});

const kept: Partial<Change> = {
  opened: false,
  before: 'granted',
  after: 'granted',
  confirmedBefore: true,
  confirmedAfter: true,
  moved: false,
  events: 1,
};

const piece = (changes: Change[], more: Partial<Preview> = {}): Preview => ({
  recorded: 5,
  replayed: 0,
  providers: 1,
  dossiers: changes.filter(({ opened }) => opened).length,
  position: 0,
  asOf: '2026-11-25',
  messages: { events: 0, digests: 0, summaries: 0 },
  changes,
  touched: changes.length,
  ...more,
});

const merged = (...pieces: Preview[]): MergedChanges => {
  const changes = new MergedChanges();
  for (const one of pieces) changes.add(one);
  return changes;
};

describe('the changes of a preview', () => {
  it('stand in columns, with what is claimed and what is confirmed', () => {
    const granted = change('2', {
      dossier: { id: '2', provider: '3DS Outscale', service: 'A'.repeat(40), scheme: 'hds' },
      opened: false,
      before: 'granted',
      after: 'granted',
      confirmedBefore: false,
      confirmedAfter: true,
    });
    expect(changesTable(merged(piece([change('1'), granted])).moved)).toEqual([
      '  PROVIDER      SERVICE                               SCHEME       BEFORE             AFTER                EVENTS',
      '  Bleu          -                                     secnumcloud  new                announced (claimed)  2',
      `  3DS Outscale  ${'A'.repeat(35)}…  hds          granted (claimed)  granted              2`,
    ]);
    expect(changesTable([])).toEqual([]);
  });

  it('count a dossier once that several pieces of a file touch, and mark it', () => {
    const { moved, opened } = merged(piece([change('1')]), piece([change('1', { events: 3, after: 'applied' })]));
    expect([moved, opened]).toEqual([[{ ...change('1', { events: 4, after: 'applied' }), apart: true }], 1]);
  });

  it('keep the piece that changes the status', () => {
    const moving = { ...kept, after: 'withdrawn' as const, moved: true };
    for (const pair of [
      [moving, kept],
      [kept, moving],
    ]) {
      const { moved } = merged(...pair.map((one) => piece([change('1', one)])));
      expect(moved).toMatchObject([{ before: 'granted', after: 'withdrawn', events: 2 }]);
    }
  });

  it('count those that keep their status, and those that are not listed', () => {
    const changes = merged(piece([change('1'), change('2', kept)], { touched: 7, dossiers: 4 }));
    expect([changes.kept, changes.unlisted, changes.opened]).toEqual([1, 5, 4]);
  });
});

describe('the warnings of a preview', () => {
  it('are sentences with codes, each once per dossier, whatever the piece that brings them', () => {
    const dossier = { id: '2', provider: '3DS Outscale', service: 'IaaS', scheme: 'hds' };
    const { warned } = merged(
      piece([change('1'), change('2', { dossier, warnings: ['act-unconfirmed'] })]),
      piece([change('2', { dossier, warnings: ['act-unconfirmed', 'of-tomorrow'] })]),
    );
    expect(warned.flatMap(warningLines)).toEqual([
      '  3DS Outscale / IaaS (hds) *',
      '    A claim is not confirmed by the authority (act-unconfirmed)',
      '    Warning (of-tomorrow)',
    ]);
  });

  it('name a dossier without a service by its provider', () => {
    const { warned } = merged(piece([change('1', { warnings: ['no-longer-listed'] })]));
    expect(warned.flatMap(warningLines)[0]).toBe('  Bleu (secnumcloud)');
  });
});
