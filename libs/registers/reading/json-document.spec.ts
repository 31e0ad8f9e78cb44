import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import { Refusal } from '#domain/refusal.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { MAX_DOCUMENT_BYTES } from './raw-entry.js';
import { readDocument } from './read-document.js';

const { reader } = builtInRegisters.get('fedramp-marketplace')!;
const scheme = builtInSchemes.get('fedramp')!;
const read = (document: Buffer | string) => readDocument(Buffer.from(document), reader, scheme);

/** The code and the parameters of the refusal of a document. */
const refused = (document: Buffer | string) =>
  read(document).then(
    () => 'read',
    (error: unknown) => (error instanceof Refusal ? [error.why.code, error.why.params] : error),
  );

const entry = (override: object) => ({ id: 'F1', name: 'Nimbus', status: 'FedRAMP Ready', ...override });
const list = (...overrides: object[]) => JSON.stringify(overrides.map(entry));

describe('a document that is not of the register', () => {
  it.each([
    ['an HTML page', '<!doctype html><title>503 Service Unavailable</title>', 'html'],
    ['XML', '<?xml version="1.0"?><rss/>', 'xml'],
    ['a PDF file', '%PDF-1.7\n%âã', 'pdf'],
    ['text', 'Too many requests', 'text'],
    ['a workbook', Buffer.from('504b03041400', 'hex'), 'xlsx'],
    ['binary data', Buffer.from([1, 0, 2, 0, 255]), 'binary'],
  ])('is refused if it is %s', async (_, document, found) => {
    expect(await refused(document)).toEqual(['register-document-format', { expected: 'json', found }]);
  });

  it.each([
    ['nothing', '', ['register-document-blank', undefined]],
    ['blanks', ' \n\t', ['register-document-blank', undefined]],
    ['cut off within a text', '[{"id":"F1","name":"Nim', ['register-json-truncated', undefined]],
    ['cut off between entries', '{"data":{"Products":[{"id":"F1"},', ['register-json-truncated', undefined]],
    ['malformed', '[{"id":"F1"},\n{"id":"F2",,}]', ['register-json-malformed', { line: 2 }]],
    [
      'malformed after millions of lines (long)',
      `[${'\n'.repeat(40_000_000)}{"a":1,,}]`,
      ['register-json-malformed', { line: 40_000_001 }],
    ],
    ['not UTF-8', Buffer.from('[{"id":"\xe9"}]', 'latin1'), ['file-not-utf8', undefined]],
    ['an empty list', '[]', ['register-document-empty', undefined]],
    ['placeholders only', list({ status: '' }), ['register-document-empty', undefined]],
  ])('is refused if it is %s', async (_, document, why) => {
    expect(await refused(document)).toEqual(why);
  });

  it('is refused with what was expected and found', async () => {
    expect(await refused('{"items":[{"id":1}],"next":null}')).toMatchObject([
      'register-list-missing',
      { found: ['items', 'next'] },
    ]);
    expect(await refused('[{"id":"F1","title":"x","__proto__":{"status":"x"}}]')).toEqual([
      'register-fields-missing',
      {
        missing: ['csp / name / Cloud_Service_Provider_Name', 'status / Designation'],
        found: ['id', 'title', '__proto__'],
      },
    ]);
    await expect(read(list({ status: 'Open' }, { id: 'F2', status: 'Closed' }))).rejects.toMatchObject({
      code: 'register-document-invalid',
      why: { code: 'register-nothing-readable', params: { entries: 2 } },
      problems: [
        { row: 1, field: 'stage', code: 'register-stage-unknown', params: { text: 'Open' } },
        { row: 2, field: 'stage', code: 'register-stage-unknown', params: { text: 'Closed' } },
      ],
    });
    expect(await refused(JSON.stringify({ meta: { last_change: 'yesterday' }, data: [entry({})] }))).toMatchObject([
      'register-date-format',
      { text: 'yesterday' },
    ]);
  });

  it('is refused before it takes memory (long)', async () => {
    expect(await refused(Buffer.alloc(100_000_000, '['))).toEqual(['register-document-too-large', { megabytes: 64 }]);
    expect(await refused(Buffer.alloc(MAX_DOCUMENT_BYTES, '['))).toEqual(['register-too-deep', { maximum: 32 }]);
    expect(await refused(gzipSync(Buffer.alloc(MAX_DOCUMENT_BYTES + 1, ' ')))).toHaveProperty(
      '0',
      'register-document-too-large',
    );
    expect(await refused(`[${'[],'.repeat(2_600_000)}[]]`)).toHaveProperty('0', 'register-too-many-values');
    expect(await refused(`[${'{},'.repeat(100_000)}${JSON.stringify(entry({}))}]`)).toEqual([
      'register-too-many-entries',
      { maximum: 100_000 },
    ]);
  });
});

