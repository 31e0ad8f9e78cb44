import { beforeAll, describe, expect, it } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { deleteOldUploads } from '#imports/uploads.js';
import { startApi } from '#test/api.js';
import { type ConsolePage, consoleOf, fieldOf, textOf } from '#test/console.js';
import { eventually } from '#test/until.js';
import { announced, csv, granted } from '#test/importing.js';
import { signedIn, startedOnce } from '#test/started.js';

const server = startedOnce(() => startApi());
const officer = signedIn(server, () => server.keyWith('record'));

beforeAll(async () => {
  await officer.get('/import');
});

const recorded = async (): Promise<number> =>
  Number((await server.api.get('/v1/providers')).headers.get('jalon-position'));

/** Sends a form with a file, as a browser does. */
async function upload(
  path: string,
  bytes: string | Uint8Array<ArrayBuffer>,
  fields: Record<string, string> = {},
  client = officer,
): Promise<ConsolePage> {
  const body = new FormData();
  const csrf = fieldOf((await client.get('/import')).html, 'csrf') ?? '';
  for (const [name, value] of Object.entries({ csrf, ...fields })) body.set(name, value);
  body.set('file', new Blob([bytes], { type: 'text/csv' }), 'facts of 2026.csv');
  return raw(path, { body }, client);
}

async function raw(path: string, init: RequestInit, client = officer): Promise<ConsolePage> {
  const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = {
    accept: 'text/html',
    'accept-language': 'en',
    cookie,
    origin: server.url,
    ...(init.headers as object),
  };
  const response = await fetch(server.url + path, { method: 'POST', redirect: 'manual', ...init, headers });
  const html = await response.text();
  const { status, headers: got } = response;
  return { status, headers: got, html, text: textOf(html), location: got.get('location') };
}

/** Sends a text and goes where that leads. */
const check = (text: string, path = '/import') => officer.submit(path, { text });
const pathOf = ({ html }: ConsolePage): string => /action="(\/import\/[^"/]+)/.exec(html)?.[1] ?? '';

const WRONG = 'Cloud Two,Deux,IaaS,secnumclod,GrantIssued,2024-13-01,decision,ANSSI,';

