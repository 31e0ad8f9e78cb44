import { describe, expect, it } from '@jest/globals';
import type { Change, Preview } from './import-command.js';
import { changesTable, durationOf, MergedChanges, Progress, progressLine, warningLines } from './import-output.js';

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

const kept = {
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

describe('the changes of a dry run', () => {
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
    const moving = { ...kept, after: 'withdrawn', moved: true };
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

describe('the warnings of a dry run', () => {
  it('are sentences with codes, each once per dossier, whatever the piece that brings them', () => {
    const dossier = { id: '2', provider: '3DS Outscale', service: 'IaaS', scheme: 'hds' };
    const { warned } = merged(
      piece([change('1'), change('2', { dossier, warnings: ['act-unconfirmed'] })]),
      piece([change('2', { dossier, warnings: ['act-unconfirmed', 'of-tomorrow'] })]),
    );
    expect(warned.flatMap(warningLines)).toEqual([
      '  3DS Outscale / IaaS (hds) *',
      '    A claim about the grant is not confirmed by the authority (act-unconfirmed)',
      '    Warning (of-tomorrow)',
    ]);
  });

  it('name a dossier without a service by its provider', () => {
    const { warned } = merged(piece([change('1', { warnings: ['no-longer-listed'] })]));
    expect(warned.flatMap(warningLines)[0]).toBe('  Bleu (secnumcloud)');
  });
});

describe('the progress of an import', () => {
  it('says how much is done, how fast, and how long the rest takes', () => {
    expect(progressLine(25_000, 1_000_000, 3)).toBe('25,000 of 1,000,000 rows (2 %), 8,333 rows/s, 1 min 57 s left');
    expect(progressLine(0, 10, 0)).toBe('0 of 10 rows (0 %), 0 rows/s');
  });

  it.each([
    [0.04, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.6, '1 min 0 s'],
    [3725, '1 h 2 min'],
  ])('calls %p seconds %p', (seconds, text) => {
    expect(durationOf(seconds)).toBe(text);
  });

  it('rewrites one line of a terminal, within its width, and takes it away', () => {
    const written: string[] = [];
    const progress = new Progress(10, { isTTY: true, columns: 20, write: (text) => written.push(text) });
    progress.show(5);
    progress.clear();
    expect(written).toEqual(['\r\u001b[K5 of 10 rows (50 %)', '\r\u001b[K']);
  });

  it('is a line per piece elsewhere, and nothing once all is done', () => {
    const written: string[] = [];
    const progress = new Progress(10, { write: (text) => written.push(text) });
    progress.show(5);
    progress.show(10);
    progress.clear();
    expect(written).toEqual([expect.stringMatching(/^5 of 10 rows \(50 %\), .* left\n$/)]);
  });
});