describe('a document of the register', () => {
  it('may be compressed, and have a byte order mark', async () => {
    expect(await read(gzipSync(list({})))).toMatchObject({ entries: [{ key: 'F1' }] });
    expect(await read(`\uFEFF${list({})}`)).toMatchObject({ entries: [{ key: 'F1' }] });
    expect(await refused(gzipSync(list({})).subarray(0, 30))).toEqual(['register-gzip-damaged', undefined]);
  });

  it('may have hostile names, which are left out one by one', async () => {
    const { entries, unreadable } = await read(
      list(
        { name: 'Ni\u202embus' },
        { id: 'F2', name: 'x'.repeat(201) },
        { id: 'F3', name: 'A\u0000B' },
        { id: 'F4', name: ['Nimbus'] },
        { id: 'F5', name: { toString: 'x' } },
        { id: 'F6', name: ' Nimbus \r\n Cloud ' },
        { id: 'F\u200b7' },
        { id: 8 },
      ),
    );
    expect(entries.map(({ key, provider }) => [key, provider])).toEqual([
      ['F4', 'Nimbus'],
      ['F6', 'Nimbus Cloud'],
      ['8', 'Nimbus'],
    ]);
    expect(unreadable.map(({ key, field, problem }) => [key, field, problem.code])).toEqual([
      ['F1', 'provider', 'hidden-character'],
      ['F2', 'provider', 'too-large'],
      ['F3', 'provider', 'hidden-character'],
      ['F5', 'provider', 'required'],
      [undefined, 'entry', 'hidden-character'],
    ]);
  });

  it('may have a text of millions of parts or values, which is not taken apart (long)', async () => {
    const commas = ';'.repeat(20_000_000);
    const { entries, unreadable, leftOut } = await read(
      list(
        { name: commas },
        { id: 'F2', leveraged_systems: [{ id: commas }] },
        { id: 'F3', status: `FedRAMP Ready${commas}` },
      ),
    );
    expect(entries).toMatchObject([{ key: 'F2', provider: 'Nimbus', dependsOn: [] }]);
    expect([...unreadable, ...leftOut].map(({ key, field, problem }) => [key, field, problem])).toEqual(
      [
        ['F1', 'provider'],
        ['F3', 'stage'],
        ['F2', 'dependents'],
      ].map((place) => [...place, { code: 'too-large', params: { of: 'string', maximum: 200_000, included: true } }]),
    );
    const values = await read(
      list({ leveraged_systems: Array.from({ length: 1_000_000 }, (_, nth) => ({ id: `F${nth}` })) }),
    );
    expect(values.leftOut).toMatchObject([{ field: 'dependents', problem: { params: { maximum: 10_000 } } }]);
  });

  it('may not give one key to several entries: none of them is read', async () => {
    const { entries, unreadable } = await read(list({}, { id: 'F2' }, { id: ' F1' }, { status: 'FedRAMP Authorized' }));
    expect(entries.map(({ key }) => key)).toEqual(['F2']);
    expect(unreadable).toMatchObject([
      { number: 1, key: 'F1', field: 'entry', problem: { code: 'register-key-repeated' } },
      { number: 3, key: 'F1', problem: { params: { entry: 1 } } },
      { number: 4, key: 'F1', problem: { params: { entry: 1 } } },
    ]);
  });
});

describe('a history inside entries', () => {
  const withHistory = {
    ...reader,
    nextUpdate: 'next',
    fields: { ...reader.fields, since: 'since' },
    history: { rows: 'past', day: 'on', stage: 'was' },
  };
  const readHistory = (...overrides: object[]) =>
    readDocument(
      Buffer.from(JSON.stringify({ products: overrides.map(entry), next: '2026-10-01' })),
      withHistory,
      scheme,
    );
  const past = [
    { on: '2024-02-01T05:00:00.000Z', was: 'FedRAMP Ready' },
    { on: '2025-03-01', was: 'In process' },
    { on: '2025-04-01', was: '' },
  ];

  it('is read with each entry, its present stage included, and the next update of the document', async () => {
    const { entries, nextUpdate } = await readHistory({ past, status: 'Authorized', since: '2025-09-01' });
    expect({ nextUpdate, history: entries[0]?.history }).toEqual({
      nextUpdate: '2026-10-01',
      history: [
        { day: '2024-02-01', listing: 'in-progress', milestone: 'listing' },
        { day: '2025-03-01', listing: 'in-progress', milestone: 'assessment' },
        { day: '2025-09-01', listing: 'granted' },
      ],
    });
    expect((await read(list({ past }))).entries[0]?.history).toBeUndefined();
  });

  it('makes its entry unreadable if a row cannot be read', async () => {
    const wrong = [{ was: 'Lost', on: '2025-01-01' }, { was: 'FedRAMP Ready' }, { was: 'FedRAMP Ready', on: 'soon' }];
    const { unreadable } = await readHistory({}, ...wrong.map((row, n) => ({ id: `F${n + 2}`, past: [row] })));
    expect(unreadable).toMatchObject([
      { key: 'F2', field: 'history', problem: { code: 'register-stage-unknown' } },
      { key: 'F3', field: 'history.day', problem: { code: 'required' } },
      { key: 'F4', field: 'history', problem: { code: 'register-date-format' } },
    ]);
  });
});

describe('two documents that make one reading', () => {
  it('are joined by keys only', async () => {
    const { reader: changelog } = builtInRegisters.get('fedramp-changelog')!;
    const profile = { ...changelog, joined: { ...changelog.joined!, of: 'id' } };
    const status = { current_status: 'FRR', statuses: [] };
    const first = { metadata: {}, products: { A: { ...status, id: 'A' }, B: status } };
    const second = { products: [{ id: 'A', csp: 'Nimbus' }, { csp: 'Somebody else' }] };
    const bytes = Buffer.from(JSON.stringify(first) + JSON.stringify(second));
    const { entries, unreadable } = await readDocument(bytes, profile, scheme);
    expect(entries.map(({ key, provider }) => [key, provider])).toEqual([['A', 'Nimbus']]);
    expect(unreadable).toMatchObject([{ key: 'B', field: 'provider' }]);
  });
});
