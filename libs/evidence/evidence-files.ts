import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { evidenceTypeOf, type EvidenceType, SIGNATURE_BYTES } from '#domain/evidence/media-type.js';
import { reason, Refusal } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { Bucket } from './bucket.js';
import { EVIDENCE_SETTINGS, type EvidenceSettings } from './evidence-settings.js';

const PART_BYTES = 256 * 1024;

/** The same bytes in parts of 256 kB; the last one may be shorter. None for no bytes. */
async function* partsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    let rest = piece;
    while (length + rest.length >= PART_BYTES) {
      const taken = PART_BYTES - length;
      yield Buffer.concat([...pieces, rest.subarray(0, taken)]);
      rest = rest.subarray(taken);
      pieces = [];
      length = 0;
    }
    if (rest.length > 0) pieces.push(rest);
    length += rest.length;
  }
  if (length > 0) yield Buffer.concat(pieces);
}

/** Without reading them from their TOAST table: they are stored uncompressed, with their length. */
async function sizeOfParts(db: Kysely<Database>, file: string): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    select coalesce(sum(length(bytes)), 0)::bigint as size from evidence_part where file = ${file}
  `.execute(db);
  return rows[0]?.size ?? 0;
}

export interface ReceivedFile {
  sha256: string;
  mediaType: EvidenceType;
  size: number;
}

type Bytes = AsyncIterable<Uint8Array>;

/** The stored bytes of a file do not have its hash. */
export class DamagedEvidence extends Error {
  constructor(sha256: string) {
    super(`the stored bytes of evidence ${sha256} are damaged`);
  }
}

const MEGABYTE = 1_000_000;

/**
 * The files of evidence, by their SHA-256. A file arrives in parts of 256 kB in the database, of which one at a time is in
 * memory; with a bucket, it is sent there once its hash is known. A process that stops in the middle leaves parts, and at most
 * an object that no event refers to: `removeUnused` deletes both after a day.
 */
@Injectable()
export class EvidenceFiles {
  readonly #bucket: Bucket | undefined;
  readonly maxBytes: number;
  readonly #totalBytes: number;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    @Inject(EVIDENCE_SETTINGS) {
      EVIDENCE_S3_URL: url,
      EVIDENCE_MAX_MB: megabytes,
      EVIDENCE_TOTAL_MB: total,
    }: EvidenceSettings,
  ) {
    this.#bucket = url === undefined ? undefined : new Bucket(url);
    this.maxBytes = megabytes * MEGABYTE;
    this.#totalBytes = total * MEGABYTE;
  }

  /**
   * Before the body is read. @param length as its sender announced it
   *
   * @throws Refusal evidence-too-large
   */
  assertFits(length: number): void {
    if (length > this.maxBytes)
      throw invalid('evidence-too-large', reason('evidence-larger-than', { megabytes: this.maxBytes / MEGABYTE }));
  }

  /**
   * Stores a file. One that is stored already is received again, and kept once.
   *
   * @throws Refusal evidence-invalid, evidence-too-large; then nothing is kept
   */
  async receive(bytes: Bytes): Promise<ReceivedFile> {
    await this.#assertRoom();
    const id = randomUUID();
    const now = this.clock.now();
    const hash = createHash('sha256');
    let size = 0;
    let mediaType: EvidenceType | undefined;
    await this.db
      .insertInto('evidence_file')
      .values({ id, store: this.#bucket ? 's3' : 'database', began_at: now, used_at: now })
      .execute();
    try {
      let number = 0;
      for await (const part of partsOf(bytes)) {
        size += part.length;
        this.assertFits(size);
        if (number === 0) mediaType = assertType(part.subarray(0, SIGNATURE_BYTES));
        hash.update(part);
        await this.db.insertInto('evidence_part').values({ file: id, number, bytes: part }).execute();
        number += 1;
      }
      if (!mediaType) throw invalid('evidence-invalid', reason('evidence-empty'));
      const file = { sha256: hash.digest('hex'), mediaType, size };
      await this.#keep(id, file);
      return file;
    } catch (error) {
      await deleteFile(this.db, id);
      throw error;
    }
  }

  /** Files that are received at the same time may go beyond the quota together. @throws Refusal evidence-too-large */
  async #assertRoom(): Promise<void> {
    const { rows } = await sql<{ bytes: number }>`
      select coalesce(sum(size), 0)::float8 as bytes from evidence_file where removed_at is null
    `.execute(this.db);
    if ((rows[0]?.bytes ?? 0) >= this.#totalBytes)
      throw invalid('evidence-too-large', reason('evidence-quota', { megabytes: this.#totalBytes / MEGABYTE }));
  }

  /** Gives a received file its hash, in place of an earlier one whose bytes are lost. */
  async #keep(id: string, { sha256, size }: ReceivedFile): Promise<void> {
    const used_at = this.clock.now();
    if ((await this.sizeOf(sha256)) === size && (await this.touch(sha256))) {
      await deleteFile(this.db, id);
      return;
    }
    await this.#bucket?.put(sha256, size, this.#parts(id));
    await this.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`.execute(tx);
      if ((await this.#find(sha256, tx))?.removed_at) {
        await this.#bucket?.remove(sha256);
        throw invalid('evidence-invalid', reason('evidence-removed'));
      }
      await tx.deleteFrom('evidence_file').where('sha256', '=', sha256).execute();
      await tx.updateTable('evidence_file').set({ sha256, size, used_at }).where('id', '=', id).execute();
      if (this.#bucket) await tx.deleteFrom('evidence_part').where('file', '=', id).execute();
    });
  }

  /** Keeps a file for another day, within which an event has to refer to it. @returns whether it is stored */
  async touch(sha256: string): Promise<boolean> {
    const { numUpdatedRows } = await this.db
      .updateTable('evidence_file')
      .set({ used_at: this.clock.now() })
      .where('sha256', '=', sha256)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** The number of bytes that are stored of a file, without reading them; `undefined` if there are none. */
  async sizeOf(sha256: string): Promise<number | undefined> {
    const file = await this.#find(sha256);
    if (!file || file.removed_at) return undefined;
    return file.store === 's3' ? this.#requiredBucket().size(sha256) : sizeOfParts(this.db, file.id);
  }

  /** A stored file, as it was when it was received; `undefined` if there is none. */
  async find(sha256: string): Promise<ReceivedFile | undefined> {
    const size = await this.sizeOf(sha256);
    if (size === undefined) return undefined;
    for await (const start of await this.read(sha256)) {
      const mediaType = evidenceTypeOf(start.subarray(0, SIGNATURE_BYTES));
      return mediaType && { sha256, mediaType, size };
    }
    return undefined;
  }

  /**
   * The bytes of a file. They are compared with their hash as they pass: the stream fails before its last piece if they differ.
   *
   * @throws Refusal not-found
   */
  async read(sha256: string): Promise<AsyncGenerator<Uint8Array>> {
    const file = await this.#find(sha256);
    if (file?.removed_at) throw new Refusal('not-found', reason('evidence-removed'));
    const bytes = file?.store === 's3' ? await this.#requiredBucket().get(sha256) : file && this.#parts(file.id);
    if (!file || !bytes) throw new Refusal('not-found', reason('evidence-not-found', { sha256 }));
    return verified(bytes, sha256);
  }

  /**
   * Removes the bytes of a file for good, such as malware or what a court orders. The events that refer to it stay, with its hash,
   * and the same bytes are not stored again. Idempotent. A crash leaves the file readable, or an object that is removed when this
   * is repeated.
   *
   * @throws Refusal not-found
   */
  async remove(sha256: string): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 0))`.execute(tx);
      const file = await this.#find(sha256, tx);
      if (!file) throw new Refusal('not-found', reason('evidence-not-found', { sha256 }));
      const removed = { removed_at: file.removed_at ?? this.clock.now() };
      await tx.updateTable('evidence_file').set(removed).where('id', '=', file.id).execute();
      await tx.deleteFrom('evidence_part').where('file', '=', file.id).execute();
      if (file.store === 's3') await this.#requiredBucket().remove(sha256);
    });
  }

  /**
   * Deletes what was received before an instant and what no event refers to. Until an object is deleted, its row is locked, so
   * that who receives the same file waits and stores it again. Without a bucket, the files in one are left. @returns how many
   * files
   */
  async removeUnused(before: Date): Promise<number> {
    const { rows } = await sql<{ id: string; sha256: string | null; store: string }>`
      select id, sha256, store from evidence_file
      where used_at < ${before} and removed_at is null and (sha256 is null or (store = 'database' or ${this.#bucket !== undefined}) and not exists (
        select from event where type = 'EvidenceAttached' and data ->> 'sha256' = evidence_file.sha256
      ))
      limit 100
    `.execute(this.db);
    for (const { id, sha256, store } of rows) {
      await this.db.transaction().execute(async (tx) => {
        const unused = tx.deleteFrom('evidence_file').where('id', '=', id).where('used_at', '<', before);
        const { numDeletedRows } = await unused.executeTakeFirst();
        if (numDeletedRows > 0n && store === 's3' && sha256 !== null) await this.#bucket?.remove(sha256);
      });
    }
    return rows.length;
  }

  #find(sha256: string, db: Kysely<Database> = this.db) {
    return db
      .selectFrom('evidence_file')
      .select(['id', 'store', 'size', 'removed_at'])
      .where('sha256', '=', sha256)
      .executeTakeFirst();
  }

  /** One part in memory at a time. */
  async *#parts(file: string): AsyncGenerator<Uint8Array> {
    for (let number = 0; ; number += 1) {
      const part = await this.db
        .selectFrom('evidence_part')
        .select('bytes')
        .where('file', '=', file)
        .where('number', '=', number)
        .executeTakeFirst();
      if (!part) return;
      yield part.bytes;
    }
  }

  #requiredBucket(): Bucket {
    if (this.#bucket) return this.#bucket;
    throw new Error('EVIDENCE_S3_URL is not set, but files of evidence were stored in a bucket');
  }
}

const invalid = (code: 'evidence-invalid' | 'evidence-too-large', why: Reason): Refusal =>
  new Refusal(code, why, [{ field: 'file', ...why }]);

function assertType(start: Uint8Array): EvidenceType {
  const type = evidenceTypeOf(start);
  if (type) return type;
  throw invalid('evidence-invalid', reason('evidence-type'));
}

async function deleteFile(db: Kysely<Database>, id: string): Promise<void> {
  await db.deleteFrom('evidence_file').where('id', '=', id).execute();
}

async function* verified(bytes: Bytes, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let last: Uint8Array | undefined;
  for await (const piece of bytes) {
    if (last) yield last;
    hash.update(piece);
    last = piece;
  }
  if (hash.digest('hex') !== sha256) throw new DamagedEvidence(sha256);
  if (last) yield last;
}
