import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, openAsBlob } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { sql } from 'kysely';
import { rawBody } from '#client/jalon-client.js';
import { Clock } from '#database/clock.js';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { PATIENT } from '#database/timeouts.js';
import { Refusal } from '#domain/refusal.js';
import { DamagedEvidence, EvidenceFiles } from '#evidence/evidence-files.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { readSettings } from '#settings/settings.js';
import { type Api, callApi, callingCommand, listed, reasonOf } from '../call-api.js';
import { databaseUrls } from '../database-commands.js';
import { count, fromFile, UserError } from '../terminal.js';

const verifyCommand = (): Command =>
  new Command('verify')
    .description('Read every attached file and compare it with its hash in the ledger.')
    .addHelpText(
      'after',
      `
Connects with DATABASE_URL, and with EVIDENCE_S3_URL if files are in a bucket. Exits with 1 if a file is missing or damaged.
A file that is attached again is stored again.`,
    )
    .action(async () => {
      const { appUrl } = await databaseUrls(process.env);
      await using db = openDatabase({ url: appUrl, poolSize: 2, applicationName: 'jalon evidence', timeouts: PATIENT });
      const files = new EvidenceFiles(db, new Clock(), readSettings(EvidenceSettingsSchema, process.env));
      const { intact, faulty } = await verifyAll(db, files);
      for (const { sha256, name, fault } of faulty) console.log(`${fault}: ${sha256} (${name})`);
      console.log(`${count(intact)} intact, ${count(faulty.length)} missing or damaged.`);
      if (faulty.length > 0) process.exitCode = 1;
    });

interface Faulty {
  sha256: string;
  name: string;
  fault: 'missing' | 'damaged';
}

async function verifyAll(db: LedgerDatabase, files: EvidenceFiles): Promise<{ intact: number; faulty: Faulty[] }> {
  const { rows } = await sql<{ sha256: string; name: string }>`
    select distinct on (data ->> 'sha256') data ->> 'sha256' as sha256, data ->> 'name' as name
    from event where type = 'EvidenceAttached'
      and not exists (select from evidence_file where sha256 = data ->> 'sha256' and removed_at is not null)
    order by data ->> 'sha256', position desc
  `.execute(db);
  const faulty: Faulty[] = [];
  for (const { sha256, name } of rows) {
    const fault = await faultOf(files, sha256);
    if (fault) faulty.push({ sha256, name, fault });
  }
  return { intact: rows.length - faulty.length, faulty };
}

async function faultOf(files: EvidenceFiles, sha256: string): Promise<Faulty['fault'] | undefined> {
  try {
    const pieces = await files.read(sha256); // compared with their hash as they are read
    while (!(await pieces.next()).done);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return 'missing';
    if (error instanceof DamagedEvidence) return 'damaged';
    throw error;
  }
}

/**
 * Writes the body of a response to a file, which appears once it is complete.
 *
 * @param sha256 that its bytes must have
 * @throws UserError
 */
