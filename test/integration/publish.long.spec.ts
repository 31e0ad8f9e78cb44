import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { sql } from 'kysely';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Status } from '#domain/dossier/status.js';
import { uuidOf } from '#event-store/encoding.js';
import { statusWord } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { type Language, LANGUAGES } from '#language/language.js';
import { startApi } from '#test/api.js';
import { realLedger } from '#test/board.js';
import { recordHostileLedger } from '#test/browser/console-visits.js';
import { pagesOf } from '#test/client.js';
import { listsFollowed } from '#test/console.js';
import { jalon, saysHere } from '#test/jalon.js';
import { tagsOf } from '#test/markup.js';
import { signLog } from '#test/proof/signing.js';
import { startedOnce } from '#test/started.js';
import { exported, restore } from '#test/transferring.js';
import { until } from '#test/until.js';
import { publishCommand } from '../../apps/cli/publish/publish-command.js';

const DAY = '2026-11-25';
const LARGEST = 60_000;

const server = startedOnce(() => startApi({ PUBLIC_READ: 'true' }));
const restored = startedOnce(() => startApi());
let folder = '';
/** By path. */
let files: Map<string, Buffer>;

const publish = (to: string, { databaseUrl } = server, ...options: string[]) =>
  saysHere(publishCommand(), [join(folder, to), '--as-of', DAY, ...options], { DATABASE_URL: databaseUrl });

async function filesIn(place: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(found.map(async (path) => [path.slice(place.length + 1), await readFile(path)] as const)),
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jalon-publish-'));
  await server.api.post('/v1/imports', new Uint8Array(await realLedger()), { 'content-type': 'text/csv' });
  const { dossier } = await recordHostileLedger(server);
  const source = { kind: 'press', publisher: 'Press', quote: '漢'.repeat(9_000) };
  for (const speaker of ['First', 'Second'])
    await server.api.post(`/v1/dossiers/${dossier.id}/events`, {
      type: 'StatementMade',
      occurred: '2026-10-01',
      source,
      data: { speaker },
    });
  const reading = await readFile('samples/registers/fedramp-marketplace-2026-03-01.json');
  await server.api.post('/v1/registers/fedramp-marketplace/readings', reading, { 'content-type': 'application/json' });
  await restore(restored.api, await exported(server.api));
  await signLog(server.db, join(folder, 'key')); // of one of them only: where pages told of proofs, they would differ
  await listsFollowed(restored.db);
  expect(await publish('site')).toMatchObject({ code: 0 });
  files = await filesIn(join(folder, 'site'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = (path: string): string => files.get(path)?.toString() ?? '';
// oxlint-disable-next-line typescript/no-explicit-any -- as of an answer
const json = (path: string): any => JSON.parse(text(path));
const having = (ending: string): string[] => [...files.keys()].filter((path) => path.endsWith(ending));

/** What REST answers to a reader without a key about what a file says. */
async function answerTo(path: string): Promise<unknown> {
  const [language = '', first = '', ...rest] = path.replace(/\.json$/, '').split('/');
  const headers = { 'accept-language': language };
  const api = { ...server.as(), get: (asked: string) => server.as().get(asked, headers) };
  const list = async (asked: string) => ({ items: (await pagesOf(api, asked)).flat() });
  const [name = '', part] = rest.join('/').split('.');
  if (part === 'dossiers') return list(`/v1/dossiers?schemes=${name}`);
  if (first === 'years')
    return list(`/v1/diff?from=${Number(name) - 1}-12-31&to=${name === '2026' ? DAY : `${name}-12-31`}`);
  const asked = ['/v1', first, name].join('/').replace(/\/$/, '');
  if (name === '') return list(asked);
  const { body } = await api.get(asked);
  return first === 'registers' ? { ...body, ...(await list(`${asked}/entries`)) } : body;
}

const withoutReadings = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'reading' ? undefined : value)));

interface Row {
  dossiers: string[];
  statuses: string[];
}

/** The rows of tables that name one dossier, with its status as it is marked and written. */
function rowsOf(html: string): Row[] {
  const rows: Row[] = [];
  for (const { name, closes, attributes, text: said } of tagsOf(html)) {
    if (name === 'tr' && !closes) rows.push({ dossiers: [], statuses: [] });
    const [, id] = /dossiers\/([0-9a-f-]{36})\.html/.exec(attributes.get('href') ?? '') ?? [];
    const [, looks] = /^status \S+ (\S*)/.exec(attributes.get('class') ?? '') ?? [];
    if (id !== undefined) rows.at(-1)?.dossiers.push(id);
    if (looks !== undefined) rows.at(-1)?.statuses.push(`${looks} ${said}`);
  }
  return rows.filter(({ dossiers, statuses }) => new Set(dossiers).size === 1 && statuses.length > 0);
}

interface Standing {
  scheme: string;
  status: Status;
  confirmed: boolean;
}

const marked = ({ scheme, status, confirmed }: Standing, language: Language): string =>
  `${status === 'unknown' ? 'of-none' : confirmed ? 'confirmed' : 'claimed'} ${capitalized(statusWord(status, builtInSchemes.get(scheme), language))}`;

