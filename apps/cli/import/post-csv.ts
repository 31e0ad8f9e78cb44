import { z } from 'zod';
import { reasonOf } from '../call-api.js';
import { CannotGoOn } from '../cannot-go-on.js';

const Imported = z.object({
  recorded: z.number(),
  replayed: z.number(),
  providers: z.number(),
  dossiers: z.number(),
  position: z.number(),
});
export type Imported = z.infer<typeof Imported>;

const Change = z.object({
  dossier: z.object({ id: z.string(), provider: z.string(), service: z.string().nullable(), scheme: z.string() }),
  opened: z.boolean(),
  before: z.string().nullable(),
  after: z.string(),
  confirmedBefore: z.boolean().nullable(),
  confirmedAfter: z.boolean(),
  events: z.number(),
});
export type Change = z.infer<typeof Change>;

const Rehearsed = Imported.extend({ asOf: z.string(), changes: z.array(Change), touched: z.number() });
export type Rehearsed = z.infer<typeof Rehearsed>;

const ProblemDocument = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  problems: z.array(z.object({ row: z.number().optional(), field: z.string(), reason: z.string() })).default([]),
});
export type ImportProblem = z.infer<typeof ProblemDocument>['problems'][number];

/** The api refused the file; nothing of it was recorded. */
export class ImportRefused extends Error {
  constructor(
    message: string,
    readonly problems: readonly ImportProblem[],
  ) {
    super(message);
    this.name = 'ImportRefused';
  }
}

export interface Api {
  address: string;
  key: string | undefined;
  signal?: AbortSignal;
}

/** `POST /v1/imports`: all of it is recorded or nothing. @throws ImportRefused, CannotGoOn */
export const postCsv = async (api: Api, csv: Buffer | string): Promise<Imported> =>
  Imported.parse(await post(api, '/v1/imports', csv));

/** The same as a dry run: what would be recorded. @throws ImportRefused, CannotGoOn */
export const rehearseCsv = async (api: Api, csv: Buffer | string): Promise<Rehearsed> =>
  Rehearsed.parse(await post(api, '/v1/imports?dryRun=true', csv));

async function post({ address, key, signal }: Api, path: string, csv: Buffer | string): Promise<unknown> {
  const answer = await fetch(new URL(path, address), {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: csv,
    signal: signal ?? null,
  }).catch((error: unknown) => {
    throw new CannotGoOn(`${address} does not answer: ${reasonOf(error)}. Is it running? See --url.`);
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as unknown;
  const { title, detail, problems } = problemIn(text);
  const said = `The api answered ${answer.status}: ${detail ?? title ?? text.slice(0, 200)}`;
  if (answer.status === 401 || answer.status === 403) {
    throw new CannotGoOn(`${said}\nGive a key that may record with --key or JALON_KEY.`);
  }
  throw new ImportRefused(said, problems);
}

function problemIn(text: string): z.infer<typeof ProblemDocument> {
  try {
    return ProblemDocument.parse(JSON.parse(text));
  } catch {
    return { detail: text.slice(0, 200), problems: [] };
  }
}
