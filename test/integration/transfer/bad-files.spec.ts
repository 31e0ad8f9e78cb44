import { describe, expect, it } from '@jest/globals';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { startApi } from '#test/api.js';
import { boardOn } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { restoreInto } from '#test/laws/ledger.js';
import { startedOnce } from '#test/started.js';
import { dossier, exported, ledgerFile, opening, registration, restore, trailer } from '#test/transferring.js';

const three = [registration(1), registration(2), registration(3)];
const whole = ledgerFile(three);
const lines = whole.trimEnd().split('\n');
const of = (...parts: (string | undefined)[]) => `${parts.join('\n')}\n`;

const event = (override: object) => ledgerFile([registration(1), registration(2, override), registration(3)]);

/** Each with the problem that is reported: its line, field and code, and for some its parameters. */
const bad: [what: string, file: string, problem: string, params?: object][] = [
  ['no file at all', '', '1 file file-truncated'],
  ['a CSV file', 'provider,type\nBleu,AnnouncementMade\n', '1 format not-a-ledger-file'],
  ['a newer format', ledgerFile(three, { formatVersion: 3 }), '1 formatVersion format-newer'],
  ['a first line that says more', ledgerFile(three, { more: 1 }), '1 more unknown-field'],
  [
    'a first line with an instant that does not exist',
    ledgerFile(three, { knownAt: '2026-02-30T00:00:00.000Z' }),
    '1 knownAt instant-utc-format',
  ],
  ['a first line that promises more events', ledgerFile(three, { head: 4 }), '1 head event-count'],
  ['a file cut between two lines', of(...lines.slice(0, 3)), '4 file file-truncated'],
  ['a file cut within a line', whole.slice(0, whole.indexOf('\n', 400) + 60), '3 file file-truncated'],
  ['a file cut within its last line', whole.slice(0, -20), '5 file file-truncated'],
  ['a file without its last event', of(...lines.slice(0, 3), lines[4]), '4 events event-count'],
  ['a changed byte in a value', whole.replace('Cloud 2', 'Clout 2'), '5 sha256 checksum-mismatch'],
  [
    'a changed byte that breaks a line',
    whole.replace('"version":1,"type"', '"version":1;"type"'),
    '2 file line-not-json',
  ],
  ['line ends of another system', whole.replaceAll('\n', '\r\n'), '5 sha256 checksum-mismatch'],
  ['something after the end', `${whole}\n`, '6 file line-after-end'],
  [
    'an event that comes too early',
    ledgerFile([registration(1), registration(3), registration(2)]),
    '3 position position-order',
  ],
  ['a version twice', event({ stream: registration(1)['stream'] }), '3 version version-order'],
  ['a version without the one before', event({ version: 2 }), '3 version version-order'],
  ['a time that goes back', event({ recordedAt: '2025-12-31T23:59:59.999Z' }), '3 recordedAt recorded-order'],
  [
    'a time to come',
    ledgerFile([registration(1, { recordedAt: '2126-01-01T00:00:00.000Z' })]),
    '2 recordedAt recorded-in-future',
  ],
  [
    'a time on a day that does not exist',
    event({ recordedAt: '2026-02-30T00:00:00.000Z' }),
    '3 recordedAt instant-utc-format',
  ],
  ['a type that nobody knows', event({ type: 'ProviderRegisterd' }), '3 type stored-type-unknown'],
  ['a stream of no kind', event({ stream: 'invoice-7' }), '3 stream stream-format'],
  ['a newer event', event({ schemaVersion: 2 }), '3 schemaVersion event-newer'],
  [
    'data that the type does not have',
    event({ data: { name: 'Cloud 2', colour: 'blue' } }),
    '3 data.colour unknown-field',
  ],
  ['data without what the type needs', event({ data: {} }), '3 data.name required'],
  ['a date that does not exist', event({ occurred: '2026-02-30' }), '3 occurred no-such-day'],
  ['a text that cannot be stored', event({ actor: 'a\0b' }), '3 actor text-not-storable'],
  ['a column more', event({ fingerprint: '00' }), '3 fingerprint unknown-field'],
  ['a line that is too long', `${of(lines[0])}"${'x'.repeat(9_000_000)}"\n`, '2 file line-too-long'],
];

