import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { dossierStream } from '#domain/event/ledger-event.js';
import { boardOn } from '#test/board.js';
import type { TestDatabase } from '#test/database.js';
import type { Endpoint, History, Operation, Row, Seen } from './history.js';
import type { System } from './system.js';

const RANGE = 5_000;

/** Puts together what a run left in its files and its database. Rebuilds the projections, so nothing may run any more. */
export async function collectHistory(
  system: System,
  files: { writers: string[]; readers: string[] },
): Promise<History> {
  const { database, since } = system;
  const operations = (await Promise.all(files.writers.map(linesOf)))
    .flat()
    .map((line) => JSON.parse(line) as Operation);
  const readers = await Promise.all(files.readers.map(async (file) => [file.split('/').at(-1)!, await seenIn(file)]));
  const ledger = await ledgerOf(database);
  return {
    ...{ since, operations, ledger },
    readers: Object.fromEntries(readers) as History['readers'],
    tables: await projectedTwice(database),
    endpoints: await endpointsOf(system, ledger),
  };
}

const linesOf = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).split('\n').slice(0, -1);

async function seenIn(path: string): Promise<Seen[]> {
  return (await linesOf(path)).map((line) => {
    const [position, id = ''] = line.split(' ');
    return { position: Number(position), id };
  });
}

export async function ledgerOf({ app }: TestDatabase): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select position, id, stream, version, data ->> 'title' as mark,
      (extract(epoch from recorded_at) * 1000000)::bigint as "recordedAt"
    from event order by position
  `.execute(app);
  return rows;
}

/** The tables as the workers left them, and as they are rebuilt from the first event. */
async function projectedTwice({ app, owner }: TestDatabase): Promise<History['tables']> {
  const board = boardOn(app);
  const dump = async (table: string): Promise<string[]> => {
    const row = sql.ref('it');
    const { rows } = await sql<{ row: string }>`
      select md5(${row}::text) || ' ' || left(${row}::text, 200) as row from ${sql.table(table)} as it
    `.execute(app);
    return rows.map((one) => one.row);
  };
  const dumpAll = () => Promise.all(board.tables.map(async (table) => [table, await dump(table)] as const));
  const followed = await dumpAll();
  await board.forget(owner);
  await board.project(RANGE);
  const rebuilt = new Map(await dumpAll());
  return Object.fromEntries(followed.map(([table, rows]) => [table, { followed: rows, rebuilt: rebuilt.get(table)! }]));
}

export async function endpointsOf(
  { database, endpoints, subjects, since }: Pick<System, 'database' | 'endpoints' | 'subjects' | 'since'>,
  ledger: readonly Row[],
): Promise<History['endpoints']> {
  const collected = endpoints.map(async ({ id, providers, ordered, arrivals }, nth): Promise<[string, Endpoint]> => {
    const streams = new Set(
      subjects.filter(({ provider }) => providers.includes(provider)).map((subject) => dossierStream(subject.id)),
    );
    const owed = ledger.filter(({ position, stream }) => position > since && streams.has(stream));
    const rows = await database.app
      .selectFrom('delivery')
      .select(['message_id', 'reference', 'state', 'provider'])
      .where('subscription', '=', id)
      .where('kind', '=', 'event')
      .execute();
    const deliveries = rows.map(({ message_id: message, reference, state, provider }) => {
      return { message, position: Number.parseInt(reference), state, provider };
    });
    return [`endpoint ${nth + 1}`, { ordered, owed: owed.map(({ position }) => position), deliveries, arrivals }];
  });
  return Object.fromEntries(await Promise.all(collected));
}
