import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal, type Problem } from '#domain/refusal.js';
import { boardOn, realLedger } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

let database: TestDatabase | undefined;
let ledger: ReturnType<typeof boardOn>;

/** A new one, unless nothing was recorded on the last. */
beforeEach(async () => {
  if (database && (await ledger.events.head()) === 0) return;
  await database?.close();
  database = await freshDatabase();
  ledger = boardOn(database.app);
});
afterAll(() => database?.close());

const HEADER = 'provider,service,service_kinds,scheme,type,occurred,source_kind,source_publisher,title';
const csv = (...rows: string[]): string => [HEADER, ...rows].join('\n');
const announced = (provider: string, title = 'A cloud'): string =>
  `${provider},,,,AnnouncementMade,2021-05-27,press,Le Monde,${title}`;
const granted = (provider: string, service: string): string =>
  `${provider},${service},IaaS,secnumcloud,GrantIssued,2023-11-30,decision,ANSSI,`;

async function refusal(file: Buffer | string): Promise<{ code: string; problems: Problem[] }> {
  const error: unknown = await ledger.import(file).catch((thrown: unknown) => thrown);
  if (!(error instanceof Refusal)) throw new Error(`not refused: ${JSON.stringify(error)}`, { cause: error });
  expect(await ledger.events.head()).toBe(0);
  return { code: error.code, problems: [...error.problems] };
}

const all = () => ledger.events.readAll({ after: 0, limit: 100_000 });