const first = registration(1);
const source = { kind: 'decision', publisher: 'ANSSI' };
const nobody = '20000000-0000-4000-8000-00000000ffff';

/** A ledger of a provider, of a dossier, and of this on its stream. */
const then = (type: string, data: object, override: object = {}) =>
  ledgerFile([first, opening(2), registration(3, { stream: dossier(2), version: 2, type, data, ...override })]);
const fact = (type: string, data: object) => then(type, data, { occurred: '2024-01-01', source });
const amending = (type: string, data: object) => then(type, { reason: 'misread', ...data });
const deep = '['.repeat(100_000) + ']'.repeat(100_000);

/** Files whose every line is right by itself, and whose events could not have been recorded one after the other. */
const impossible: typeof bad = [
  [
    'a provider that was never registered',
    ledgerFile([registration(1, { type: 'AliasAdded' })]),
    '2 type stream-not-opened',
  ],
  [
    'a dossier that was never opened',
    ledgerFile([first, opening(2, {}, { type: 'StatementMade', occurred: '2024-01-01', source, data: {} })]),
    '3 type stream-not-opened',
  ],
  [
    'a provider registered twice',
    ledgerFile([first, registration(2, { stream: first['stream'], version: 2 })]),
    '3 type stream-opened-twice',
  ],
  [
    'a dossier opened twice',
    ledgerFile([first, opening(2), opening(3, {}, { stream: dossier(2), version: 2 })]),
    '4 type stream-opened-twice',
  ],
  [
    'a dossier of nobody',
    ledgerFile([first, opening(2, { provider: nobody })]),
    '3 data.provider stream-not-found',
    { stream: `provider-${nobody}` },
  ],
  [
    'a dossier of a provider to come',
    ledgerFile([opening(1, { provider: '20000000-0000-4000-8000-000000000002' }), registration(2)]),
    '2 data.provider stream-not-found',
  ],
  [
    'a provider called by its id in capitals',
    ledgerFile([
      registration(1, { stream: 'provider-a0000000-0000-4000-8000-000000000001' }),
      opening(2, { provider: 'A0000000-0000-4000-8000-000000000001' }),
    ]),
    '3 data.provider stream-not-found',
  ],
  [
    'a scheme that nobody published',
    ledgerFile([first, opening(2, { scheme: 'none' })]),
    '3 data.scheme stream-not-found',
    { stream: 'scheme-none' },
  ],
  ['a transfer to nobody', fact('ServiceTransferred', { to: nobody }), '4 data.to stream-not-found'],
  ['a dependency on nothing', fact('DependencyDeclared', { dependsOn: nobody }), '4 data.dependsOn stream-not-found'],
  [
    'a dependency on a dossier of a later instant',
    ledgerFile([
      first,
      opening(2),
      registration(3, {
        stream: dossier(2),
        version: 2,
        type: 'DependencyDeclared',
        occurred: '2024-01-01',
        source,
        data: { dependsOn: dossier(4).slice(8) },
      }),
      opening(4, {}, { recordedAt: '2026-01-01T00:00:00.001Z' }),
    ]),
    '4 data.dependsOn stream-not-found',
  ],
  [
    'a correction that names nobody',
    amending('EventCorrected', { event: opening(2)['id'], changes: { data: { to: nobody } } }),
    '4 data.changes.data.to stream-not-found',
  ],
  [
    'a correction of nothing',
    amending('EventCorrected', { event: nobody, changes: { occurred: '2024' } }),
    '4 data.event amended-event-not-found',
    { id: nobody, stream: dossier(2) },
  ],
  [
    'a correction of what stands in another stream',
    amending('EventCorrected', { event: first['id'], changes: { occurred: '2024' } }),
    '4 data.event amended-event-not-found',
  ],
  [
    'a retraction of itself',
    amending('EventRetracted', { event: registration(3)['id'] }),
    '4 data.event amended-event-not-found',
  ],
  [
    'a retraction of the opening',
    amending('EventRetracted', { event: opening(2)['id'] }),
    '4 data.event opening-event-kept',
  ],
  [
    'a scheme on the stream of another',
    ledgerFile([
      registration(1, { stream: 'scheme-other', type: 'SchemePublished', data: { scheme: builtInSchemes.get('hds') } }),
    ]),
    '2 data.scheme.slug stream-slug-mismatch',
    { slug: 'hds', stream: 'scheme-other' },
  ],
  [
    'a register on the stream of another',
    ledgerFile([
      registration(1, {
        ...{ stream: 'register-other', type: 'RegisterPublished' },
        data: { register: builtInRegisters.get('fedramp-marketplace') },
      }),
    ]),
    '2 data.register.slug stream-slug-mismatch',
    { slug: 'fedramp-marketplace', stream: 'register-other' },
  ],
  [
    'a scheme that a correction calls otherwise',
    ledgerFile([
      registration(1, { stream: 'scheme-hds', type: 'SchemePublished', data: { scheme: builtInSchemes.get('hds') } }),
      registration(2, {
        stream: 'scheme-hds',
        version: 2,
        type: 'EventCorrected',
        data: {
          event: first['id'],
          changes: { data: { scheme: { ...builtInSchemes.get('hds'), slug: 'x' } } },
          reason: 'x',
        },
      }),
    ]),
    '3 data.changes.data.scheme.slug stream-slug-mismatch',
    { slug: 'x', stream: 'scheme-hds' },
  ],
  ['a stream that is no id', event({ stream: `provider-${'-'.repeat(36)}` }), '3 stream stream-format'],
  [
    'a stream in capitals',
    event({ stream: 'provider-A0000000-0000-4000-8000-000000000001' }),
    '3 stream stream-format',
  ],
  [
    'a stream with an endless name',
    event({ stream: `register-${'a'.repeat(101)}` }),
    '3 stream too-large',
    { of: 'string', maximum: 109, included: true },
  ],
  [
    'a value without a floor',
    amending('EventCorrected', { event: opening(2)['id'], changes: { data: { title: 'DEEP' } } }).replace(
      '"DEEP"',
      deep,
    ),
    '4 file line-too-deep',
    { maximum: 32 },
  ],
];

