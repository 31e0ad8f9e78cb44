import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { z } from 'zod';
import { CannotGoOn } from './cannot-go-on.js';

export interface Api {
  address: string;
  key: string | undefined;
}

/** A whole ledger takes as long as it takes, and the answer to an import comes at its end. */
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

const ProblemDocument = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
});

/**
 * Asks a running Jalon for something; its answer when that is a success.
 *
 * @param permission what the key must allow, to complete "a key that may …"
 * @throws CannotGoOn nobody answers, or with the words of the answer
 */
export async function callApi(
  { address, key }: Api,
  path: string,
  permission: string,
  init: RequestInit = {},
): Promise<Response> {
  if (!URL.canParse(address))
    throw new CannotGoOn(`--url must be an address such as http://127.0.0.1:3000, and is ${address}`);
  const headers = { ...(init.headers as object), ...(key ? { authorization: `Bearer ${key}` } : {}) };
  const answer = await fetch(new URL(path, address), { ...init, headers, dispatcher: patient }).catch(
    (error: unknown) => {
      throw new CannotGoOn(`${address} does not answer: ${reasonOf(error)}. Is it running? See --url.`);
    },
  );
  if (answer.ok) return answer;
  const said = `The api answered ${answer.status}: ${detailIn(await answer.text())}`;
  const unknown = answer.status === 401 || answer.status === 403;
  throw new CannotGoOn(unknown ? `${said}\nGive a key that may ${permission} with --key or JALON_KEY.` : said);
}

/** What `fetch` means by "fetch failed". */
export const reasonOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);

function detailIn(text: string): string {
  try {
    const { detail, title } = ProblemDocument.parse(JSON.parse(text));
    return detail ?? title ?? text.slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}