describe('an import', () => {
  it('records the real ledger once, however often it is imported', async () => {
    const file = await realLedger();
    expect(await ledger.import(file)).toEqual({ recorded: 55, replayed: 0, providers: 10, dossiers: 11, position: 76 });
    expect(await ledger.import(file)).toEqual({ recorded: 0, replayed: 55, providers: 0, dossiers: 0, position: 76 });
  });

  it('records a file once that is imported twice at the same time', async () => {
    const file = await realLedger();
    const outcomes = await Promise.all([ledger.import(file), boardOn(database!.app).import(file), ledger.import(file)]);
    expect(outcomes.map(({ recorded }) => recorded).sort()).toEqual([0, 0, 55]);
    expect(await ledger.events.head()).toBe(76);
  });

  it('records nothing when row 500 is bad, and says what is wrong with it', async () => {
    const rows = Array.from({ length: 600 }, (_, n) => announced('Bleu', `News ${n}`));
    rows[498] = 'Bleu,,,,AnnouncementMade,2021-02-30,rumour,,';
    const { code, problems } = await refusal(csv(...rows));
    expect(code).toBe('import-invalid');
    expect(problems.map(({ row, field }) => [row, field])).toEqual([
      [500, 'occurred'],
      [500, 'source_kind'],
      [500, 'source_publisher'],
      [500, 'title'],
    ]);
  });

  it('lists the first hundred problems and counts them all', async () => {
    const file = csv(...Array.from({ length: 150 }, () => announced('Bleu', '')));
    await expect(ledger.import(file)).rejects.toMatchObject({
      why: { code: 'import-rejected', params: { problems: 150, rows: 150, listed: 100 } },
    });
    expect((await refusal(file)).problems).toHaveLength(100);
  });

  it('refuses a cell by its length before it looks into it', async () => {
    const type = 'x'.repeat(100_001);
    const { problems } = await refusal(csv(`Bleu,,,,${type},2023,press,x,y`, announced(type)));
    const params = { of: 'string', maximum: 100_000, included: true };
    expect(problems).toEqual([
      { row: 2, field: 'type', code: 'too-large', params },
      { row: 3, field: 'provider', code: 'too-large', params },
    ]);
  });

  it('refuses by row what the rules refuse, as over REST', async () => {
    const header = 'provider,service,scheme,type,occurred,source_kind,source_publisher,milestone,depends_on';
    const rows = [
      'Bleu,,secnumcloud,MilestoneReached,2025,company,Bleu,J9,',
      'Bleu,,secnumcloud,DependencyDeclared,2025,company,Bleu,,Bleu / Nowhere',
      'Bleu,,nis2,IntentDeclared,2025,company,Bleu,,',
    ];
    const refused = await refusal([header, ...rows].join('\n'));
    expect(refused.problems.map(({ row, field }) => [row, field])).toEqual([
      [2, 'milestone'],
      [3, 'depends_on'],
      [4, 'scheme'],
    ]);
  });

  it('takes an event to be what its row is about', async () => {
    const { problems } = await refusal(
      csv(
        'Bleu,,,,GrantIssued,2023,decision,ANSSI,',
        'Bleu,,,secnumcloud,AliasAdded,2023,press,x,',
        'Bleu,,,,Anouncement,2023,press,x,y',
        'Bleu,,,secnumcloud,DeadlineSet,2023,press,x,',
        'Bleu,Blue,,,AnnouncementMade,2023,press,x,y',
      ),
    );
    expect(problems).toEqual([
      { row: 2, field: 'type', code: 'type-needs-scheme', params: { type: 'GrantIssued' } },
      { row: 3, field: 'type', code: 'type-without-scheme', params: { type: 'AliasAdded' } },
      { row: 4, field: 'type', code: 'type-unknown', params: { type: 'Anouncement', nearest: 'AnnouncementMade' } },
      { row: 5, field: 'type', code: 'type-not-importable', params: { type: 'DeadlineSet', path: 'data.key' } },
      { row: 5, field: 'type', code: 'type-not-importable', params: { type: 'DeadlineSet', path: 'data.due' } },
      {
        row: 6,
        field: 'service',
        code: 'type-without-field',
        params: { type: 'AnnouncementMade', on: 'provider' },
      },
    ]);
  });

  it('reads a scheme by its name', async () => {
    await ledger.import(csv('Bleu,,,SecNumCloud,GrantIssued,2023,decision,ANSSI,'));
    expect((await all())[1]?.event.data).toMatchObject({ scheme: 'secnumcloud' });
  });

  it('reads a column for every field of the types that can be imported', async () => {
    const header = 'provider,service,scheme,type,occurred,source_kind,source_publisher,duty,due,level,conditions';
    const rows = [
      'Bleu,,pci-dss,SurveillancePassed,2025,company,Bleu,revalidation,2025-06,,',
      'Bleu,,ens,GrantIssued,2025,decision,CCN,,,high,One; two',
    ];
    await ledger.import([header, ...rows].join('\n'));
    expect((await all()).map(({ event }) => event.data)).toEqual(
      expect.arrayContaining([
        { duty: 'revalidation', due: '2025-06' },
        { level: 'high', conditions: ['One', 'two'] },
      ]),
    );
  });

  it('records the same row twice in a file once', async () => {
    expect(await ledger.import(csv(announced('Bleu'), announced('Bleu')))).toMatchObject({ recorded: 1, replayed: 1 });
  });

  it('takes 10,000 rows and refuses one more (long)', async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, n) => granted(`Provider ${n % 500}`, `Service ${n % 2000}`) + `n ${n}`,
    );
    const started = performance.now();
    expect(await ledger.import(csv(...rows))).toMatchObject({ recorded: 10_000, providers: 500, dossiers: 2000 });
    const first = performance.now() - started;
    expect(await ledger.import(csv(...rows))).toMatchObject({ recorded: 0, replayed: 10_000 });
    process.stdout.write(
      `10,000 rows: ${Math.round(first)} ms, again ${Math.round(performance.now() - started - first)} ms\n`,
    );
    const tooLong = csv(...rows, announced('Bleu'));
    for (const file of [tooLong, `sep=,\n${tooLong}`])
      await expect(ledger.import(file)).rejects.toMatchObject({ code: 'too-many-rows' });
  }, 600_000);
});