const served = startedOnce(() => startApi());

const preview = (file: string, api = served.api) =>
  api.post('/v1/imports?preview=true', file, { 'content-type': 'application/x-ndjson' });
const held = { recorded: 3, replayed: 0, providers: 3, dossiers: 0, preview: true };
const unknownScheme = ledgerFile([registration(1), opening(2, { scheme: 'none' })]);
const toCome = ledgerFile([registration(1, { recordedAt: '2126-01-01T00:00:00.000Z' })]);
const refusedAt = (field: string) => ({ status: 422, body: { problems: [expect.objectContaining({ field })] } });

describe('a ledger file', () => {
  it.each([...bad, ...impossible])('is refused with nothing recorded: %s', async (_, file, problem, ...[params]) => {
    const [row = '', field, code] = problem.split(' ');
    const { status, body } = await restore(served.api, file);
    expect({ status, problems: body.problems }).toMatchObject({
      status: 422,
      problems: [{ row: Number(row), field, code, ...(params && { params }) }],
    });
    expect(body).toMatchObject({
      code: 'import-invalid',
      detail: expect.stringContaining(`Line ${row} `),
    });
    const { headers, body: listed } = await served.api.get('/v1/events');
    expect([listed.items, headers.get('jalon-position')]).toEqual([[], '0']);
  });

  it('is only taken from an admin, and only where imports are', async () => {
    const officer = served.as(await served.keyWith('record'));
    expect(await restore(officer, whole)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await restore(served.as(), whole)).toMatchObject({ status: 401 });
    const elsewhere = await served.api.post('/v1/providers', whole, { 'content-type': 'application/x-ndjson' });
    expect(elsewhere.status).toBe(415);
  });

  it('is only given to those who may read', async () => {
    expect(await served.as().get('/v1/ledger.ndjson')).toMatchObject({ status: 401 });
    expect(await served.as(await served.keyWith('read')).get('/v1/ledger.ndjson')).toMatchObject({ status: 200 });
    expect(await served.api.get('/v1/ledger.ndjson?asOf=2026-01-01')).toMatchObject({ status: 400 });
  });

  it('of an empty ledger is a first and a last line, and records nothing', async () => {
    const empty = await exported(served.api);
    expect(empty).toBe(ledgerFile([]));
    expect(await restore(served.api, empty)).toMatchObject({ status: 200, body: { recorded: 0, position: 0 } });
  });
});

