import { z } from 'zod';
import { CannotGoOn } from '../cannot-go-on.js';

const Imported = z.object({ recorded: z.number(), replayed: z.number(), position: z.number() });
export type Imported = z.infer<typeof Imported>;

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
export async function postCsv({ address, key, signal }: Api, csv: Buffer | string): Promise<Imported> {
  const answer = await fetch(new URL('/v1/imports', address), {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: csv,
    signal: signal ?? null,
  }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new CannotGoOn(`${address} does not answer: ${cause}. Is it running? See --url.`);
  });
  const text = await answer.text();
  if (answer.ok) return Imported.parse(JSON.parse(text));
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