describe('the file of an import', () => {
  const reasonOf = async (file: Buffer | string) => (await refusal(file)).problems;

  it('may begin with a byte-order mark, end its lines with CRLF and hold blank rows', async () => {
    const file = csv('', announced('Bleu'), ',,,,,,,,', announced('OVH')).replaceAll('\n', '\r\n');
    expect(await ledger.import(`\uFEFF${file}\r\n`)).toMatchObject({ recorded: 2, providers: 2 });
  });

  it('numbers rows by the line they begin on', async () => {
    const file = csv('"Bleu",,,,AnnouncementMade,2021,press,p,"two\nlines"', '', announced('Bleu', ''));
    expect(await reasonOf(file)).toEqual([
      {
        row: 2,
        field: 'title',
        code: 'hidden-character',
        params: { kind: 'line-end', codePoint: 'U+000A', position: 4 },
      },
      { row: 5, field: 'title', code: 'required' },
    ]);
  });

  it('names no user and no password in the address of a source', async () => {
    const file = [`${HEADER},source_url`, `${announced('Bleu')},https://user:secret@example.org/`].join('\n');
    expect(await reasonOf(file)).toEqual([{ row: 2, field: 'source_url', code: 'url-with-credentials' }]);
  });

  it('has no unknown column', async () => {
    expect(await reasonOf('provider,type,ocurred\nBleu,AnnouncementMade,2021')).toEqual([
      { row: 1, field: 'ocurred', code: 'column-unknown', params: { nearest: 'occurred' } },
      { row: 2, field: 'source_kind', code: 'required' },
      { row: 2, field: 'title', code: 'required' },
    ]);
  });

  it('in French, or in part, is told what is wrong by its own headings', async () => {
    const header =
      'Fournisseur;TYPE D’EVENEMENT;date de l’événement;source_kind;Émetteur;Prix;Debut de validite;décisions';
    const row = 'Bleu;annonce;2021-13-01;Entreprise;Bleu;1;2021;2';
    expect(await reasonOf(`${header}\n${row}`)).toEqual([
      { row: 1, field: 'Prix', code: 'column-unknown', params: { nearest: null } },
      { row: 1, field: 'décisions', code: 'column-unknown', params: { nearest: 'decision' } },
      { row: 2, field: 'date de l’événement', code: 'no-such-day' },
      { row: 2, field: 'title', code: 'required' },
      {
        ...{ row: 2, field: 'Debut de validite', code: 'type-without-field' },
        params: { type: 'AnnouncementMade', on: 'provider' },
      },
    ]);
  });

  it('is told everything that is wrong with a row of an unknown type', async () => {
    const refused = await reasonOf(csv('Bleu,,,secnumcloud,Décisions délivrées,once,rumour,ANSSI,'));
    expect(refused.map(({ field, params }) => [field, params && 'nearest' in params ? params.nearest : '…'])).toEqual([
      ['type', 'GrantIssued'],
      ['occurred', '…'],
      ['source_kind', '…'],
    ]);
  });

  it('has a provider, a type and each column once', async () => {
    expect(await reasonOf('type,title,title\nx,y,z')).toEqual([
      { row: 1, field: 'title', code: 'column-duplicate' },
      { row: 1, field: 'provider', code: 'column-missing' },
      { row: 2, field: 'type', code: 'type-unknown', params: { type: 'x', nearest: null } },
    ]);
  });

  it('holds no NUL and no open quote', async () => {
    expect(await reasonOf(csv(announced('Bleu', 'a\0b')))).toMatchObject([{ row: 2, field: 'title' }]);
    expect(await reasonOf(csv(announced('Bleu', '"open')))).toMatchObject([
      { row: 2, field: 'file', code: 'csv-quote-unclosed' },
    ]);
    expect(await reasonOf('')).toMatchObject([{ code: 'file-empty' }]);
  });
});

