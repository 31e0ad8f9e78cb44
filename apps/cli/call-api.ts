import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { z } from 'zod';
import { CannotGoOn } from './complain.js';

export interface Api {
  address: string;
  key: string | undefined;
}

export interface NamedProblem {
  row?: number | undefined;
  field: string;
  reason: string;
}

/**
 * Nothing of the request was done: the api has judged it and will not do it, or nobody was reached. Of other failures it
 * cannot be known.
 */
export class Refused extends CannotGoOn {
  constructor(
    message: string,
    readonly problems: readonly NamedProblem[] = [],
  ) {
    super(message);
  }
}

/** A whole ledger takes as long as it takes, and the answer to an import comes at its end. */
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

const ProblemDocument = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  problems: z.array(z.object({ row: z.number().optional(), field: z.string(), reason: z.string() })).default([]),
});

/**
 * Asks a running Jalon for something; its answer when that is a success.
 *
 * @param permission what the key must allow, to complete "a key that may …"
 * @throws Refused nobody is reached, or the answer is a problem of the request
 * @throws CannotGoOn on every other end, with the words of the answer when there is one
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
      throw unanswered(address, error);
    },
  );
  if (answer.ok) return answer;
  const { detail, problems } = problemIn(await answer.text().catch(() => ''));
  const said = `The api answered ${answer.status}: ${detail}`;
  const unknown = answer.status === 401 || answer.status === 403;
  const message = unknown ? `${said}\nGive a key that may ${permission} with --key or JALON_KEY.` : said;
  throw isRefusal(answer) ? new Refused(message, problems) : new CannotGoOn(message);
}

/** What stands between here and Jalon answers otherwise. */
const isRefusal = ({ status, headers }: Response): boolean =>
  status >= 400 && status < 500 && (headers.get('content-type') ?? '').startsWith('application/problem+json');

/** Of a connection that never stood. */
const NEVER_REACHED = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;

function unanswered(address: string, error: unknown): CannotGoOn {
  return NEVER_REACHED.test(codeOf((error as { cause?: unknown }).cause))
    ? new Refused(`${address} does not answer: ${reasonOf(error)}. Is it running? See --url.`)
    : new CannotGoOn(`${address} was reached and did not answer: ${reasonOf(error)}.`);
}

/** What `fetch` means by "fetch failed". When every address of a name refuses, that is no more than a code. */
export function reasonOf(error: unknown): string {
  const { cause } = (error ?? {}) as { cause?: { message?: string } };
  return cause === undefined ? String(error) : cause.message || codeOf(cause);
}

const codeOf = (cause: unknown): string => String(((cause ?? {}) as { code?: unknown }).code);

function problemIn(text: string): { detail: string; problems: NamedProblem[] } {
  try {
    const { detail, title, problems } = ProblemDocument.parse(JSON.parse(text));
    return { detail: detail ?? title ?? text.slice(0, 200), problems };
  } catch {
    return { detail: text.slice(0, 200), problems: [] };
  }
}
