import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { type JalonClient, rawBody, type Schema } from '#client/jalon-client.js';
import { Clock } from '#database/clock.js';
import { DeliverySettingsSchema } from '#subscriptions/delivery-settings.js';
import { AddressGuard } from '#subscriptions/sending/webhook/address-guard.js';
import { guardedAgent } from '#subscriptions/sending/webhook/webhook-sender.js';
import { isDay } from '#domain/date/day.js';
import { Refusal } from '#domain/refusal.js';
import { builtInRegisters } from '#domain/register/built-in-registers.js';
import { registerProblems } from '#domain/register/register-rules.js';
import { RegisterShape } from '#domain/register/register.js';
import { SchemeShape } from '#domain/scheme/scheme.js';
import { problemsOf } from '#domain/validation.js';
import { say } from '#language/phrases.js';
import { mediaTypeOf } from '#registers/attempts.js';
import { download, DownloadFailed, DOWNLOAD_LIMITS } from '#registers/download.js';
import { MAX_DOCUMENT_BYTES, unpacked } from '#registers/reading/raw-entry.js';
import { readSettings } from '#settings/settings.js';
import { type Api, callApi, callingCommand, listed, patiently, RequestRejected } from '../call-api.js';
import { asTable, count, fromFile, Progress, UserError } from '../terminal.js';
import { leftBehind, outcomeLines } from './register-output.js';

interface SentDocument {
  bytes: Buffer;
  mediaType: string;
  address?: string;
}

/**
 * A file, or the document at an address, unpacked. Addresses are fetched as the worker does: public ones over https, and those
 * in JALON_WEBHOOK_ALLOW.
 *
 * @throws UserError
 */