describe('a preview of a ledger file', () => {
  it('says what it holds and what is wrong in it, and records nothing', async () => {
    expect(await preview(whole)).toMatchObject({ status: 200, body: { ...held, empty: true, position: 0 } });
    expect(await preview(unknownScheme)).toMatchObject(refusedAt('data.scheme'));
    expect(await preview(toCome)).toMatchObject(refusedAt('recordedAt'));
    expect(await exported(served.api)).toBe(ledgerFile([]));
    expect(await preview(whole, served.as(await served.keyWith('record')))).toMatchObject({ status: 403 });
  });
});

describe('a ledger file that was restored', () => {
  it('may lack its very last line end, and is recorded once when it comes twice at the same time', async () => {
    const file = whole.trimEnd();
    const answers = await Promise.all([restore(served.api, file), restore(served.api, file)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ recorded: 3 });
    expect((await exported(served.api)).split('\n')).toHaveLength(6);
  });

  it('is written as its last line says', async () => {
    const text = await exported(served.api);
    const end = text.lastIndexOf('\n', text.length - 2) + 1;
    expect(text.slice(end)).toBe(`${trailer(3, text.slice(0, end))}\n`);
  });

  it('is refused by a ledger with events, which stays as it is', async () => {
    const before = await exported(served.api);
    expect(await restore(served.api, whole)).toMatchObject({ status: 409, body: { code: 'ledger-not-empty' } });
    expect(await exported(served.api)).toBe(before);
  });

  it('is judged alone in a preview, where there are events', async () => {
    const before = await exported(served.api);
    expect(await preview(whole)).toMatchObject({ status: 200, body: { ...held, empty: false, position: 3 } });
    expect(await preview(unknownScheme)).toMatchObject(refusedAt('data.scheme'));
    expect(await exported(served.api)).toBe(before);
  });
});

describe('the data of a ledger file', () => {
  const database = startedOnce(freshDatabase);

  it('may be whatever JSON can say, and name what was opened in the same instant', async () => {
    const changes = { data: { toJSON: 1 } };
    const corrected = { event: opening(2)['id'], changes, reason: 'why not' };
    const depends = { occurred: '2024-01-01', source, data: { dependsOn: dossier(5).slice(8) } };
    const file = ledgerFile([
      first,
      opening(2),
      registration(3, { stream: dossier(2), version: 2, type: 'EventCorrected', data: corrected }),
      registration(4, { stream: dossier(2), version: 3, type: 'DependencyDeclared', ...depends }),
      opening(5, { service: 'the one it builds on' }),
    ]);
    await restoreInto(database.app, file);
    const board = boardOn(database.app);
    expect(await board.project()).toBe(5);
    expect((await board.dossiers({ asOf: '2026-11-25' })).items).toHaveLength(2);
  });
});
