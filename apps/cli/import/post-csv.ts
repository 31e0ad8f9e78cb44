import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Api, bodyOf, callApi, RequestRejected } from '../call-api.js';
import { UserError } from '../terminal.js';
import type { Chunk } from './chunks.js';

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
  moved: z.boolean(),
  warnings: z.array(z.string()),
  events: z.number(),
});
export type Change = z.infer<typeof Change>;

const Messages = z.object({ events: z.number(), digests: z.number(), summaries: z.number() });
export type Messages = z.infer<typeof Messages>;

const Preview = Imported.extend({
  asOf: z.string(),
  changes: z.array(Change),
  touched: z.number(),
  messages: Messages,
});
export type Preview = z.infer<typeof Preview>;

/**
 * `POST /v1/imports`: all rows are recorded or none. `id`: the same for all batches of a file.
 *
 * @throws RequestRejected; UserError when it is unknown which
 */
export const postCsv = async (
  api: Api,
  csv: Buffer | string,
  { id = randomUUID(), signal = null }: { id?: string; signal?: AbortSignal | null } = {},
): Promise<Imported> => post(Imported, api, `/v1/imports?import=${id}`, csv, signal);

/** The same as a dry run. @throws RequestRejected, UserError */
export const previewCsv = async (api: Api, csv: Buffer | string): Promise<Preview> =>
  post(Preview, api, '/v1/imports?dryRun=true', csv);

async function post<T>(
  shape: z.ZodType<T>,
  api: Api,
  path: string,
  csv: Buffer | string,
  signal: AbortSignal | null = null,
): Promise<T> {
  const isWorkbook = Buffer.isBuffer(csv) && csv.subarray(0, 4).equals(ZIP);
  const init = { method: 'POST', headers: { 'content-type': isWorkbook ? XLSX : 'text/csv' }, body: csv, signal };
  return bodyOf(await callApi(api, path, 'record', init), shape, api);
}

const ZIP = Buffer.from('504b0304', 'hex');
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Messages about the rows recorded so far. */
interface Outcome {
  /** When nothing of the chunk was recorded. */
  refused: string;
  /** When it is unknown whether it was. */
  unclear: string;
}

/** Adds the outcome and one line per problem, numbered as in the whole file. @throws UserError, or an unexpected error */
export function explain(error: unknown, { linesBefore }: Chunk, { refused, unclear }: Outcome): never {
  if (!(error instanceof UserError)) throw error;
  if (!(error instanceof RequestRejected)) throw new UserError(`${error.message}\n${unclear}`);
  throw new UserError(`${error.listing(linesBefore)}\n${refused}`);
}
