import type { RequestInit } from 'undici';
import { z } from 'zod';
import { callApi, reasonOf, type Api } from '../call-api.js';
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
  moved: z.boolean(),
  events: z.number(),
});
export type Change = z.infer<typeof Change>;

const Rehearsed = Imported.extend({ asOf: z.string(), changes: z.array(Change), touched: z.number() });
export type Rehearsed = z.infer<typeof Rehearsed>;

/** `POST /v1/imports`: all of it is recorded or nothing. @throws Refused; CannotGoOn when it is not known which */
export const postCsv = async (api: Api, csv: Buffer | string, signal?: AbortSignal): Promise<Imported> =>
  post(Imported, api, '/v1/imports', { body: csv, signal: signal ?? null });

/** The same as a dry run: what would be recorded. @throws Refused, CannotGoOn */
export const rehearseCsv = async (api: Api, csv: Buffer | string): Promise<Rehearsed> =>
  post(Rehearsed, api, '/v1/imports?dryRun=true', { body: csv });

async function post<T>(shape: z.ZodType<T>, api: Api, path: string, init: RequestInit): Promise<T> {
  const headers = { 'content-type': 'text/csv' };
  const answer = await callApi(api, path, 'record', { method: 'POST', headers, ...init });
  const said = await answer.json().catch((error: unknown) => {
    throw new CannotGoOn(`The answer was cut: ${reasonOf(error)}.`);
  });
  const { data, success } = shape.safeParse(said);
  if (success) return data;
  throw new CannotGoOn(`What answers at ${api.address} is not Jalon, or not of this version. See --url.`);
}