describe('an uploaded file', () => {
  it('is shown row by row with the problems of each column, and cannot be recorded until they are corrected', async () => {
    const before = await recorded();
    const page = await check(csv(granted('Cloud Two', 'Un'), WRONG));
    expect(page.status).toBe(200);
    expect(page.text).toContain('1 invalid 1 to record 1 new provider, 1 new dossier');
    expect(page.text).toContain('2 to record Cloud Two, Un, SecNumCloud (new provider) Decision issued');
    expect(page.text).toMatch(/ 3 invalid.*scheme “secnumclod” must be one of .*secnumcloud/);
    expect(page.text).toMatch(/occurred “2024-13-01” must be a day that exists/);
    expect(page.html).not.toContain('/confirm"');
    await officer.post(`${pathOf(page)}/confirm`, {});
    expect(await recorded()).toBe(before);
  });

  it('is corrected in the page, checked again, confirmed and recorded as a whole', async () => {
    const bad = await check(csv(granted('Cloud Four', 'Un'), WRONG.replaceAll('Cloud Two', 'Cloud Four')));
    const typed = /<textarea[^>]*>\n?([^<]*)<\/textarea>/.exec(bad.html)?.[1] ?? '';
    expect(typed).toContain('secnumclod,GrantIssued,2024-13-01');
    const fixed = typed.replace('secnumclod', 'secnumcloud').replace('2024-13-01', '2024-11');
    const good = await check(fixed, pathOf(bad));
    expect(good.text).toContain('2 to record');
    expect(good.text).toMatch(/Cloud Four, Un SecNumCloud new Qualified confirmed by the authority/);
    const done = await officer.submit(`${pathOf(good)}/confirm`, {});
    expect(done.text).toContain('2 rows recorded.');
    const [, dossier = ''] = /href="\/dossiers\/([^"?]+)/.exec(done.html) ?? [];
    expect((await server.api.get(`/v1/dossiers/${dossier}`)).body).toMatchObject({ status: 'granted' });
    const gone = await officer.get(pathOf(bad)); // another version took its place
    expect([gone.status, gone.text]).toEqual([404, expect.stringContaining('uploaded files are kept for 24 hours')]);
    const twice = await officer.post(pathOf(bad), { text: fixed });
    expect([twice.status, twice.location]).toEqual([303, pathOf(good)]); // as a double click has it
  });

  it('is recorded once, however often it is confirmed', async () => {
    const page = await check(csv(announced('Cloud Five')));
    const before = await recorded();
    const answers = await Promise.all([1, 2, 3].map(() => officer.post(`${pathOf(page)}/confirm`, {})));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect((await officer.get(pathOf(page))).text).toContain('1 row recorded');
    expect((await officer.submit(`${pathOf(page)}/confirm`, {})).text).toContain('1 row recorded');
    expect(await recorded()).toBe(before + 2);
    expect((await check(csv(announced('Cloud Five')))).text).toContain('Nothing to do.');
  });

  it('is summarized with the dossiers affected, and the rows already recorded or duplicated', async () => {
    await officer.submit(`${pathOf(await check(csv(granted('Cloud Five', 'Un'))))}/confirm`, {});
    const rows = [granted('Cloud Five', 'Un'), announced('Cloud Five', 'Late'), announced('Cloud Five', 'Late')];
    const page = await check(csv(...rows));
    expect(page.text).toContain('1 to record 1 already recorded 1 duplicate in the file');
    expect(page.text).toContain('No dossier is affected.');
    const done = await officer.submit(`${pathOf(page)}/confirm`, {});
    expect(done.text).toContain('1 row recorded, 2 skipped as already recorded or duplicated in the file.');
  });

  it('can be a text of 100 kB in any script, and keeps the selected point in time', async () => {
    const long = await officer.post('/import?asOf=2024-03-01', {
      text: csv(announced('Cloud Five', 'é'.repeat(51_000))),
    });
    expect(long.status).toBe(303);
    expect(long.location).toMatch(/^\/import\/[0-9a-f-]{36}\?asOf=2024-03-01$/);
  });

  it('can be uploaded under its file name', async () => {
    const sent = await upload('/import', csv(announced('Cloud Six')));
    expect(sent.status).toBe(303);
    const page = await officer.get(sent.location ?? '');
    expect(page.text).toContain('facts of 2026.csv');
    expect(page.text).toContain('1 to record');
    expect((await officer.get('/import')).text).toContain('facts of 2026.csv awaiting confirmation');
  });

  it('is reported as unreadable, with the reason', async () => {
    const nothing = await upload('/import', '');
    expect((await officer.get(nothing.location ?? '')).text).toContain('The file is empty');
    const empty = await check(csv());
    expect(empty.text).toContain('This file has a header row but no data.');
    expect(empty.text).not.toContain('Nothing to do.');
    const binary = await upload('/import', new Uint8Array([0xff, 0x00, 0xfe, 0x41]));
    const page = await officer.get(binary.location ?? '');
    expect(page.text).toContain('Excel workbook (.xlsx), but is binary data');
    expect(page.html).toMatch(
      /<title>Error: [^<]*<\/title>[^]*<div class="note error" role="alert" tabindex="-1" autofocus>/,
    );
    const list = (await officer.get('/import')).text;
    expect(list).toContain('facts of 2026.csv has problems, needs correction');
    const french = await officer.get(binary.location ?? '', { 'accept-language': 'fr' });
    expect(french.text).toContain('au format CSV ou Excel (.xlsx), mais il s’agit de données binaires');
  });

  it('may be as French Excel saves it, or a workbook, over REST as well', async () => {
    const rows = csv(granted('Société', 'Dépôt', '27/05/2021')).replaceAll(',', ';');
    const sent = await upload('/import', Uint8Array.from(Buffer.from(rows, 'latin1')));
    const page = await officer.get(sent.location ?? '');
    expect(page.text).toMatch(/1 to record.*Société, Dépôt, SecNumCloud.*27 May 2021/);
    expect(page.text).not.toContain('needs correction');
    const cells = csv(granted('Cloud Nine', 'Un'), WRONG)
      .split('\n')
      .map((row) => row.split(','));
    const workbook = Buffer.from(await writeXlsx({ sheets: [{ name: 'A', rows: cells }] }));
    const opened = await upload('/import', Uint8Array.from(workbook));
    expect((await officer.get(opened.location ?? '')).text).toContain('1 invalid 1 to record');
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const headers = { authorization: `Bearer ${await server.keyWith('record')}`, 'content-type': type };
    const answer = await fetch(`${server.url}/v1/imports`, { method: 'POST', headers, body: workbook });
    expect([answer.status, await answer.json()]).toMatchObject([422, { problems: [{ row: 3 }, { row: 3 }] }]);
  });

  it('keeps its line breaks when it is corrected in the page', async () => {
    const rows = [granted('Cloud Seven', 'A'), WRONG].join('\r\n');
    const sent = await upload('/import', `${csv()}\r\n${rows.replace('ANSSI,', 'ANSSI,"one\r\ntwo"')}`);
    const path = sent.location ?? '';
    const fixed = `${csv()}\r\n${granted('Cloud Seven', 'A').replace('ANSSI,', 'ANSSI,"one\r\ntwo"')}`;
    const answer = await officer.post(path, { text: fixed });
    const id = (answer.location ?? '').replace('/import/', '');
    const row = await server.db.selectFrom('upload').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(row.bytes.toString()).toBe(fixed);
  });

  it('of 1,000 rows is shown in small pages', async () => {
    const rows = Array.from({ length: 1000 }, (_, n) => announced(`Cloud Large ${n % 100}`, `News ${n}`));
    const page = await officer.get((await upload('/import', csv(...rows))).location ?? '');
    expect(page.text).toContain('1,000 to record');
    expect(page.text).toContain('1 to 100 of 1,000');
    expect(Buffer.byteLength(page.html)).toBeLessThan(150_000);
    const path = pathOf(page);
    expect((await officer.get(`${path}?page=10`)).text).toContain(' 1001 to record');
    const confirmed = await officer.post(`${path}/confirm`, {});
    expect(confirmed.status).toBe(303);
    await eventually(async () => {
      const { text, html } = await officer.get(path);
      const piece = await officer.get(`${path}/progress`);
      expect(text.includes('Step') ? html : piece.html).toContain(text.includes('Step') ? 'http-equiv="refresh"' : '');
      expect(text).toContain('1,000 rows recorded');
    });
    expect((await officer.get(`${path}/progress`)).html).toBe('<div data-reload="true"></div>');
  }, 600_000);
});

