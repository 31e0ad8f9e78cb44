import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { keptAlive } from '#database/transactions.js';

export interface ProjectionVersion {
  name: string;
  version: number;
}

/** A projection whose tables are those of another release: this one must not write to them. */
export interface OutdatedProjection extends ProjectionVersion {
  /** The version on record, which readers see. */
  serving: number;
}

/** The projections among these that another version serves. */
export async function outdatedAmong(
  db: Kysely<Database>,
  projections: readonly ProjectionVersion[],
): Promise<OutdatedProjection[]> {
  const rows = await db.selectFrom('checkpoint').select(['name', 'version']).execute();
  const serving = new Map(rows.map(({ name, version }) => [name, version]));
  return projections
    .map(({ name, version }) => ({ name, version, serving: serving.get(name) ?? version }))
    .filter(({ version, serving: onRecord }) => onRecord !== version);
}

export const differenceOf = ({ name, version, serving }: OutdatedProjection): string =>
  `Projection ${name} has version ${serving}, and this release writes version ${version}`;

/** What an operator has to do about it. */
export const remedyFor = ({ name, version, serving }: OutdatedProjection): string =>
  serving < version ? `Run jalon rebuild ${name}` : `Use a release that writes version ${serving}`;

export class OtherVersionServes extends Error {
  override name = 'OtherVersionServes';

  constructor(outdated: OutdatedProjection) {
    super(`${differenceOf(outdated)}. ${remedyFor(outdated)}`);
  }
}

/** A new projection starts at 0, before the first event. */
export async function beginCheckpoint(db: Kysely<Database>, { name, version }: ProjectionVersion): Promise<void> {
  await db
    .insertInto('checkpoint')
    .values({ name, version, position: 0 })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** A projection whose tables lack what was on record before it began, as those of a ledger that was restored. */
export interface UnfinishedProjection {
  name: string;
  position: number;
  /** Where they will be complete. */
  of: number;
}

/** Those among these, the one furthest behind first. */
export async function unfinishedAmong(
  db: Kysely<Database>,
  projections: readonly ProjectionVersion[],
): Promise<UnfinishedProjection[]> {
  const { rows } = await sql<UnfinishedProjection>`
    select name, followed.position, "of" from (
      select name, checkpoint.position, case checkpoint.position when 0 then ledger_head.position else complete_from end
        as "of"
      from checkpoint cross join ledger_head where name = any(${projections.map(({ name }) => name)})
    ) as followed
    where position < "of" order by position, name
  `.execute(db);
  return rows;
}

/**
 * The position of a projection.
 *
 * @throws OtherVersionServes
 */
export async function openCheckpoint(db: Kysely<Database>, projection: ProjectionVersion): Promise<number> {
  await beginCheckpoint(db, projection);
  const [outdated] = await outdatedAmong(db, [projection]);
  if (outdated) throw new OtherVersionServes(outdated);
  return followedTo(db, projection);
}

/**
 * Moves the checkpoint from `from` to `to` and does the work in between, in one transaction. The checkpoint row is locked
 * first, so a follower that lost its lock without noticing cannot repeat the work, and one of another version cannot write.
 *
 * @param range `whole`: where the tables of a projection that begins will be complete; absent: where the ledger ends
 * @throws Error when the checkpoint is not at `from`: another follower has moved it
 */
export async function advanceCheckpoint(
  db: LedgerDatabase,
  projection: ProjectionVersion,
  range: { from: number; to: number; whole?: number },
  work: (tx: Transaction<Database>) => Promise<void>,
): Promise<number> {
  await db.transaction().execute(async (tx) => {
    await moveCheckpoint(tx, projection, range);
    await keptAlive(db, tx, () => work(tx));
  });
  return range.to;
}

/** To be followed in the same transaction by the work in between. */
export async function moveCheckpoint(
  tx: Transaction<Database>,
  { name, version }: ProjectionVersion,
  { from, to, whole }: { from: number; to: number; whole?: number },
): Promise<void> {
  const moved = await tx
    .updateTable('checkpoint')
    .set({ position: to, ...(from === 0 && { complete_from: whole ?? sql`(select position from ledger_head)` }) })
    .where('name', '=', name)
    .where('version', '=', version)
    .where('position', '=', from)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) throw new Error(`the checkpoint of ${name} was moved by another follower`);
}

/** Hands the tables of a projection over to a version as they are, to be followed from a position on; absent: where they are. */
export async function handOver(
  db: Kysely<Database>,
  { name, version }: ProjectionVersion,
  position?: number,
): Promise<void> {
  await db
    .updateTable('checkpoint')
    .set({ version, ...(position === undefined ? {} : { position }) })
    .where('name', '=', name)
    .execute();
}

/** The position up to which a projection has followed the ledger, in whichever version it serves; 0 before it has begun. */
export async function followedTo(db: Kysely<Database>, { name }: Pick<ProjectionVersion, 'name'>): Promise<number> {
  const row = await db.selectFrom('checkpoint').select('position').where('name', '=', name).executeTakeFirst();
  return row?.position ?? 0;
}

/** Up to where a projection that has begun is complete, once it has followed the ledger there; 0 before it has begun. */
export async function completeFrom(db: Kysely<Database>, { name }: Pick<ProjectionVersion, 'name'>): Promise<number> {
  const { rows } = await sql<{ whole: number }>`
    select case position when 0 then 0 else complete_from end as whole from checkpoint where name = ${name}
  `.execute(db);
  return rows[0]?.whole ?? 0;
}

const POLL_MS = 15;

/**
 * Waits until a projection has followed the ledger up to `position`, so that a reader sees what it wrote.
 *
 * @returns false when the time is up first, or the projection has not started yet
 */
export async function waitUntilSeen(
  db: Kysely<Database>,
  projection: ProjectionVersion,
  position: number,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while ((await followedTo(db, projection)) < position) {
    if (performance.now() + POLL_MS > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
