import { setTimeout } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { Agent, fetch, Request, type Response as Answer } from 'undici';
import { z } from 'zod';
import type { Scope } from '#access/principal.js';
import { type JalonClient, jalonClient } from '#client/jalon-client.js';
import { UserError } from './terminal.js';

/** A running Jalon, as the options of a command name it. */
export interface Api {
  url: string;
  key?: string | undefined;
}

/** `--url`. @throws UserError for anything but an address */
export const addressOption = (): Option =>
  new Option('--url <address>', 'address of Jalon')
    .env('JALON_URL')
    .default('http://127.0.0.1:3000')
    .argParser((address: string) => {
      if (URL.canParse(address)) return address;
      throw new UserError(`--url must be an address such as http://127.0.0.1:3000, but is ${address}`);
    });

export const callingCommand = (name: string, scope: Scope): Command =>
  new Command(name)
    .addOption(addressOption())
    .addOption(new Option('--key <key>', `an API key with scope ${scope}`).env('JALON_KEY'));

interface NamedProblem {
  row?: number | undefined;
  field: string;
  reason: string;
}

/** The request had no effect: it was rejected, or no connection was made. After other failures its effect is unknown. */
export class RequestRejected extends UserError {
  constructor(
    message: string,
    readonly problems: readonly NamedProblem[] = [],
    readonly status?: number,
  ) {
    super(message);
  }

  /** The message and one line per problem. @param linesBefore lines of the file before the part that was sent */
  listing(linesBefore = 0): string {
    const lines = this.problems.map(({ row, field, reason }) =>
      row === undefined ? `${field}: ${reason}` : `line ${row + linesBefore}, ${field}: ${reason}`,
    );
    return [this.message, ...lines].join('\n');
  }
}

/** Throws a rejection again, with its problems by field. */
export function listed(error: unknown): never {
  throw error instanceof RequestRejected ? new UserError(error.listing()) : error;
}

/** A failure after which the server asks to try again. The effect of the request is unknown. */
class Unavailable extends UserError {
  constructor(
    message: string,
    readonly afterSeconds: number,
  ) {
    super(message);
  }
}

const MOST_ATTEMPTS = 30;

/** Tries again as long as the server asks for it, some minutes at least. @param call can be repeated without a second effect */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Unavailable) || count === MOST_ATTEMPTS) throw error;
      console.error(`${error.message}\nTrying again in ${error.afterSeconds} s.`);
      await setTimeout(error.afterSeconds * 1000);
    }
  }
}

/** Without timeouts: the response to an import comes only after the whole file has been processed. */
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

const ProblemDocument = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  problems: z.array(z.object({ row: z.number().optional(), field: z.string(), reason: z.string() })).default([]),
});

/**
 * Calls the REST API of a running Jalon.
 *
 * @returns a successful response, with its body as the client reads it
 * @param scope that the key needs, for the message when it is missing
 * @throws RequestRejected when no connection was made or the request was rejected
 * @throws UserError on any other failure
 */
export async function callApi<R extends { data?: unknown; response: Response }>(
  api: Api,
  scope: Scope,
  call: (client: JalonClient) => Promise<R>,
): Promise<{ data: NonNullable<R['data']>; response: Response }> {
  const { url: address, key } = api;
  if (/[^ -~]/.test(key?.trim() ?? ''))
    throw new UserError('--key or JALON_KEY is no API key: it may hold printable ASCII characters only.');
  const send = (request: unknown) => answerTo(request, address, scope);
  const client = jalonClient({ address, key, Request: Request as never, fetch: send });
  const { data, response } = await call(client).catch((error: unknown) => {
    throw error instanceof UserError ? error : new UserError(unread(error, address));
  });
  return { data: data as NonNullable<R['data']>, response };
}

async function answerTo(request: unknown, address: string, scope: Scope): Promise<Response> {
  const answer = await fetch(request as Request, { dispatcher: agent }).catch((error: unknown) => {
    throw unanswered(address, error);
  });
  if (answer.ok) return answer as unknown as Response;
  const { detail, problems } = problemIn(await answer.text().catch(() => ''));
  const failed = `Error ${answer.status}: ${detail}`;
  const isDenied = answer.status === 401 || answer.status === 403;
  const message = isDenied ? `${failed}\nSet --key or JALON_KEY to an API key with scope ${scope}.` : failed;
  if (isRefusal(answer)) throw new RequestRejected(message, problems, answer.status);
  const after = answer.status === 503 ? /^\d+$/.exec(answer.headers.get('retry-after') ?? '') : null;
  throw after ? new Unavailable(message, Number(after[0])) : new UserError(message);
}

/** Of a successful response: the connection was lost, or it is not JSON. */
const unread = (error: unknown, address: string): string =>
  error instanceof SyntaxError ? foreign(address) : `The response is incomplete: ${reasonOf(error)}.`;

export const foreign = (address: string): string =>
  `The response from ${address} is not that of this version of Jalon. Check --url.`;

/** Proxies answer with other content types. */
const isRefusal = ({ status, headers }: Answer): boolean =>
  status >= 400 && status < 500 && (headers.get('content-type') ?? '').startsWith('application/problem+json');

const NEVER_REACHED = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/;

function unanswered(address: string, error: unknown): UserError {
  return NEVER_REACHED.test(codeOf((error as { cause?: unknown }).cause))
    ? new RequestRejected(`Cannot connect to ${address}: ${reasonOf(error)}. Check that Jalon is running, and --url.`)
    : new UserError(`The connection to ${address} failed before the response: ${reasonOf(error)}.`);
}

/** The cause behind "fetch failed". When all addresses of a name refuse, it is only a code. */
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
