import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { forEachConcurrent } from '#concurrency/async-iteration.js';
import { Dice } from '#test/dice.js';
import { ADMIN_KEY, type TestApi } from '#test/api.js';
import { keyOf, personIn } from '#test/people.js';
import { routesOf, wholeDocument } from './document.js';
import { Judge } from './judge.js';
import { somethingOnRecord } from './something-on-record.js';
import { type FuzzRequest, Requests, type Sender, SENDERS } from './requests.js';
import { type Received, sendingTo, type Unanswered } from './send.js';

export interface Fault {
  /** The request that repeats it, for a person. */
  request: string;
  fault: string;
}

export interface Report {
  faults: Fault[];
  /** How often each status was answered. */
  statuses: ReadonlyMap<number, number>;
  /** Operations that have succeeded at least once, and the others. */
  succeeded: ReadonlySet<string>;
  neverSucceeded: string[];
  /** Tables that requests of readers have changed. */
  writtenByReaders: string[];
}

interface Plan {
  seed: number;
  requests: number;
  /** Told of progress. */
  report?: (line: string) => void;
}

const READERS: readonly Sender[] = ['read', 'wrong', 'none'];
/** Those who may do most come most often. */
const EVERYONE: readonly Sender[] = [...SENDERS, 'record', 'approve', 'admin', 'admin'];

/**
 * Sends requests that are made from the OpenAPI document, by readers first and by everyone then. The same seed makes the
 * same requests as long as the answers are the same: values from answers are used in later requests.
 */
export async function fuzz(
  served: TestApi,
  { seed, requests: count, report = () => undefined }: Plan,
): Promise<Report> {
  const document = await wholeDocument(served.api);
  const keys = await keysOf(served);
  const record = await somethingOnRecord(served, keys);
  const judge = new Judge(document);
  const routes = routesOf(document);
  const requests = new Requests(document, routes, Dice.of(seed), record);
  const sending = sendingTo(served.url);
  const faults: Fault[] = [];
  const statuses = new Map<number, number>();
  const succeeded = new Set<string>();
  const faultOf = (request: FuzzRequest, received: Received | Error) =>
    received instanceof Error ? `not HTTP: ${received.message}` : judge.fault(request, received);
  /** A busy machine may take too long for a statement: as clients do, the request is sent again after `Retry-After`. */
  const answerTo = async (request: FuzzRequest, attempts = 3): Promise<Received | Unanswered> => {
    const received = await sending.send(request, authorizationOf(keys.get(request.sender)));
    const isRetried = typeof received === 'object' && 'status' in received && received.status === 503 && attempts > 1;
    if (!isRetried || request.path.includes('seen=')) return received;
    await setTimeout(2_000);
    return answerTo(request, attempts - 1);
  };
  const trySome = async (some: number, senders: readonly Sender[]): Promise<void> => {
    const made = Array.from({ length: some }, () => requests.next(senders));
    const answers = new Map<FuzzRequest, Received>();
    await forEachConcurrent(8, Readable.from(made), async (request: FuzzRequest) => {
      const received = await answerTo(request);
      if (received === 'refused') return;
      const fault = received === 'hung' ? 'no answer' : faultOf(request, received);
      if (fault !== undefined) faults.push({ request: shown(request), fault });
      if (received === 'hung' || received instanceof Error) return;
      statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1);
      if (received.status < 300) {
        succeeded.add(request.route.operationId);
        answers.set(request, received);
      }
    });
    // In the order of the requests: the next ones depend on it.
    for (const request of made) record.learn(request, answers.get(request)?.body ?? '');
  };

  const readers = Math.floor(count / 4);
  const before = await contents(served);
  for (let done = 0; done < readers; done += BATCH) await trySome(Math.min(BATCH, readers - done), READERS);
  const after = await contents(served);
  const writtenByReaders = [...before].filter(([table, hash]) => after.get(table) !== hash).map(([table]) => table);
  for (let done = readers; done < count; done += BATCH) {
    await trySome(Math.min(BATCH, count - done), EVERYONE);
    if (done % (BATCH * 20) < BATCH) report(`${done} requests, ${faults.length} faults`);
  }
  sending.close();
  const neverSucceeded = routes.map(({ operationId }) => operationId).filter((id) => !succeeded.has(id));
  return { faults, statuses, succeeded, neverSucceeded, writtenByReaders };
}

const BATCH = 50;

const shown = ({ method, path, headers, body, sender, isRaw }: FuzzRequest): string => {
  const { 'x-forwarded-for': _, ...others } = headers;
  const said = body === undefined ? '' : ` ${body.subarray(0, 400).toString()}`;
  return `${isRaw ? 'raw ' : ''}${method} ${path.slice(0, 300)} as ${sender} ${JSON.stringify(others).slice(0, 300)}${said}`;
};

const authorizationOf = (key: string | undefined): string | undefined =>
  key === undefined ? undefined : `Bearer ${key}`;

async function keysOf(served: TestApi): Promise<Map<Sender, string | undefined>> {
  const officer = await personIn(served, { name: 'Fuzz Officer' });
  const approver = await personIn(served, { name: 'Fuzz Approver', role: 'approver' });
  return new Map<Sender, string | undefined>([
    ['read', await served.keyWith('read')],
    ['record', await keyOf(served, officer, 'record')],
    ['approve', await keyOf(served, approver, 'approve')],
    ['admin', ADMIN_KEY],
    ['wrong', 'jalon_0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11_wrong'],
    ['none', undefined],
  ]);
}

/** What readers may change: when their key was last used, what they exported, and saved views of their own. */
const BY_READING = ['api_key', 'activity', 'checkpoint', 'saved_view'];

/** A hash of the rows of every table. */
async function contents({ owner }: TestApi): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  `.execute(owner);
  const hashes = tables.rows
    .filter(({ name }) => !BY_READING.includes(name))
    .map(async ({ name }) => {
      const { rows } = await sql<{ hash: string }>`
        select coalesce(sum(hashtext(t::text)), 0)::text || '/' || count(*) as hash from ${sql.table(name)} t
      `.execute(owner);
      return [name, rows[0]?.hash ?? ''] as const;
    });
  return new Map(await Promise.all(hashes));
}
