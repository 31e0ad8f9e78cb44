import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type TestApi } from '#test/api.js';
import { type ConsoleClient, consoleOf, fieldOf, textOf } from '#test/console.js';
import { MAIL, PDF } from '#test/evidence-files.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { temporaryFolder } from '#test/temporary-folder.js';

const run = promisify(execFile);

let server: TestApi;
let dossier: Awaited<ReturnType<typeof openDossier>>;
let officer: ConsoleClient;
const home = temporaryFolder();
let granted: string;

const attach = (event: string, bytes: Buffer, name: string) =>
  server.api.post(`${dossier.path}/events/${event}/evidence?${new URLSearchParams({ name }).toString()}`, bytes, {
    'content-type': 'application/octet-stream',
  });

beforeAll(async () => {
  server = await startApi();
  officer = consoleOf(server, 'fr');
  await officer.signIn();
  dossier = await openDossier(server.api, 'Bleu & <b>fils</b>');
  const reached = (await dossier.record(milestone('J0', '2024-05-01'))).body.id as string;
  const source = { kind: 'decision', publisher: 'ANSSI', quote: 'Décision n° 2279 </pre><script>alert(1)</script>' };
  granted = (await dossier.record(grant({ validUntil: '2026-12-29' }, { source }))).body.id as string;
  const changes = { data: { decision: '2280' } };
  await dossier.record({ type: 'EventCorrected', data: { event: granted, changes, reason: 'misread' } });
  await attach(granted, PDF, 'décision <2279>.pdf');
  await attach(reached, PDF, 'the same.pdf');
  const wrong = (await attach(reached, MAIL, 'mail.eml')).body.id as string;
  await dossier.record({ type: 'EventRetracted', data: { event: wrong, reason: 'private' } });
});
afterAll(async () => {
  await server.close();
});

/** The files of an archive, once its hashes are checked as an auditor does. */
async function extracted(zip: Buffer): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(home, 'zip-'));
  await writeFile(join(folder, 'a.zip'), zip);
  await run('unzip', ['-q', 'a.zip'], { cwd: folder });
  const [name = ''] = (await readdir(folder)).filter((one) => one !== 'a.zip');
  const inside = join(folder, name);
  await run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: inside });
  const all = await readdir(inside, { recursive: true, withFileTypes: true });
  const files = all.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const listed = (await readFile(join(inside, 'SHA256SUMS'), 'utf8')).trim().split('\n');
  expect(files.length).toBe(listed.length + 1);
  return new Map(
    await Promise.all(
      files.map(async (path) => [path.slice(inside.length + 1), await readFile(path, 'latin1')] as const),
    ),
  );
}

