import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { entryHash, entryOf, type LoggedEvent, type Payload } from './entry.js';
import { Edge, rootOf, type ReadTile, type Tile, TILE_WIDTH, TiledTree } from './merkle-tree.js';
import { writeProof } from './notes.js';

/** Events per transaction. */
const MOST = 512;
/** While one of them runs, more new events are so many that what the log needs would be taken from those who record. */
const MOST_NEW = 32;

/**
 * Adds the events that are on record when it is called to the tree, in order of position, and stores its head. Any process may do
 * so; one at a time does. Writes nothing if that is done. While others record very fast, it adds some and leaves the rest.
 *
 * @param stopping ends it between two transactions
 * @param mostNew that others may record meanwhile; `Infinity`: it leaves nothing
 */
export async function integrate(db: LedgerDatabase, stopping?: AbortSignal, mostNew = MOST_NEW): Promise<void> {
  let { size, epoch, position } = await extentOf(db);
  const target = position;
  const isPart = () => size < Math.min(target, position) || (position > 0 && epoch < db.epochs.current);
  for (let known = position; isPart() && position - known <= mostNew && !stopping?.aborted;) {
    known = position;
    await inLog(db, (tx) => integrateSome(tx, db.epochs.current));
    ({ size, epoch, position } = await extentOf(db));
  }
}