const documentAt = (from: string): Promise<SentDocument> => (/^https?:\/\//i.test(from) ? fetched(from) : fileAt(from));

async function fetched(url: string): Promise<SentDocument> {
  const { JALON_WEBHOOK_ALLOW } = readSettings(DeliverySettingsSchema.pick({ JALON_WEBHOOK_ALLOW: true }), process.env);
  const agent = guardedAgent(new AddressGuard(JALON_WEBHOOK_ALLOW));
  const context = {
    dispatcher: agent,
    now: new Clock().now(),
    signal: AbortSignal.timeout(DOWNLOAD_LIMITS.totalMs * 2),
  };
  try {
    const found = await download(url, { etag: null, lastModified: null }, context);
    if (found.state === 'unchanged') throw new UserError(`${url} sent no document.`);
    return { bytes: await published(found.bytes, url), mediaType: found.mediaType, address: found.address };
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    throw new UserError(`Cannot fetch ${url}: ${say(error.why, 'en')}`);
  } finally {
    await agent.close();
  }
}

async function fileAt(path: string): Promise<SentDocument> {
  const packed = await fromFile(path, readWithin(path));
  return { bytes: await published(packed, path), mediaType: mediaTypeOf(path.replace(/\.gz$/i, '')) };
}

async function readWithin(path: string): Promise<Buffer> {
  await using file = await open(path);
  const { size } = await file.stat();
  if (size > MAX_DOCUMENT_BYTES) throw tooLarge(path);
  return await file.readFile();
}

/** As the register publishes it, so that its SHA-256 is that of the published document. */
async function published(bytes: Buffer, from: string): Promise<Buffer> {
  return unpacked(bytes).catch((error: unknown) => {
    throw error instanceof Refusal ? new UserError(`Cannot unpack ${from}: ${say(error.why, 'en')}`) : error;
  });
}

const tooLarge = (from: string): UserError =>
  new UserError(`${from} is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB, the limit for documents of registers.`);

const more = `
A register is a public list of services, such as the FedRAMP Marketplace. Reading a document of it records what differs from
the last reading, all of it or nothing. A reading that would change unusually much is held until it is accepted or discarded.

Exit codes: 0 recorded, already on record or preview; 1 error; 2 held for a decision.

Examples:
  export JALON_KEY=jalon_…
  jalon register list
  jalon register read fedramp-marketplace https://marketplace.fedramp.gov/data.json
  jalon register read fedramp-marketplace marketplace-2024-03-01.json.gz --preview
  jalon register accept 0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11 "A year lies between the two documents"
  jalon register template eu-trusted-list-fr > list.json`;

export const registerCommand = (): Command =>
  new Command('register')
    .description('Read public registers into a running Jalon.')
    .addHelpText('after', more)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(readCommand())
    .addCommand(decideCommand('accept', 'Record a held reading.'))
    .addCommand(decideCommand('discard', 'Discard a held reading.'))
    .addCommand(publishCommand())
    .addCommand(templateCommand());

const print = (lines: readonly string[]): void => {
  for (const line of lines) console.log(line);
};

const listCommand = (): Command =>
  callingCommand('list', 'read')
    .description('List the registers.')
    .action(async (api: Api) => {
      const { data } = await callApi(api, 'read', (client) => client.GET('/v1/registers'));
      const rows = data.items.map(({ slug, scheme, lastRead, entries, held, stale, frozen }) => [
        ...[slug, scheme, lastRead === null ? 'never' : `${lastRead}${stale ? ' (stale)' : frozen ? ' (frozen)' : ''}`],
        ...[entries === null ? '-' : count(entries), count(held ?? 0)],
      ]);
      console.log(asTable([['register', 'scheme', 'last read', 'entries', 'held'], ...rows]));
    });

const showCommand = (): Command =>
  callingCommand('show', 'read')
    .description('Show a register with its readings.')
    .argument('<name>', 'its slug, such as fedramp-marketplace')
    .action(async (slug: string, api: Api) => {
      const view = await viewOf(api, slug);
      const { items } = await latestAttempts(api, slug, 20);
      const points = view.readings.map(({ day, entries, added, changed, gone }) => [
        day,
        ...[entries, added, changed, gone].map(count),
      ]);
      print([
        `${view.name}, published by ${view.publisher}${view.url === undefined ? '' : `: ${view.url}`}`,
        `Scheme ${view.scheme}. ${view.lastRead === null ? 'Never read.' : `Last read for ${view.lastRead}${view.stale ? ', stale' : ''}.`}`,
        ...(view.frozen === null ? [] : [`It has listed the same since ${view.frozen}: readings confirm nothing.`]),
        ...(view.nextUpdate === null ? [] : [`Its next update is due by ${view.nextUpdate}.`]),
        ...(points.length > 0 ? ['', asTable([['day', 'entries', 'added', 'changed', 'gone'], ...points])] : []),
        ...(items.length > 0
          ? ['', 'Latest attempts:', asTable([['at', 'day', 'state', 'by', 'id'], ...items.map(attemptRow)])]
          : []),
      ]);
    });

async function viewOf(api: Api, slug: string): Promise<Schema<'RegisterAnswer'>> {
  const params = { path: { id: slug } };
  return (await callApi(api, 'read', (client) => client.GET('/v1/registers/{id}', { params }))).data;
}

async function latestAttempts(api: Api, slug: string, limit: number): Promise<Schema<'Readings'>> {
  const params = { path: { id: slug }, query: { limit } };
  return (await callApi(api, 'read', (client) => client.GET('/v1/registers/{id}/readings', { params }))).data;
}

const attemptRow = ({ at, day, state, how, id }: Schema<'Readings'>['items'][number]): string[] => [
  ...[at.slice(0, 16).replace('T', ' '), day ?? '-', state, how, id],
];

interface ReadOptions extends Api {
  day?: string;
  preview: boolean;
  accept?: string;
  address?: string;
}

const readCommand = (): Command =>
  callingCommand('read', 'record')
    .description('Read documents of a register, in order of their days.')
    .argument('<name>', 'the slug of the register')
    .argument('<documents...>', 'files, also compressed with gzip, or addresses')
    .option('--day <day>', 'the day that the document is of (default: the day that it states, else today)', dayIn)
    .option('--preview', 'show the differences; record nothing', false)
    .option('--accept <reason>', 'record it even if it would be held, for this reason')
    .option('--address <url>', 'where a file was fetched from, as evidence')
    .action(async (slug: string, places: string[], options: ReadOptions) => {
      if (places.length > 1 && options.day !== undefined) throw new UserError('--day is the day of one document.');
      const documents = await readable(options, slug, await Promise.all(places.map(documentAt)));
      for (const document of await inOrder(slug, documents, options)) {
        const outcome = await readOne(slug, document, options);
        print(leftBehind(outcome, await latestAttempts(options, slug, 200)));
        if (outcome.state === 'held') return;
      }
    });

type Document = Awaited<ReturnType<typeof documentAt>>;

/** With each document followed by the second one that makes one reading with it, if the register has one. */
async function readable(api: Api, slug: string, documents: Document[]): Promise<Document[]> {
  if (documents.length < 2) return documents;
  if ((await viewOf(api, slug)).reader.joined === undefined) return documents;
  if (documents.length % 2 !== 0) throw new UserError(`Two documents make one reading of ${slug}: give them in pairs.`);
  const bytes = documents.map((document) => document.bytes);
  return documents.flatMap((document, index) =>
    index % 2 === 0 ? [{ ...document, bytes: Buffer.concat(bytes.slice(index, index + 2)) }] : [],
  );
}

/** Of several documents, the server says the days. */
async function inOrder(slug: string, documents: Document[], options: ReadOptions): Promise<Document[]> {
  if (documents.length === 1) return documents;
  const dated: { day: string; document: Document }[] = [];
  for (const document of documents) {
    const { day } = await send(slug, document, { ...options, preview: true });
    dated.push({ day, document });
  }
  return dated.sort((one, other) => (one.day < other.day ? -1 : 1)).map(({ document }) => document);
}

async function send(
  slug: string,
  { bytes, mediaType, ...document }: Document,
  { day, preview, accept, ...options }: ReadOptions,
): Promise<Outcome> {
  const address = document.address ?? options.address;
  const query = {
    how: 'command' as const,
    ...(day !== undefined && { day }),
    ...(preview && { preview }),
    ...(accept !== undefined && { accept }),
    ...(address !== undefined && { address }),
  };
  const params = { path: { id: slug }, query };
  const call = (client: JalonClient) =>
    withProgress(options, slug, client.POST('/v1/registers/{id}/readings', { params, ...rawBody(bytes, mediaType) }));
  return (await callApi(options, 'record', call).catch(listed)).data;
}

/** A document that was recorded all the same is on record the next time. */
const readOne = async (slug: string, document: Document, options: ReadOptions): Promise<Outcome> =>
  printed(await patiently(() => send(slug, document, options)));

const LOOK_MS = 2_000;

/** Shows how far a long reading is, if the key may read that. */
async function withProgress<T>(api: Api, slug: string, reading: Promise<T>): Promise<T> {
  const ended = reading.then(
    () => true,
    () => true,
  );
  let progress: Progress | undefined;
  while (!(await Promise.race([ended, sleep(LOOK_MS, false, { ref: false })]))) {
    const attempts = await latestAttempts(api, slug, 1).catch(() => undefined);
    const now = attempts?.items[0]?.progress;
    if (!now) continue;
    progress ??= new Progress(now.events, { screen: process.stderr, unit: 'events' });
    progress.show(now.staged);
  }
  progress?.clear();
  return reading;
}

function dayIn(text: string): string {
  if (isDay(text)) return text;
  throw new UserError(`--day must be a day such as 2026-04-01, but is ${text}`);
}

type Outcome = Schema<'ReadingOutcome'>;

function printed(outcome: Outcome): Outcome {
  print(outcomeLines(outcome));
  if (outcome.state === 'held') process.exitCode = 2;
  return outcome;
}

const decideCommand = (decision: 'accept' | 'discard', description: string): Command =>
  callingCommand(decision, 'record')
    .description(description)
    .argument('<id>', 'the id of the reading, as "read" and "show" print it; or a register: all of its held readings')
    .argument('<reason>', 'recorded with the decision')
    .action(async (id: string, reason: string, api: Api) => {
      const body = { decision, reason };
      const decide = async (register: string, reading: string) => {
        const params = { path: { id: register, reading } };
        const call = (client: JalonClient) =>
          client.POST('/v1/registers/{id}/readings/{reading}/decision', { params, body });
        return printed((await callApi(api, 'record', call).catch(listed)).data);
      };
      if (z.uuid().safeParse(id).success) await decide(await registerOf(api, id), id);
      else
        for (const reading of await heldOf(api, id, decision)) if ((await decide(id, reading)).state === 'held') return;
    });

/** In order of their days; those of before the last reading can only be discarded. @throws UserError if there is none */
async function heldOf(api: Api, register: string, decision: 'accept' | 'discard'): Promise<string[]> {
  const params = { path: { id: register }, query: { state: 'held', limit: 200 } } as const;
  const { data } = await callApi(api, 'read', (client) => client.GET('/v1/registers/{id}/readings', { params }));
  const view = await viewOf(api, register);
  const open = data.items.filter(({ day }) => decision === 'discard' || (day ?? '') >= (view.lastRead ?? ''));
  if (open.length === 0)
    throw new UserError(
      `No reading of ${register} is held${data.items.length > 0 ? ' that is not older than the last one' : ''}.`,
    );
  return open.map(({ id }) => id);
}

async function registerOf(api: Api, id: string): Promise<string> {
  const { data } = await callApi(api, 'read', (client) => client.GET('/v1/registers'));
  for (const { slug } of data.items) {
    const params = { path: { id: slug, reading: id } };
    const found = await callApi(api, 'read', (client) =>
      client.GET('/v1/registers/{id}/readings/{reading}', { params }),
    ).catch((error: unknown) => {
      if (error instanceof RequestRejected && error.status === 404) return undefined;
      throw error;
    });
    if (found) return slug;
  }
  throw new UserError(`Reading ${id} not found. "jalon register show <name>" lists the readings of a register.`);
}

const publishCommand = (): Command =>
  callingCommand('publish', 'admin')
    .description('Publish a register, or a new version of it, which the next reading is read by.')
    .argument('<file>', 'JSON, as "jalon register template" prints it')
    .option('--preview', 'check it against its scheme; record nothing', false)
    .action(async (path: string, { preview, ...api }: Api & { preview: boolean }) => {
      const register = await registerIn(path);
      if (preview) {
        await checkRegister(api, register);
        console.log(`Preview: ${register.slug} fits scheme ${register.scheme}. Nothing was recorded.`);
        return;
      }
      const body = register as Schema<'Register'>;
      await callApi(api, 'admin', (client) => client.POST('/v1/registers', { body })).catch(listed);
      console.log(`Published: ${register.slug}. The next reading is read by this version.`);
    });

async function registerIn(path: string): Promise<z.infer<typeof RegisterShape>> {
  const text = await fromFile(path, readFile(path, 'utf8'));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is not JSON: ${(error as Error).message}`);
  }
  const { success, data, error } = RegisterShape.safeParse(value);
  if (success) return data;
  const problems = problemsOf(error.issues, value).map((one) => `${one.field}: ${say(one, 'en')}`);
  throw new UserError([`${path} is not a register:`, ...problems].join('\n'));
}

async function checkRegister(api: Api, register: z.infer<typeof RegisterShape>): Promise<void> {
  const params = { path: { id: register.scheme } };
  const { data } = await callApi(api, 'read', (client) => client.GET('/v1/schemes/{id}', { params }));
  const scheme = z.object(SchemeShape.shape).parse(data);
  const problems = registerProblems(register, scheme).map((one) => `${one.path.join('.')}: ${say(one.why, 'en')}`);
  if (problems.length > 0)
    throw new UserError([`The register does not fit scheme ${scheme.slug}:`, ...problems].join('\n'));
}

const templateCommand = (): Command =>
  new Command('template')
    .description('Print the description of a built-in register, to be changed and published under another slug.')
    .argument('<name>', [...builtInRegisters.keys()].join(', '))
    .action((slug: string) => {
      const register = builtInRegisters.get(slug);
      const known = [...builtInRegisters.keys()].join(', ');
      if (!register) throw new UserError(`There is no built-in register ${slug}. Built in: ${known}.`);
      console.log(JSON.stringify(register, undefined, 2));
    });
