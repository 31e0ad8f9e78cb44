import { describe, expect, it } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { Refusal } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { readDocument } from './read-document.js';
import { TableRows } from './table.js';

const scheme = builtInSchemes.get('secnumcloud')!;
const csv: ReaderProfile = {
  format: 'csv',
  dates: 'day-month-year',
  blanks: ['-', '–', '/', 'N/A', 's.o.', 'sans objet'],
  separator: ',',
  fields: {
    provider: ['Prestataire', 'Fournisseur', 'Société', 'Commercialisé par'],
    service: ['Service qualifié', 'Service', 'Produit', 'Offre'],
    serviceKinds: ['Type de service', 'Type', 'Catégorie'],
    decision: ['N° de décision', 'Numéro de décision', 'Décision'],
    validFrom: ['Date de début', 'Début', 'Date de qualification', 'Date de décision'],
    validUntil: ['Date de fin', 'Fin', 'Date de fin de validité', 'Échéance'],
    conditions: ['Conditions et réserves', 'Conditions', 'Réserves'],
  },
};
const xlsx: ReaderProfile = { ...csv, format: 'xlsx' };
const html: ReaderProfile = { ...csv, format: 'html' };

const read = (document: Buffer | Uint8Array | string, profile: ReaderProfile) =>
  readDocument(Buffer.from(document as string), profile, scheme);
const refused = (document: Buffer | Uint8Array | string, profile: ReaderProfile) =>
  read(document, profile).then(
    () => 'read',
    (error: unknown) => (error instanceof Refusal ? [error.why.code, error.problems[0]] : error),
  );
const brief = async (document: Buffer | Uint8Array | string, profile: ReaderProfile) =>
  (await read(document, profile)).entries.map(({ provider, service, validUntil }) => [provider, service, validUntil]);

const catalogue =
  'Catalogue au 1er mars 2026;;;;;\r\n' +
  'Prestataire;Service qualifié;Type;"N° de\r\ndécision";Date de début;Date de fin\r\n' +
  'Outscale;"IaaS ""Cloud"" ;\r\npublic";IaaS, PaaS;2118;01/12/2023;30/11/2026\r\n' +
  ';;;;;\r\n' +
  'Société d’Été – œuvre;Coffre €;SaaS;12;1/2/2024;-\r\n' +
  'Nuage;Cirrus;SaaS;13;32/01/2024;31/12/2026\r\n';

const inWindows1252: Record<string, string> = { '€': '\x80', '’': '\x92', '–': '\x96', œ: '\x9c' };
const windows1252 = (text: string): Buffer =>
  Buffer.from(
    text.replace(/[€’–œ]/g, (sign) => inWindows1252[sign] ?? ''),
    'latin1',
  );