/** In a transaction that no other change of the log overlaps. */
export const inLog = <T>(db: LedgerDatabase, work: (tx: Transaction<Database>) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('jalon log'))`.execute(tx);
    return work(tx);
  });

async function integrateSome(tx: Transaction<Database>, current: number): Promise<void> {
  const { size: from, position: head, epoch: last } = await extentOf(tx);
  const epoch = Math.max(last, current); // another process may know a later one already
  const to = Math.min(head, from + MOST);
  const edge = await Edge.of(from, tileReader(tx));
  const full: Tile[] = [];
  const slice = new TimeSlice();
  await addSalts(tx, from, to);
  for (const { salt, ...event } of await loggedEvents(tx, inRange(from, to))) {
    full.push(...edge.append(entryHash(event, salt)));
    if (slice.isOver) await slice.yield();
  }
  if (edge.size !== to) throw new Error(`the ledger ends at ${edge.size}, not at ${to}`);
  await storeTiles(tx, [...full, ...edge.partial]);
  await sql`
    with grown as (
      update log_checkpoint set size = ${to}, root = ${edge.root}, stored_at = now()
      where epoch = ${epoch} and size = ${from} and note is null returning true
    )
    insert into log_checkpoint (epoch, size, root) select ${epoch}, ${to}, ${edge.root} where not exists (select from grown)
    on conflict do nothing
  `.execute(tx);
}

interface Extent {
  /** The number of events in the tree, and the epoch of its head; 0: none. */
  size: number;
  epoch: number;
  root: Buffer | null;
  /** The last one of the ledger. */
  position: number;
}

/** A later epoch goes on where the one before ended, so its head is the last one. */
async function extentOf(db: Kysely<Database>): Promise<Extent> {
  const { rows } = await sql<Extent>`
    select position, coalesce(last.size, 0)::bigint as size, coalesce(last.epoch, 0)::bigint as epoch, root
    from ledger_head left join (
      select size, epoch, root from log_checkpoint order by epoch desc, size desc limit 1
    ) last on true
  `.execute(db);
  return rows[0] ?? { size: 0, epoch: 0, root: null, position: 0 };
}

/** Gives the events of a range salts that have none. */
async function addSalts(db: Kysely<Database>, after: number, upTo: number): Promise<void> {
  await sql`
    insert into log_salt (position, salt)
    select position, uuid_send(gen_random_uuid()) from event where position > ${after} and position <= ${upTo}
    on conflict do nothing
  `.execute(db);
}

const loggedColumns = sql`event.position, event.id, event.stream, event.version, event.type,
  event.schema_version as "schemaVersion", event.occurred, event.data, event.source, event.actor,
  event.correlation_id as "correlationId", event.causation_id as "causationId", log_salt.salt,
  to_char(event.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt"`;

const inRange = (after: number, upTo: number) => sql`event.position > ${after} and event.position <= ${upTo}`;

/** Those of the events that have salts, in order of position. */
async function loggedEvents(
  db: Kysely<Database>,
  which: RawBuilder<unknown>,
): Promise<(LoggedEvent & { salt: Buffer })[]> {
  const { rows } = await sql<LoggedEvent & { salt: Buffer }>`
    select ${loggedColumns} from event join log_salt on log_salt.position = event.position
    where ${which} order by event.position
  `.execute(db);
  return rows;
}

/** A full tile replaces the partial ones of its place. */
async function storeTiles(tx: Transaction<Database>, tiles: readonly Tile[]): Promise<void> {
  for (const { level, index, hashes } of tiles) {
    const width = hashes.length;
    await sql`
      insert into log_tile (level, index, width, hashes)
      values (${level}, ${index}, ${width}, ${Buffer.concat(hashes)}) on conflict do nothing
    `.execute(tx);
    if (width === TILE_WIDTH)
      await sql`delete from log_tile where level = ${level} and index = ${index} and width < ${TILE_WIDTH}`.execute(tx);
  }
}

interface TilePlace {
  level: number;
  index: number;
  width: number;
}

/** @throws Error if there is no such tile */
async function tileBytes(db: Kysely<Database>, place: TilePlace): Promise<Buffer> {
  const bytes = await findTile(db, place);
  if (!bytes) throw new Error(`the log has no tile ${place.level}/${place.index} of ${place.width} hashes`);
  return bytes;
}

/** Its hashes, 32 bytes each; `undefined` if the tree has no such tile. */
export async function findTile(db: Kysely<Database>, { level, index, width }: TilePlace): Promise<Buffer | undefined> {
  const { rows } = await sql<{ hashes: Buffer }>`
    select hashes from log_tile where level = ${level} and index = ${index} and width >= ${width} order by width limit 1
  `.execute(db);
  return rows[0]?.hashes.subarray(0, 32 * width);
}

const hashesIn = (bytes: Buffer): Buffer[] =>
  Array.from({ length: bytes.length / 32 }, (_, nth) => bytes.subarray(32 * nth, 32 * nth + 32));

export const tileReader =
  (db: Kysely<Database>): ReadTile =>
  async (place) =>
    hashesIn(await tileBytes(db, place));

/** The entries of a bundle (C2SP tlog-tiles), each after its length in two bytes. The tree has so many. */
export async function findBundle(
  db: Kysely<Database>,
  { index, width }: { index: number; width: number },
): Promise<Buffer> {
  const first = index * TILE_WIDTH;
  const events = await loggedEvents(db, inRange(first, first + width));
  return Buffer.concat(
    events.flatMap(({ salt, ...event }) => {
      const entry = Buffer.from(entryOf(event, salt));
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

export interface StoredCheckpoint {
  epoch: number;
  size: number;
  root: Buffer;
  /** `null`: not signed yet. */
  note: string | null;
  key: string | null;
}

/** The last one of an epoch, or the last one that is signed. */
export async function latestCheckpoint(
  db: Kysely<Database>,
  epoch: number,
  { signed = false, from = 0 } = {},
): Promise<StoredCheckpoint | undefined> {
  return db
    .selectFrom('log_checkpoint')
    .select(['epoch', 'size', 'root', 'note', 'key'])
    .where('epoch', '=', epoch)
    .where('size', '>=', from)
    .$if(signed, (query) => query.where('note', 'is not', null))
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The hashes of so many events after a position as they were added to the tree, in base64, for a file that others check. */
export async function exportedLeaves(db: Kysely<Database>, after: number, many: number): Promise<string[]> {
  const leaves: string[] = [];
  for (let at = after; at < after + many;) {
    const first = at - (at % TILE_WIDTH);
    const upTo = Math.min(first + TILE_WIDTH, after + many);
    const hashes = hashesIn(await tileBytes(db, { level: 0, index: first / TILE_WIDTH, width: upTo - first }));
    leaves.push(...hashes.slice(at - first).map((hash) => hash.toString('base64')));
    at = upTo;
  }
  return leaves;
}

/** The public keys with which heads of the log were signed. */
export async function logKeys(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom('log_checkpoint').select('key').distinct().where('key', 'is not', null).execute();
  return rows.flatMap(({ key }) => key ?? []).sort();
}

/** What a proof carries beside the hashes, to be checked by itself: the entry, and what the event says with its salt. */
interface Proven {
  entry: string;
  salt?: string;
  payload?: Payload;
}

/**
 * That events are in the tree of a signed checkpoint, in the form of C2SP tlog-proof, by position. Without those that are
 * not.
 */
export async function proofsOf(
  db: Kysely<Database>,
  positions: readonly number[],
  { size, note }: StoredCheckpoint,
  { withPayload }: { withPayload: boolean },
): Promise<Map<number, string>> {
  const proofs = new Map<number, string>();
  if (note === null) return proofs;
  const tree = new TiledTree(size, tileReader(db));
  const covered = positions.filter((position) => position <= size);
  for (const event of await loggedEvents(db, sql`event.position = any(${covered}::bigint[])`)) {
    const { position, salt, data, source, actor, correlationId, causationId } = event;
    const proven: Proven = {
      entry: entryOf(event, salt),
      ...(withPayload && { salt: salt.toString('hex'), payload: { data, source, actor, correlationId, causationId } }),
    };
    const [index, extra] = [position - 1, Buffer.from(JSON.stringify(proven))];
    proofs.set(position, writeProof({ index, hashes: await tree.inclusion(index), checkpoint: note, extra }));
  }
  return proofs;
}

export interface LogFigures {
  size: number;
  /** Of the last head that was signed; `null`: none was. */
  signed: number | null;
  signedSecondsAgo: number | null;
}

export async function logFigures(db: Kysely<Database>): Promise<LogFigures> {
  const { size } = await extentOf(db);
  const { rows } = await sql<Omit<LogFigures, 'size'>>`
    select size as signed, extract(epoch from clock_timestamp() - stored_at)::float8 as "signedSecondsAgo"
    from log_checkpoint where note is not null order by epoch desc, size desc limit 1
  `.execute(db);
  return { size, ...(rows[0] ?? { signed: null, signedSecondsAgo: null }) };
}

/**
 * Compares the events of a tile with the hashes that were stored when they were added, and these with the tree above them;
 * those of the last tile with its head.
 *
 * @returns the position of the first one that differs or is gone, and the last that was compared
 */
export async function firstMismatch(
  db: Kysely<Database>,
  index: number,
): Promise<{ position: number | undefined; upTo: number; isLast: boolean }> {
  const { size, root } = await extentOf(db);
  const [first, upTo] = [index * TILE_WIDTH, Math.min((index + 1) * TILE_WIDTH, size)];
  const isLast = upTo === size;
  let position = first < upTo ? await mismatchIn(db, index, upTo - first) : undefined;
  // Tiles that are not full have no hash above them: the head is made from them.
  if (position === undefined && isLast && root && !(await Edge.of(size, tileReader(db))).root.equals(root))
    position = first + 1;
  return { position, upTo, isLast };
}

async function mismatchIn(db: Kysely<Database>, index: number, width: number): Promise<number | undefined> {
  const first = index * TILE_WIDTH;
  const tile = await findTile(db, { level: 0, index, width });
  const events = await loggedEvents(db, inRange(first, first + width));
  const byPosition = new Map(events.map((event) => [event.position, event]));
  for (let nth = 0; nth < width; nth += 1) {
    const event = byPosition.get(first + nth + 1);
    const stored = tile?.subarray(32 * nth, 32 * nth + 32);
    if (!event || !stored || !entryHash(event, event.salt).equals(stored)) return first + nth + 1;
  }
  return tile && (await isInTree(db, index, tile)) ? undefined : first + 1;
}

/** Whether the hash of a tile is in the tile above it, and that of each tile that it completes. A partial tile has none. */
async function isInTree(db: Kysely<Database>, index: number, tile: Buffer): Promise<boolean> {
  let [below, nth, level] = [tile, index, 1];
  while (below.length === 32 * TILE_WIDTH) {
    const above = await findTile(db, { level, index: Math.floor(nth / TILE_WIDTH), width: (nth % TILE_WIDTH) + 1 });
    if (!above?.subarray(-32).equals(rootOf(hashesIn(below)))) return false;
    [below, nth, level] = [above, Math.floor(nth / TILE_WIDTH), level + 1];
  }
  return true;
}
