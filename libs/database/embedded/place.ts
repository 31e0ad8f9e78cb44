import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRoot, serverAccount, type Account } from './account.js';
import { packagedBinaries } from './binaries.js';
import { stageBinaries } from './staging.js';
import { Unusable } from './unusable.js';

const STAGE = '/var/lib/jalon';

/** Where a home's server has its data and its programs, and whom it runs as. */
export interface Place {
  /** Holds `data`, `postgres.log` and, while it is being made, `data.new`. */
  folder: string;
  native: string;
  account: Account | undefined;
}

/**
 * An ordinary user's server lives in the home. Root's runs as another user, who cannot enter a home that only root can,
 * so its data and a copy of the programs stand under `/var/lib/jalon/<hash of the home>`.
 *
 * @param home an absolute path that exists
 */
export async function placeFor(home: string): Promise<Place> {
  const packaged = await packagedBinaries();
  if (!isRoot()) {
    const folder = join(home, 'postgres');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return { folder, native: packaged, account: undefined };
  }
  const account = await serverAccount();
  const stage = join(STAGE, createHash('sha256').update(home).digest('hex').slice(0, 16));
  await openFolder(STAGE);
  await openFolder(stage);
  const folder = join(stage, 'postgres');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
  return { folder, native: await stageBinaries(packaged, stage), account };
}

/** Everyone may pass, only root may write: programs that root starts must not lie where somebody else can replace them. */
async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { uid, mode } = await stat(folder);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new Unusable(`${folder} must belong to root and be writable by nobody else: chown root, chmod 755.`);
  }
  await chmod(folder, 0o755);
}
