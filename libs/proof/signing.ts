import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerDatabase } from '#database/connection.js';
import { writeWhole } from '#database/embedded/home-folder.js';
import { FIRST_EPOCH } from '#database/ledger-epochs.js';
import { latestCheckpoint, type StoredCheckpoint, tileReader } from './ledger-log.js';
import { TiledTree } from './merkle-tree.js';
import { newSigner, readSigner, signCheckpoint, type Signer, verifierOf } from './notes.js';

/** The files of the folder that holds the key. */
const KEY = 'log-key';
const SIGNED = 'log-signed';

/** Written in place, in one piece. */
const SIGNED_LENGTH = 512;

/** The last head that was signed, kept outside the database: an older database that is restored does not know it. */
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
    const head = await latestCheckpoint(db, epoch);
    if (!head || head.note !== null) return undefined;
    const { name, key } = this.signer;
    const origin = epoch === FIRST_EPOCH ? name : `${name}/${epoch}`; // a later epoch is another log
    const before = await this.#signed();
    if (before?.origin === origin) {
      if (before.size > head.size) return undefined; // an older database was restored: what was signed must come back first
      const known = await new TiledTree(before.size, tileReader(db)).root();
      if (known.toString('base64') !== before.root) throw new ForkRefused(before.size);
    }
    const checkpoint = { origin, size: head.size, root: head.root };
    await this.#remember({ ...checkpoint, root: head.root.toString('base64') });
    const note = signCheckpoint(checkpoint, { name: origin, key });
    const vkey = verifierOf({ name: origin, key });
    await db
      .updateTable('log_checkpoint')
      .set({ note, key: vkey })
      .where('epoch', '=', epoch)
      .where('size', '=', head.size)
      .where('root', '=', head.root)
      .where('note', 'is', null)
      .execute();
    return { ...head, note, key: vkey };
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  async #signed(): Promise<Signed | undefined> {
    const { buffer, bytesRead } = await this.file.read(Buffer.alloc(SIGNED_LENGTH), 0, SIGNED_LENGTH, 0);
    return bytesRead === 0 ? undefined : (JSON.parse(buffer.toString('utf8', 0, bytesRead)) as Signed);
  }

  async #remember(signed: Signed): Promise<void> {
    await this.file.write(Buffer.from(JSON.stringify(signed).padEnd(SIGNED_LENGTH)), 0, SIGNED_LENGTH, 0);
    await this.file.datasync();
  }
}
