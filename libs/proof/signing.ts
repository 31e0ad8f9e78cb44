import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { writeWhole } from '#database/embedded/home-folder.js';
import { FIRST_EPOCH } from '#database/ledger-epochs.js';
import type { Database } from '#database/tables.js';
import { inLog, latestCheckpoint, type StoredCheckpoint, tileReader } from './ledger-log.js';
import { provesConsistency, TiledTree } from './merkle-tree.js';
import { newSigner, readSigner, signCheckpoint, type Signer, verifierOf } from './notes.js';

/** The files of the folder that holds the key. */
const KEY = 'log-key';
const SIGNED = 'log-signed';

/** Of each log of the folder, an epoch being one; written in place, in one piece. */
const PLACE = 512;

/** The last head of a log that was signed, kept outside the database: an older database that is restored does not know it. */
interface Signed {
  origin: string;
  size: number;
  root: string;
}

/** The head that would be signed contradicts one that was signed: the ledger was changed. Only a new epoch ends it. */
export class ForkRefused extends Error {
  override name = 'ForkRefused';

  constructor(readonly size: number) {
    super(`The ledger no longer has the ${size} entries that were signed: no checkpoint is signed until it has`);
  }
}

/**
 * Signs the heads of the log with a key that is outside the database. Never signs two heads that contradict each other: before a
 * head is signed, it is in the database and in the folder of the key.
 */
export class LogSigner {
  private constructor(
    private readonly signer: Signer,
    private readonly file: FileHandle,
  ) {}

  /**
   * Opens the key of a folder and the record of what was signed; makes both if they are missing. The files stay open, so that a
   * process that gives up its rights goes on signing.
   *
   * @param name of a new key: the address of the log without its scheme
   * @throws Error if the folder cannot be used, or its key is none
   */
  static async open(folder: string, name: string): Promise<LogSigner> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, KEY);
    const text = await readFile(path, 'utf8').catch(async (error: unknown) => {
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
      const made = newSigner(name);
      await writeWhole(path, `${made}\n`);
      return made;
    });
    const signer = readSigner(text);
    await (await open(join(folder, SIGNED), 'a', 0o600)).close(); // makes it
    return new LogSigner(signer, await open(join(folder, SIGNED), 'r+'));
  }

  /**
   * Signs the last stored head of this epoch unless it is signed.
   *
   * @returns the checkpoint that was signed; `undefined` if there was nothing to sign
   * @throws ForkRefused
   */
  async sign(db: LedgerDatabase): Promise<StoredCheckpoint | undefined> {
    const epoch = db.epochs.current;
    const { name, key } = this.signer;
    const origin = epoch === FIRST_EPOCH ? name : `${name}/${epoch}`; // a later epoch is another log
    const isOfLog = (one: Signed): boolean => one.origin === origin;
    const before = (await this.#signed()).find(isOfLog); // read first: it is never ahead of the head in the database
    const last = await latestCheckpoint(db, epoch);
    if (before && last && last.size < before.size) throw new ForkRefused(before.size);
    if (last?.note !== null) return undefined;
    return inLog(db, async (tx) => {
      const head = await latestCheckpoint(tx, epoch);
      if (head?.note !== null) return undefined;
      const places = await this.#signed();
      const place = places.findIndex(isOfLog);
      if (places[place]) await assertGrown(tx, places[place], head);
      await this.#remember(
        { origin, size: head.size, root: head.root.toString('base64') },
        place < 0 ? places.length : place,
      );
      const note = signCheckpoint({ origin, size: head.size, root: head.root }, { name: origin, key });
      const vkey = verifierOf({ name: origin, key });
      await tx
        .updateTable('log_checkpoint')
        .set({ note, key: vkey, stored_at: sql`now()` })
        .where('epoch', '=', epoch)
        .where('size', '=', head.size)
        .execute();
      return { ...head, note, key: vkey };
    });
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  async #signed(): Promise<Signed[]> {
    const { size } = await this.file.stat();
    const { buffer } = await this.file.read(Buffer.alloc(size), 0, size, 0);
    return Array.from(
      { length: Math.ceil(size / PLACE) },
      (_, nth) => JSON.parse(buffer.toString('utf8', nth * PLACE, (nth + 1) * PLACE)) as Signed,
    );
  }

  async #remember(signed: Signed, place: number): Promise<void> {
    const bytes = Buffer.alloc(PLACE, ' ');
    bytes.write(JSON.stringify(signed));
    await this.file.write(bytes, 0, PLACE, place * PLACE);
    await this.file.datasync();
  }
}

/**
 * Does not trust the database that the head is that of a tree that begins with what was signed.
 *
 * @throws ForkRefused
 */
async function assertGrown(db: Kysely<Database>, { size, root }: Signed, head: StoredCheckpoint): Promise<void> {
  const before = { size, root: Buffer.from(root, 'base64') };
  const proof = size < head.size ? await new TiledTree(head.size, tileReader(db)).consistency(size) : [];
  if (!provesConsistency(proof, before, head)) throw new ForkRefused(size);
}