/** All that is a text in an answer. */
const textsIn = (answer: unknown): string[] =>
  typeof answer === 'string'
    ? [answer]
    : typeof answer === 'object' && answer
      ? Object.values(answer).flatMap(textsIn)
      : [];

const endTransactions = () =>
  sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
  `.execute(server.db);

describe('a published site', () => {
  it('is the same, file by file, of a ledger that was restored elsewhere', async () => {
    expect(await publish('elsewhere', restored)).toMatchObject({ code: 0 });
    expect(await readFile(join(folder, 'elsewhere/SHA256SUMS'), 'utf8')).toBe(text('SHA256SUMS'));
    const sums = [...files].map(([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${path}`);
    const listed = text('SHA256SUMS').trim().split('\n');
    expect(sums.filter((sum) => !/ (?:SHA256SUMS|checkpoint)$/.test(sum)).sort()).toEqual([...listed].sort());
    expect([text('checkpoint').split('\n')[1], await readdir(join(folder, 'elsewhere'))]).toEqual([
      json('datapackage.json').version,
      expect.not.arrayContaining(['checkpoint']),
    ]);
  });

  it('has as JSON what REST answers', async () => {
    const answers = having('.json').filter((path) => path.includes('/'));
    for (const path of answers) expect([path, json(path)]).toEqual([path, withoutReadings(await answerTo(path))]);
    expect(answers.length).toBeGreaterThan(150);
  });

  it('marks each dossier as REST does, in every list, and counts them', () => {
    const [wrong, seen]: [string[], Set<string>] = [[], new Set()];
    for (const path of having('.html').filter((one) => one.includes('/'))) {
      const language = path.slice(0, 2) as Language;
      const year = path.includes('/years/') ? json(path.replace(/(\.\d+)?\.html$/, '.json')) : undefined;
      for (const { dossiers, statuses } of rowsOf(text(path))) {
        const own = json(`${language}/dossiers/${dossiers[0]}.json`) as Standing;
        const change = year?.items.find(({ id }: { id: string }) => id === dossiers[0]);
        const sides = change ? [change.before, change.after].filter(Boolean) : [own];
        const expected = sides.map((side: Standing) => marked({ ...side, scheme: own.scheme }, language));
        if (JSON.stringify(statuses) !== JSON.stringify(expected))
          wrong.push(`${path}: ${dossiers[0]}, ${statuses.join()} for ${expected.join()}`);
        seen.add(dossiers[0] ?? '');
      }
    }
    expect(wrong).toEqual([]);
    const { items } = json('en/dossiers.json');
    expect(seen.size).toBe(items.length);
    const own = items.filter(({ scheme, status }: Standing) => scheme === 'secnumcloud' && /^granted/.test(status));
    const [, row = ''] = /schemes\/secnumcloud\.html(.*?)<\/tr>/s.exec(text('en/index.html')) ?? [];
    const numbers = [...row.matchAll(/>(\d+)</g)].map(([, number]) => Number(number));
    const confirmed = own.filter((one: Standing) => one.confirmed).length;
    expect(numbers.slice(0, 2)).toEqual([confirmed, own.length - confirmed]);
  });

  it('tells the status and the days of REST on the page of each dossier', async () => {
    const wrong: string[] = [];
    const deadlines = [];
    for (const state of ['open', 'missed', 'met', 'superseded'])
      deadlines.push(...(await pagesOf(server.as(), `/v1/deadlines?state=${state}&within=3650`)).flat());
    for (const path of having('.html').filter((one) => /\/dossiers\/[^.]+\.html$/.test(one))) {
      const answer = json(path.replace(/html$/, 'json'));
      const events = (await pagesOf(server.as(), `/v1/dossiers/${answer.id}/events`)).flat();
      const known = new Set([...textsIn(answer), ...textsIn(events), ...textsIn(deadlines), DAY]);
      const tags = tagsOf(text(path));
      const days = tags.flatMap(({ name, closes, attributes }) =>
        name === 'time' && !closes ? (attributes.get('datetime') ?? '') : [],
      );
      wrong.push(...days.filter((day) => !known.has(day)).map((day) => `${path}: ${day}`));
      const head = tags.find(({ attributes }) => / large$/.test(attributes.get('class') ?? ''));
      const [, looks] = /^status \S+ (\S*)/.exec(head?.attributes.get('class') ?? '') ?? [];
      if (`${looks} ${head?.text}` !== marked(answer, path.slice(0, 2) as Language))
        wrong.push(`${path}: ${head?.text}`);
    }
    expect(wrong).toEqual([]);
  });

  it('works from any path: every link leads to a file and a place in it, no page runs or asks anything or is large', () => {
    const wrong: string[] = [];
    for (const path of [...having('.html'), ...having('.atom')]) {
      const page = text(path);
      if (Buffer.byteLength(page) > LARGEST && path.endsWith('.html'))
        wrong.push(`${path} has ${page.length} characters`);
      if (/<(script|form|button|style|iframe)\b|ledger\.invalid/.test(page)) wrong.push(`${path} is not static`);
      const ids = (file: string) => new Set([...text(file).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
      const links = path.endsWith('.atom')
        ? [...page.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => href)
        : tagsOf(page).flatMap(({ attributes }) => attributes.get('href') ?? []);
      for (const link of links.filter((one) => !/^https?:/.test(one))) {
        const [name = '', id] = link.split('#', 2);
        const target = name === '' ? path : posix.join(posix.dirname(path), decodeURIComponent(name));
        if (!files.has(target)) wrong.push(`${path}: ${link}`);
        else if (id !== undefined && !ids(target).has(id)) wrong.push(`${path}: nothing at ${link}`);
      }
    }
    expect(wrong).toEqual([]);
    const [french, english] = LANGUAGES.map((language) =>
      having('')
        .filter((path) => path.startsWith(language))
        .map((path) => path.slice(3)),
    );
    expect(french).toEqual(english);
  });

  it('has one data set with its schema and licence, and the deadlines of REST as a calendar', async () => {
    const { resources, licenses, description } = json('datapackage.json');
    expect([licenses, description]).toEqual([undefined, expect.stringContaining('no licence')]);
    const lines = gunzipSync(files.get(resources[0].path) ?? '')
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual(json('en/dossiers.json').items);
    const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(json(resources[0].schema));
    expect(lines.filter((line) => !isValid(line))).toEqual([]);
    const calendar = text('en/deadlines.ics').replaceAll('\r\n ', '');
    const open = (await pagesOf(server.as(), '/v1/deadlines?within=3650')).flat().filter(({ dependsOn }) => !dependsOn);
    for (const { key, due } of open.filter((one) => one.due.length === 10))
      expect(calendar).toMatch(
        new RegExp(
          `UID:${uuidOf('deadline in calendars', key)}\r\n(?:.*\r\n){3}DTSTART;VALUE=DATE:${due.replaceAll('-', '')}`,
        ),
      );
    expect(open.length).toBeGreaterThan(10);
  });

  it('is of one position, whatever is recorded meanwhile', async () => {
    const recorded: [position: number, slug: string][] = [];
    const over = new AbortController();
    const publishing = publish('meanwhile').finally(() => {
      over.abort();
    });
    for (let number = 0; !over.signal.aborted; number += 1) {
      const { headers, body } = await server.api.post('/v1/providers', { name: `Meanwhile ${number}` });
      recorded.push([Number(headers.get('jalon-position')), body.slug]);
      await sleep(20); // the lists follow meanwhile
    }
    expect(await publishing).toMatchObject({ code: 0 });
    const found = await filesIn(join(folder, 'meanwhile'));
    const { version } = JSON.parse(String(found.get('datapackage.json'))) as { version: string };
    const shown = recorded.filter(([position]) => position <= Number(version)).map(([, slug]) => slug);
    const published = [...found.keys()].flatMap(
      (path) => /^fr\/providers\/(meanwhile-\d+)\.html$/.exec(path)?.[1] ?? [],
    );
    expect(published.sort()).toEqual(shown.sort());
    expect(recorded.length).toBeGreaterThan(shown.length);
  });

  it.each([
    ['SIGINT', /^$/, (pid: number) => Promise.resolve(process.kill(pid, 'SIGINT'))],
    ['the loss of the database', /^The ledger could not be read: .*\n$/, () => endTransactions()],
  ])('leaves what was published as it was on %s', async (_, why, end) => {
    const before = await readdir(folder);
    const sums = await readFile(join(folder, 'site/SHA256SUMS'), 'utf8');
    const running = jalon(['publish', join(folder, 'site')], { DATABASE_URL: server.databaseUrl });
    const unfinished = async () => (await readdir(folder)).find((name) => name.endsWith('.unfinished')) ?? '';
    await until(
      async () => (await readdir(join(folder, await unfinished(), 'fr/dossiers')).catch(() => [])).length > 5,
    );
    await end(running.pid);
    expect(await running.ended).not.toBe(0);
    expect(running.output().replace(/.*pages.*\n/g, '')).toMatch(why);
    expect([await readdir(folder), await readFile(join(folder, 'site/SHA256SUMS'), 'utf8')]).toEqual([before, sums]);
  });

  it('replaces what it has published, and nothing else', async () => {
    expect(await publish('site', server, '--licence', 'etalab-2.0')).toMatchObject({ code: 0 });
    const manifest = JSON.parse(await readFile(join(folder, 'site/datapackage.json'), 'utf8')) as { licenses: object };
    expect(manifest.licenses).toEqual([{ name: 'etalab-2.0' }]);
    await writeFile(join(folder, 'file'), '');
    const before = await readdir(folder);
    for (const [to, why] of [
      ['.', 'has other files'],
      ['file', 'Cannot read the folder'],
      ['file/site', 'Cannot'],
    ] as const)
      expect(await publish(to)).toMatchObject({ code: 1, said: expect.stringContaining(why) });
    expect(await readdir(folder)).toEqual(before);
  });
});
