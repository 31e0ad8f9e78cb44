import { z } from 'zod';
import { Rejection, SchemaPipe } from '../../problem/rejection.js';
import type { ThisPage } from './page.js';

const pipe = new SchemaPipe();

/** Of a list: which page, counted from 1. */
export const pageNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, { error: 'must be the number of a page, from 1' })
  .transform(Number)
  .default(1);

/**
 * What an address asks of its page. Empty fields, as forms send them, count as absent; of several of a name all are given,
 * with commas between them.
 *
 * @throws Rejection invalid-request
 */
export async function queryOf<S extends z.ZodType>({ query }: ThisPage, schema: S): Promise<z.output<S>> {
  const asked: Record<string, string> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name).map((value) => value.trim());
    const given = values.filter((value) => value !== '');
    if (given.length > 0) asked[name] = given.join(',');
  }
  return pipe.transform(asked as z.output<S>, { type: 'query', schema: schema });
}

/** Problems of a value under a schema, named as a REST client would be told; none when it does. */
export async function problemsUnder(schema: z.ZodType, value: unknown) {
  try {
    await pipe.transform(value, { type: 'body', schema: schema });
    return [];
  } catch (error) {
    if (error instanceof Rejection) return error.problems;
    throw error;
  }
}