describe('a CSV document', () => {
  it.each([
    ['Windows-1252, as French Excel saves it', windows1252(catalogue)],
    ['UTF-8', Buffer.from(catalogue)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${catalogue}`)],
    ['UTF-16', Buffer.from(`\uFEFF${catalogue}`, 'utf16le')],
    ['UTF-16 of the other order', Buffer.from(`\uFEFF${catalogue}`, 'utf16le').swap16()],
  ])('is read in %s', async (_, document) => {
    const { entries, unreadable } = await read(document, csv);
    expect(entries).toEqual([
      {
        ...{ key: 'outscale / iaas cloud public', provider: 'Outscale', service: 'IaaS "Cloud" ; public' },
        ...{ serviceKinds: ['IaaS', 'PaaS'], listing: 'granted', milestones: [], conditions: [], dependsOn: [] },
        ...{ decision: '2118', validFrom: '2023-12-01', validUntil: '2026-11-30', level: undefined },
      },
      expect.objectContaining({
        provider: 'Société d’Été – œuvre',
        service: 'Coffre €',
        validFrom: '2024-02-01',
        validUntil: undefined,
      }),
    ]);
    expect(unreadable).toMatchObject([{ number: 8, key: 'nuage / cirrus', field: 'validFrom' }]);
  });

  it.each([
    ['commas', 'Prestataire,Service,Fin\nA,"b; c",31/12/2026\n'],
    ['tabs', 'Prestataire\tService\tFin\nA\tb; c\t2026-12-31\n'],
    ['semicolons, which a line for Excel states', 'sep=;\nPRESTATAIRE;service;Fin\nA;"b; c";31.12.2026'],
  ])('is read with %s', async (_, document) => {
    expect(await brief(document, csv)).toEqual([['A', 'b; c', '2026-12-31']]);
  });

  it('is refused with its line or its columns', async () => {
    expect(await refused('Prestataire;Fin\nA;1/1/2026\n"B;1/1/2026\n', csv)).toMatchObject([
      'line-invalid',
      { row: 3, code: 'csv-quote-unclosed' },
    ]);
    expect(await refused('Nom;Pays\nA;FR\n', csv)).toMatchObject([
      'register-fields-missing',
      { params: { missing: ['Prestataire / Fournisseur / Société / Commercialisé par'], found: ['Nom', 'Pays'] } },
    ]);
    expect(await refused('<html><body>Indisponible', csv)).toHaveProperty('0', 'register-document-format');
  });

  it('is refused with a line that is too long, or too many (long)', async () => {
    for (const [line, record] of [
      [2, ';'.repeat(5_000_000)],
      [2, `"${`${'x'.repeat(29)}\n`.repeat(40_000)}"`],
      [3, `A;1/1/2026\r\n${'x'.repeat(1_000_001)}`],
    ] as const)
      expect(await refused(`Prestataire;Fin\n${record}\n`, csv)).toMatchObject([
        'line-invalid',
        { row: line, code: 'too-large', params: { maximum: 1_000_000 } },
      ]);
    expect(await refused(`Prestataire;Fin\n${'A;-\n'.repeat(101_000)}`, csv)).toHaveProperty(
      '0',
      'register-too-many-entries',
    );
  });
});

const sheet = [
  ['Catalogue'],
  ['Prestataire', 'Service', 'Début', 'Fin'],
  ['Outscale', 'IaaS', new Date('2023-12-01T00:00:00Z'), '30/11/2026'],
  ['Nuage', 42, null, null],
];

describe('a workbook', () => {
  it('is read from the first visible sheet with the columns, or from the sheet of the profile', async () => {
    const columns = [{}, {}, { numFmt: 'dd/mm/yyyy' }, {}];
    const other = [['Prestataire'], ['Ailleurs']];
    const workbook = await writeXlsx({
      sheets: [
        { name: 'Notes', rows: [['Sans tableau']] },
        { name: 'Services qualifiés', rows: sheet, columns },
        { name: 'Autres', rows: other },
      ],
    });
    const { entries } = await read(workbook, xlsx);
    expect(entries).toMatchObject([
      { provider: 'Outscale', service: 'IaaS', validFrom: '2023-12-01', validUntil: '2026-11-30' },
      { provider: 'Nuage', service: '42', validUntil: undefined },
    ]);
    expect(await brief(workbook, { ...xlsx, entries: 'autres' })).toEqual([['Ailleurs', undefined, undefined]]);
    expect(await refused(workbook, { ...xlsx, entries: 'Retirés' })).toMatchObject([
      'register-sheet-missing',
      { params: { found: ['Notes', 'Services qualifiés', 'Autres'] } },
    ]);
    expect(await refused(workbook.subarray(0, 1_500), xlsx)).toHaveProperty('0', 'workbook-damaged');
    expect(await refused(workbook, csv)).toMatchObject(['register-document-format', { params: { found: 'xlsx' } }]);
  });

  it('is refused if it unpacks to more than it may, or states no size', async () => {
    const workbook = Buffer.from(await writeXlsx({ sheets: [{ name: 'A', rows: sheet }] }));
    const size = workbook.lastIndexOf(Buffer.from('504b0102', 'hex')) + 24;
    workbook.writeUInt32LE(200_000_000, size);
    expect(await refused(workbook, xlsx)).toHaveProperty('0', 'workbook-too-large');
    workbook.writeUInt32LE(0, size);
    expect(await refused(workbook, xlsx)).toHaveProperty('0', 'workbook-damaged');
  });

  it('is refused if it has more cells than are read, however few are filled', () => {
    const table = new TableRows();
    const wide = [...Array<string>(16_000).fill(''), 'x'];
    const fill = () => {
      for (let row = 1; row <= 400; row += 1) table.add(row, wide);
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'register-document-invalid' }));
    expect(table.rows).toEqual([]);
  });
});

describe('an HTML page', () => {
  it('is read from its first table with the columns; cells may span, and have tables and lines of their own', async () => {
    const page = `<!doctype html><meta charset="iso-8859-1"><style>td { color: red }</style>
      <table><tr><td>Menu</table><h2>Services qualifiés</h2>
      <table><caption>En vigueur</caption>
      <thead><tr><th>Prestataire<th>Service<th>Type<th colspan="2">Fin<tbody>
      <tr><td rowspan=2>Outscale &amp; Cie<td>IaaS <b>public</b><td>IaaS<br>PaaS<td>30/11/2026<td>
      <tr><td>Coffre<table><tr><td>détail</table><td><ul><li>SaaS<li>CaaS</ul><td>01/01/2027
      <tr><td>Nuage<td colspan=2>Cirrus<td>-<td>31/12/2026</table>`;
    const { entries } = await read(Buffer.from(page, 'latin1'), html);
    expect(
      entries.map(({ provider, service, serviceKinds, validUntil }) => [provider, service, serviceKinds, validUntil]),
    ).toEqual([
      ['Outscale & Cie', 'IaaS public', ['IaaS', 'PaaS'], '2026-11-30'],
      ['Outscale & Cie', 'Coffre', ['SaaS', 'CaaS'], '2027-01-01'],
      ['Nuage', 'Cirrus', ['Cirrus'], '2026-12-31'],
    ]);
  });

  it('is read from the tables of a caption or heading', async () => {
    const table = (name: string) => `<table><tr><th>Prestataire<tr><td>${name}</table>`;
    const page = `<h2>Qualifiés</h2>${table('A')}${table('B')}<h2>Retirés</h2>${table('C')}`;
    expect(await brief(page, html)).toEqual([['A', undefined, undefined]]);
    expect(await brief(page, { ...html, entries: 'qualifies' })).toHaveLength(2);
    expect(await refused(page, { ...html, entries: 'Suspendus' })).toMatchObject([
      'register-table-missing',
      { params: { tables: 3, title: '' } },
    ]);
  });

  it('is refused with its title if it has no table', async () => {
    expect(await refused('<html><title>Accès refusé</title><p>403', html)).toMatchObject([
      'register-table-missing',
      { params: { tables: 0, title: 'Accès refusé' } },
    ]);
  });

  it('is refused if it is built to exhaust its reader (long)', async () => {
    expect(await refused('<div>'.repeat(1_001), html)).toHaveProperty('0', 'register-too-deep');
    expect(await refused('<table></table>'.repeat(2_000), html)).toHaveProperty('0', 'register-too-many-tables');
    const spans = `<table>${'<tr><td rowspan=65000 colspan=10000>x'.repeat(30_000)}`;
    expect(await refused(spans, html)).toHaveProperty('0', 'register-too-many-values');
    const repeated = `<table><tr><td rowspan=65000 colspan=200>${'x'.repeat(20_000)}${'<tr><td>'.repeat(24_000)}`;
    expect(await refused(repeated, html)).toHaveProperty('0', 'register-document-too-large');
  });
});
