import { randomUUID } from 'node:crypto';
import { rawBody, type Schema } from '#client/jalon-client.js';
import { type Api, callApi, foreign, RequestRejected } from '../call-api.js';
import { UserError } from '../terminal.js';
import type { Chunk } from './chunks.js';

export type Imported = Schema<'Imported'>;
export type Change = NonNullable<Imported['changes']>[number];
export type Messages = NonNullable<Imported['messages']>;
export type Preview = Imported & Required<Pick<Imported, 'asOf' | 'changes' | 'touched' | 'messages'>>;

/**
 * `POST /v1/imports`: all rows are recorded or none. `id`: the same for all batches of a file.
 *
 * @throws RequestRejected; UserError when it is unknown which
 */
export const postCsv = async (
  api: Api,
  csv: Buffer | string,
  { id = randomUUID(), signal = null }: { id?: string; signal?: AbortSignal | null } = {},
): Promise<Imported> => post(api, { import: id }, csv, signal);

/** The same as a preview. @throws RequestRejected, UserError */
export const previewCsv = async (api: Api, csv: Buffer | string): Promise<Preview> =>
  (await post(api, { preview: true }, csv)) as Preview;

async function post(
  api: Api,
  query: { import?: string; preview?: boolean },
  csv: Buffer | string,
  signal: AbortSignal | null = null,
): Promise<Imported> {
  const isWorkbook = Buffer.isBuffer(csv) && csv.subarray(0, 4).equals(ZIP);
  const { data } = await callApi(api, 'record', (client) =>
    client.POST('/v1/imports', { params: { query }, signal, ...rawBody(csv, isWorkbook ? XLSX : 'text/csv') }),
  );
  // Whether rows were recorded is not to be read from the answer of another program.
  if (typeof (data as Partial<Imported>).recorded !== 'number') throw new UserError(foreign(api.url));
  return data;
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
