import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import type { Problem, Refusal } from '#domain/refusal.js';
import { freshDatabase } from '#test/database.js';
import { announced, csv, granted, importingInto } from '#test/importing.js';
import { startedOnce } from '#test/started.js';

const database = startedOnce(freshDatabase);
let ledger: ReturnType<typeof importingInto>;

beforeAll(() => {
  ledger = importingInto(database);
});

const reasonOf = async (file: Buffer | string): Promise<readonly Problem[]> =>
  ledger.import(file).then(
    () => [],
    (error: unknown) => (error as Refusal).problems,
  );

async function workbook(...sheets: CellValue[][][]): Promise<Buffer> {
  const named = sheets.map((rows, index) => ({ name: `Sheet ${index + 1}`, rows }));
  return Buffer.from(await writeXlsx({ sheets: named }));
}

describe('the file of an import', () => {
  it('may be as French Excel saves it, as a table of tabs in UTF-16, or a workbook: all record the same events', async () => {
    const rows = [announced('Société', 'Dépôt – été'), granted('Bleu', 'Un', '2021-06-05')];
    const day = (written: string) => csv(...rows).replace('2021-06-05', written);
    expect(await ledger.import(csv(...rows))).toMatchObject({ recorded: 2 });
    const french = day('05/06/2021').replace('2021-05-27', '27/05/2021 00:00').replaceAll(',', ';');
    const files = [
      Buffer.from(
        `sep=;\r\n${french.replaceAll('\n', ';;\r\n')}\r\n`.replaceAll('–', '\x96'),
        'latin1',
      ) /* Windows-1252 */,
      Buffer.from(`\uFEFF${day('5 juin 2021').replaceAll(',', '\t')}`, 'utf16le'),
      await workbook(
        [['Notes']],
        csv(...rows)
          .split('\n')
          .map((row) => row.split(',').map((cell) => (cell === '2021-06-05' ? new Date(cell) : cell))),
      ),
    ];
    for (const file of files) expect(await ledger.import(file)).toMatchObject({ recorded: 0, replayed: 2 });
  });

  it('has dates that can be read in one way only', async () => {
    const dated = (day: string) => announced('Bleu').replace('2021-05-27', day);
    expect(await reasonOf(csv(dated('27/05/2021'), dated('05/06/2021'), dated('31/02/2021'), dated('soon')))).toEqual([
      {
        row: 3,
        field: 'occurred',
        code: 'date-ambiguous',
        params: { dayFirst: '2021-06-05', monthFirst: '2021-05-06' },
      },
      { row: 4, field: 'occurred', code: 'no-such-day' },
      { row: 5, field: 'occurred', code: 'partial-date-format' },
    ]);
  });

  it.each([
    ['valid_from', 'valid_until'],
    ['Début de validité', 'Fin de validité'],
  ])('has validities in order; a problem names the headings of the file: %s', async (from, until) => {
    const file = `provider,service,scheme,type,occurred,source_kind,source_publisher,${from},${until}
Bleu,Un,secnumcloud,GrantIssued,2021-06-05,decision,ANSSI,2021-06-05,2021-06-04`;
    expect(await reasonOf(file)).toEqual([{ row: 2, field: until, code: 'date-before', params: { field: from } }]);
  });

  it('is in one encoding, and a table', async () => {
    const mixed = Buffer.concat([Buffer.from(csv(announced('Bleu', 'Dépôt'))), Buffer.from('\nSociété', 'latin1')]);
    expect(await reasonOf(mixed)).toMatchObject([{ row: 3, code: 'line-not-utf8', params: { byte: 'e9' } }]);
    const lost = Buffer.concat([Buffer.from(`${csv()}\n`), Buffer.from(announced('Bleu', 'D\x81p\xf4t'), 'latin1')]);
    const params = { kind: 'undecodable', codePoint: 'U+FFFD', position: 2 };
    expect(await reasonOf(lost)).toEqual([{ row: 2, field: 'title', code: 'hidden-character', params }]);
    const page = '<!doctype html><title>provider, type</title>';
    expect(await reasonOf(page)).toMatchObject([{ code: 'import-format', params: { found: 'html' } }]);
    const pdf = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');
    expect(await reasonOf(pdf)).toMatchObject([{ code: 'import-format', params: { found: 'pdf' } }]);
    const whole = await workbook([['provider', 'type']]);
    expect(await reasonOf(whole.subarray(0, 900))).toMatchObject([{ code: 'workbook-damaged' }]);
    expect(
      await reasonOf(
        await workbook([
          ['société', 'pays'],
          ['Bleu', 'FR'],
        ]),
      ),
    ).toMatchObject([
      { row: 1, field: 'société', code: 'column-unknown' },
      { row: 1, field: 'pays', code: 'column-unknown' },
      { row: 1, field: 'provider', code: 'column-missing' },
      { row: 1, field: 'type', code: 'column-missing' },
    ]);
  });

  it('is refused with the problems of its header, lines, rows and of the ledger together', async () => {
    const rows = [announced('Bleu'), 'Bleu,"a"b', granted('Bleu', 'Un', '2021-13-01'), 'Bleu,Un'];
    const [header = '', ...lines] = csv(...rows, announced('Bleu', 'x'.repeat(9))).split('\n');
    const file = [`${header},depends_on,colour`, ...lines.map((line) => `${line},,`)].join('\n');
    const alone = 'Nuage,Deux,IaaS,secnumcloud,DependencyDeclared,2022,company,Nuage,,Nowhere / None,red';
    expect(await reasonOf(`${file}\n${alone}`)).toMatchObject([
      { row: 1, field: 'colour', code: 'column-unknown' },
      { row: 3, field: 'file', code: 'csv-quote-not-last' },
      { row: 4, field: 'occurred', code: 'no-such-day' },
      { row: 5, field: 'row', code: 'row-length' },
      { row: 7, field: 'depends_on', code: 'row-dependency-not-found' },
    ]);
  });
});