async function downloaded(path: string): Promise<Map<string, string>> {
  const cookie = [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(server.url + path, { headers: { cookie } });
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.zip"$/);
  return extracted(Buffer.from(await answer.arrayBuffer()));
}

const page = (files: Map<string, string>, name: string) => Buffer.from(files.get(name) ?? '', 'latin1').toString();

describe("an auditor's file", () => {
  it('has a page in each language, the events, the evidence that stands, and hashes that are right', async () => {
    const files = await downloaded(`/dossiers/${dossier.id}/audit-file`);
    expect([...files.keys()].toSorted()).toEqual([
      'SHA256SUMS',
      'a-lire-en-premier.html',
      'events.json',
      expect.stringMatching(/^evidence\/[0-9a-f]{16}-decision_2279_.pdf$/),
      expect.stringMatching(/^evidence\/[0-9a-f]{16}-the_same.pdf$/),
      'read-me-first.html',
    ]);
    expect(page(files, 'events.json')).toContain('"misread"');
    const french = page(files, 'a-lire-en-premier.html');
    expect(textOf(french)).toContain('Décision n° 2279 </pre>');
    expect(textOf(french)).toMatch(/Décision 2279.* corrigé .*Valeurs actuelles .*2280/);
    for (const html of [french, page(files, 'read-me-first.html')]) {
      expect(html).not.toMatch(/<script|<b>|javascript:|src=|href="\//);
      const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
      for (const link of links) expect(html.includes(`id="${link.slice(1)}"`) || files.has(link)).toBe(true);
    }
  });

  it('shows what was known and had happened', async () => {
    const files = await downloaded(`/dossiers/${dossier.id}/audit-file?asOf=2023-06-01`);
    expect(textOf(page(files, 'read-me-first.html'))).toMatch(/As of 1 June 2023|as of 1 June 2023/);
    expect(textOf(page(files, 'read-me-first.html'))).toContain('after the date of this file');
    const early = await officer.get(`/dossiers/${dossier.id}/audit-file?knownOn=2020-01-01`);
    expect(early.status).toBe(404);
  });

  it('of a provider has its dossiers, and names of files that are missing', async () => {
    const { sha256 } = (await attach(granted, Buffer.concat([PDF, Buffer.from('lost')]), 'lost.pdf')).body.evidence;
    await sql`delete from evidence_file where sha256 = ${sha256 as string}`.execute(server.owner);
    const files = await downloaded(`/providers/bleu-b-fils-b/audit-file`);
    const text = textOf(page(files, 'read-me-first.html'));
    expect(text).toContain('lost.pdf: The bytes of this file are missing from the store.');
    expect(text).toContain('SecNumCloud');
  });

  it('is for keys only, and noted as an export', async () => {
    expect((await server.as().get(`${dossier.path}/audit-file`)).status).toBe(401);
    const { headers } = await server.api.send(`${dossier.path}/audit-file`, { method: 'HEAD' });
    expect(headers.get('content-type')).toBe('application/zip');
    await server.api.get(`/v1/providers/${dossier.provider}/audit-file?knownAt=2027-01-01T00:00:00Z`);
    const { rows } = await sql<{ count: number }>`
      select count(*) from activity where act = 'exported' and details ->> 'file' like 'auditors-file-%'
    `.execute(server.db);
    expect(rows[0]?.count).toBe(1);
  });
});

describe('the form of a file', () => {
  const form = (event: string): string => `/dossiers/${dossier.id}/events/${event}/evidence`;

  async function send(event: string, file?: { name: string; bytes: Buffer }, token?: string): Promise<Response> {
    const body = new FormData();
    body.set('csrf', token ?? fieldOf((await officer.get(form(event))).html, 'csrf') ?? '');
    body.set('note', 'Copie signée');
    if (file) body.set('file', new Blob([new Uint8Array(file.bytes)]), file.name);
    const cookie = [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', 'accept-language': 'fr', cookie, origin: server.url };
    return fetch(server.url + form(event), { method: 'POST', redirect: 'manual', body, headers });
  }

  it('attaches it as it arrives, and shows it below its event', async () => {
    const bytes = Buffer.concat([PDF, Buffer.alloc(600_000, 'console')]);
    const answer = await send(granted, { name: 'C:\\décision.pdf', bytes });
    expect(answer.status).toBe(303);
    const { text, html } = await officer.get(answer.headers.get('location') ?? '');
    expect(text).toMatch(
      /La pièce a été jointe.*Pièces justificatives.*décision.pdf PDF, 600\W1 ko · Enregistré .* Copie signée/,
    );
    const [, path = ''] =
      /href="(\/evidence\/[0-9a-f]{64})" download/.exec(html.slice(html.indexOf('>décision.pdf') - 200)) ?? [];
    const { headers } = await officer.get(path);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
    expect((await consoleOf(server).get(path)).location).toMatch(/^\/sign-in/);
  });

  it('is shown again with what is wrong, and stores nothing that another site sent', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    for (const file of [{ name: 'page.pdf', bytes: page }, { name: 'a\u202eb.pdf', bytes: PDF }, undefined]) {
      const answer = await send(granted, file);
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('id="f-file-error"');
    }
    const foreign = await send(granted, { name: 'a.pdf', bytes: PDF }, 'another token');
    expect(foreign.status).toBeGreaterThanOrEqual(400);
  });
});
