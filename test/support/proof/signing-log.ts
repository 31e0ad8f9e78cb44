import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerDatabase } from '#database/connection.js';
import { integrate, type StoredCheckpoint } from '#proof/ledger-log.js';
import { LogSigner } from '#proof/signing.js';

export interface SigningLog {
  /** Adds what is on record to the log and signs its head, as the worker does. */
  sign(): Promise<StoredCheckpoint | undefined>;
  close(): Promise<void>;
}

export async function signingLog(db: LedgerDatabase): Promise<SigningLog> {
  const folder = await mkdtemp(join(tmpdir(), 'jalon-log-'));
  const signer = await LogSigner.open(folder, 'ledger.example.org/log');
  return {
    sign: async () => {
      await integrate(db);
      return signer.sign(db);
    },
    close: async () => {
      await signer.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