async function saveAs(path: string, answer: Response, sha256?: string): Promise<void> {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  const hash = createHash('sha256');
  try {
    await pipeline(hashed(answer, hash), createWriteStream(unfinished, { flags: 'wx' }));
    if (sha256 !== undefined && hash.digest('hex') !== sha256)
      throw new UserError('The bytes received do not have the SHA-256 asked for.');
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot save ${path}: ${reasonOf(error)}`);
  }
}

const nameIn = ({ headers }: Response): string => {
  const given = headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(given)?.[1];
  const name = encoded === undefined ? /filename="([^"]+)"/.exec(given)?.[1] : decodeURIComponent(encoded);
  return name?.split(/[/\\]/).at(-1) || 'file';
};

async function* hashed({ body }: Response, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    hash.update(piece);
    yield piece;
  }
}

export const evidenceCommand = (): Command =>
  new Command('evidence')
    .description('Attach files to events of a running Jalon, download and verify them.')
    .addHelpText(
      'after',
      `
Files are PDF, PNG, JPEG, GIF, WebP or emails (.eml). The ledger holds the SHA-256 of each.

Examples:
  export JALON_KEY=jalon_…
  jalon evidence attach decision-2279.pdf --dossier 0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11 --event 9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f
  jalon evidence get 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  jalon evidence verify`,
    )
    .addCommand(attachCommand())
    .addCommand(getCommand())
    .addCommand(verifyCommand());

interface Subject {
  dossier?: string;
  provider?: string;
}

/** @throws UserError unless exactly one of both is given */
function subjectIn({ dossier, provider }: Subject): { kind: 'dossiers' | 'providers'; id: string } {
  if (dossier !== undefined && provider === undefined) return { kind: 'dossiers', id: dossier };
  if (provider !== undefined && dossier === undefined) return { kind: 'providers', id: provider };
  throw new UserError('Give either --dossier with an id or --provider with an id or slug.');
}

/** Read as it is sent. Opened first, for Node 20 says of a missing file nothing but that it is no blob, and nothing of a folder. */
async function blobOf(file: string): Promise<Blob> {
  await using handle = await open(file);
  if ((await handle.stat()).isDirectory()) throw new UserError(`Cannot read ${file}: it is a folder.`);
  return await openAsBlob(file);
}

const attachCommand = (): Command =>
  callingCommand('attach', 'record')
    .description('Attach a file to an event.')
    .argument('<file>')
    .option('--dossier <id>', 'the dossier of the event')
    .option('--provider <name>', 'the provider of the event, by id or slug')
    .requiredOption('--event <id>', 'the event that the file proves')
    .option('--note <text>', 'such as where the file comes from')
    .action(async (file: string, { event, note, ...options }: Api & Subject & { event: string; note?: string }) => {
      const body = await fromFile(file, blobOf(file));
      const { kind, id: subject } = subjectIn(options);
      const query = { name: basename(file), ...(note !== undefined && { note }) };
      const params = { path: { id: subject, event }, query };
      const sent = rawBody(body, 'application/octet-stream');
      const { data, response } = await callApi(options, 'record', (client) =>
        client.POST(`/v1/${kind}/{id}/events/{event}/evidence`, { params, ...sent }),
      ).catch(listed);
      const replayed = response.headers.get('idempotency-replayed') === 'true';
      const { id, evidence } = data;
      console.log(`${replayed ? 'Already attached' : 'Attached'}: SHA-256 ${evidence.sha256}, event ${id}.`);
    });

const getCommand = (): Command =>
  callingCommand('get', 'read')
    .description('Download a file and verify its hash.')
    .argument('<sha256>')
    .argument('[file]', 'where to save it (default: under its name, in the current folder)')
    .action(async (given: string, file: string | undefined, api: Api) => {
      const sha256 = given.toLowerCase();
      const { response } = await callApi(api, 'read', (client) =>
        client.GET('/v1/evidence/{sha256}', { params: { path: { sha256 } }, parseAs: 'stream' }),
      );
      const path = file ?? nameIn(response);
      await saveAs(path, response, sha256);
      console.log(`Saved as ${path}. The SHA-256 is correct.`);
    });

type AuditOptions = Api & Subject & { asOf?: string; knownAt?: string };

export const auditFileCommand = (): Command =>
  callingCommand('audit-file', 'read')
    .description("Download an auditor's file: the trail of a dossier or provider with its evidence, as a ZIP archive.")
    .argument('[file]', 'where to save it (default: under its name, in the current folder)')
    .option('--dossier <id>', 'the dossier')
    .option('--provider <name>', 'the provider with its dossiers, by id or slug')
    .option('--as-of <day>', 'the situation as of a day such as 2026-06-30 (default: today)')
    .option('--known-at <instant>', 'as known at an instant such as 2026-06-30T00:00:00Z')
    .addHelpText(
      'after',
      `
The archive is read offline. Its pages are in English and French; SHA256SUMS is checked with "sha256sum -c".

Example:
  jalon audit-file --provider ovhcloud --as-of 2026-06-30`,
    )
    .action(async (file: string | undefined, { asOf, knownAt, ...options }: AuditOptions) => {
      const { kind, id } = subjectIn(options);
      const query = { ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) };
      const { response } = await callApi(options, 'read', (client) =>
        client.GET(`/v1/${kind}/{id}/audit-file`, { params: { path: { id }, query }, parseAs: 'stream' }),
      ).catch(listed);
      const to = file ?? nameIn(response);
      await saveAs(to, response);
      console.log(`Saved as ${to}.`);
    });