describe('the names in an import', () => {
  const alias = (provider: string, name: string) => `${provider},,,,AliasAdded,,,,,${name}`;
  const named = (...rows: string[]) => [`${HEADER},name`, ...rows].join('\n');

  it('find a provider by any name it carries, whatever its case and accents', async () => {
    await ledger.import(named(`${announced('OVHcloud')},`, alias('OVHcloud', 'OVH')));
    expect(await ledger.import(csv(announced('ovh', 'More'), announced('OVHCLOUD', 'Again')))).toMatchObject({
      recorded: 2,
      providers: 0,
    });
  });

  it('whose slug another provider has, on record or in the file, are given one of their own', async () => {
    await ledger.import(csv(announced('株 Bleu')));
    await ledger.import(csv(announced('会 Bleu'), announced('社 Bleu')));
    const slugs = (await all()).flatMap(({ event }) => (event.type === 'ProviderRegistered' ? [event.data.slug] : []));
    const own = expect.stringMatching(/^bleu-[0-9a-f]{8}$/);
    expect(slugs).toEqual([undefined, own, own]);
  });

  it('can be identifiers, which are checked', async () => {
    const identified = (number: string, kind: string) =>
      [`${HEADER},name,identifier_kind`, `OVHcloud,,,,AliasAdded,,,,,${number},${kind}`].join('\n');
    const { problems } = await refusal(identified('424761418', 'siren'));
    expect(problems).toEqual([{ row: 2, field: 'name', code: 'identifier-invalid' }]);
    await ledger.import(named(`${announced('OVHcloud')},`));
    await ledger.import(identified('FR 22 424 761 419', 'vat'));
    expect(await ledger.import(csv(announced('fr22424761419', 'More')))).toMatchObject({ recorded: 1, providers: 0 });
  });

  it('are refused when two providers carry them, unless the row is on record', async () => {
    await ledger.import(named(`${announced('One')},`, `${announced('Two')},`));
    const before = csv(announced('One', 'Before'));
    await ledger.import(before);
    await ledger.import(named(alias('Two', 'One')));
    await expect(ledger.import(csv(announced('One', 'After')))).rejects.toMatchObject({
      problems: [{ row: 2, field: 'provider', code: 'row-provider-ambiguous', params: { name: 'One', providers: 2 } }],
    });
    expect(await ledger.import(before)).toMatchObject({ recorded: 0, replayed: 1 });
  });

  it('may leave out the only service, but not one of two', async () => {
    const statement = 'Bleu,,,secnumcloud,StatementMade,2024,press,x,';
    expect(await ledger.import(csv(granted('Bleu', 'A'), statement))).toMatchObject({ dossiers: 1 });
    await ledger.import(csv(granted('Bleu', 'B')));
    await expect(ledger.import(csv(`${statement}more`))).rejects.toMatchObject({
      problems: [{ row: 2, field: 'service' }],
    });
    expect(await ledger.import(csv(granted('Bleu', 'A'), statement))).toMatchObject({ recorded: 0, replayed: 2 });
  });

  it('give the scope to the dossier that was opened without one, once', async () => {
    const scope = (service: string) => `Bleu,${service},IaaS,secnumcloud,ScopeDeclared,2025,company,Bleu,`;
    const intent = 'Bleu,,,secnumcloud,IntentDeclared,2021,company,Bleu,';
    expect(
      await ledger.import(csv(intent, scope('Cloud A'), scope('Cloud B'), granted('Bleu', 'Cloud A'))),
    ).toMatchObject({
      dossiers: 2,
    });
    expect(await ledger.import(csv(intent, scope('Cloud A'), scope('Cloud B')))).toMatchObject({ replayed: 3 });
  });

  it('may depend on a dossier that a later row opens', async () => {
    const header = `${HEADER},depends_on`;
    const depends = 'NumSpot,Platform,,secnumcloud,DependencyDeclared,2026,press,x,,outscale / iaas / on demand';
    expect(
      await ledger.import([header, depends, `${granted('Outscale', 'IaaS / On Demand')},`].join('\n')),
    ).toMatchObject({
      recorded: 2,
      dossiers: 2,
    });
  });

  it('count as soon as they are recorded, whichever process recorded them', async () => {
    const other = boardOn(database!.app);
    await ledger.import(csv(granted('One', 'A')));
    await other.import(named(alias('One', 'Uno'), `${granted('One', 'B')},`));
    expect(await ledger.import(csv(granted('Uno', 'B').replace('2023', '2024')))).toMatchObject({
      recorded: 1,
      providers: 0,
      dossiers: 0,
    });
  });

  it('count as they stand after corrections', async () => {
    await ledger.import(named(`${announced('One')},`, alias('One', 'Uno')));
    const [added] = (await all()).filter(({ event }) => event.type === 'AliasAdded');
    await ledger.events.append(
      [
        {
          stream: added!.stream,
          expected: 'any',
          events: [
            {
              id: '00000000-0000-4000-8000-000000000001',
              event: { type: 'EventRetracted', data: { event: added!.id, reason: 'not so' } },
            },
          ],
        },
      ],
      { actor: 'test' },
    );
    expect(await ledger.import(csv(announced('Uno')))).toMatchObject({ recorded: 1, providers: 1 });
  });
});