describe('a file that is not confirmed', () => {
  it('is kept for a day, then deleted, even if its process has stopped', async () => {
    const path = pathOf(await check(csv(announced('Cloud Thirteen'))));
    const stopped = pathOf(await check(csv(announced('Cloud Fourteen'))));
    const dayAgo = new Date('2026-11-24T07:59:59Z');
    const mine = server.db.updateTable('upload').set({ created_at: dayAgo });
    await mine.where('id', '=', path.replace('/import/', '')).execute();
    expect((await officer.get(path)).status).toBe(404);
    await server.db
      .updateTable('upload')
      .set({ created_at: dayAgo, state: 'running', step: 'recording', began_at: dayAgo, beat_at: dayAgo })
      .where('id', '=', stopped.replace('/import/', ''))
      .execute();
    const count = async () =>
      (await server.db.selectFrom('upload').select('id').where('created_at', '<=', dayAgo).execute()).length;
    expect(await count()).toBe(2);
    await deleteOldUploads(server.db, new Date('2026-11-25T08:00:00Z'));
    expect(await count()).toBe(0);
  });
});

describe('an import that was interrupted', () => {
  it('is reported, and can be repeated', async () => {
    const page = await check(csv(announced('Cloud Eight')));
    const id = pathOf(page).replace('/import/', '');
    const long = new Date('2026-11-25T07:00:00Z');
    const stopped = { state: 'running', step: 'recording', began_at: long, beat_at: long } as const;
    await server.db.updateTable('upload').set(stopped).where('id', '=', id).execute();
    expect((await officer.get(pathOf(page))).text).toContain('The recording was interrupted');
    expect((await officer.submit(`${pathOf(page)}/confirm`, {})).text).toContain('1 row recorded');
  });

  it('is not started again while it is being recorded', async () => {
    const page = await check(csv(announced('Cloud Nine')));
    const id = pathOf(page).replace('/import/', '');
    const now = new Date('2026-11-25T08:30:00Z');
    const running = { state: 'running', step: 'deciding', began_at: now, beat_at: now } as const;
    await server.db.updateTable('upload').set(running).where('id', '=', id).execute();
    const before = await recorded();
    const seen = await officer.submit(`${pathOf(page)}/confirm`, {});
    expect(seen.text).toContain('Step 2 of 3: checking every row');
    expect(await recorded()).toBe(before);
  });
});

describe('the right to import', () => {
  it('covers the files of the same key, or for administrators all files', async () => {
    const path = pathOf(await check(csv(announced('Cloud Ten'))));
    const other = consoleOf(server);
    await other.signIn(await server.keyWith('record'));
    expect((await other.get('/import')).status).toBe(200);
    expect((await other.get(path)).status).toBe(404);
    expect((await other.post(`${path}/confirm`, {})).status).toBe(404);
    const admin = consoleOf(server);
    await admin.signIn();
    expect((await admin.get(path)).status).toBe(200);
  });

  it('requires a session that may record, and a form of that session', async () => {
    const reader = consoleOf(server);
    await reader.signIn(await server.keyWith('read'));
    expect((await reader.get('/import')).status).toBe(403);
    expect((await consoleOf(server).get('/import')).location).toBe('/sign-in?to=%2Fimport');
    const stale = await upload('/import', csv(announced('Cloud Eleven')), { csrf: 'of another session' });
    expect([stale.status, stale.location]).toEqual([409, null]);
    const cut = await raw('/import', {
      body: 'nonsense',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(cut.status).toBe(400);
    const without = await raw('/import', { body: 'nonsense', headers: { 'content-type': 'multipart/form-data' } });
    expect(without.status).toBe(400);
    const large = await upload('/import', 'x'.repeat(10 * 1024 * 1024 + 1));
    expect(large.status).toBe(413);
  });

  it('comes with French messages', async () => {
    const reader = consoleOf(server, 'fr');
    await reader.signIn(await server.keyWith('record'));
    expect((await reader.get('/import')).text).toContain('Choisissez un fichier ou déposez-le ici.');
    const { status, text } = await reader.post('/import', { text: ' ' });
    expect(status).toBe(422);
    expect(text).toContain('Texte CSV est obligatoire');
    const sample = await reader.get('/import/sample.csv');
    expect(sample.html).toContain('Fournisseur;Service;Types de service;Schéma;Type d’événement');
    expect((await reader.submit('/import', { text: sample.html })).text).toContain('4 à enregistrer');
  });
});
