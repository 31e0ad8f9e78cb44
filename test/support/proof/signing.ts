import type { LedgerDatabase } from '#database/connection.js';
import { integrate, type StoredCheckpoint } from '#proof/ledger-log.js';
import { LogSigner } from '#proof/signing.js';

export const ORIGIN = 'ledger.example.org/log';

/** Adds what is on record to the log and signs its head, as a worker does. */
export async function signLog(db: LedgerDatabase, folder: string): Promise<StoredCheckpoint | undefined> {
  await integrate(db);
  const signer = await LogSigner.open(folder, ORIGIN);
  try {
    return await signer.sign(db);
  } finally {
    await signer.close();
  }
}
