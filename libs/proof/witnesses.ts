import { z } from 'zod';
import type { LedgerDatabase } from '#database/connection.js';
import { latestCheckpoint, type StoredCheckpoint, tileReader } from './ledger-log.js';
import { TiledTree } from './merkle-tree.js';
import { readCheckpoint, readVerifier, type Verifier } from './notes.js';

/** Somebody else who confirms that heads of the log contradict none before (C2SP tlog-witness). */
export interface Witness {
  /** Where `add-checkpoint` is. */
  url: string;
  verifier: Verifier;
}

const witnessIn = (text: string): Witness => {
  const [vkey = '', url = ''] = text.trim().split(/\s+/);
  const verifier = readVerifier(vkey);
  if (!verifier.isWitness || !URL.canParse(url)) throw new Error('not a witness');
  return { url: url.replace(/\/$/, ''), verifier };
};

const isList = (text: string): boolean => {
  try {
    return text.split(',').every((part) => witnessIn(part).url.startsWith('http'));
  } catch {
    return false;
  }
};

export const witnessList = z
  .string()
  .refine(isList, {
    error: 'must be keys and addresses such as witness.example/w1+1a2b3c4d+BKey… https://witness.example',
  })
  .transform((text) => text.split(',').map(witnessIn));

const PATIENCE_MS = 10_000;

/**
 * Asks a witness to sign a checkpoint, and adds its signature to it. The witness tells by 409 which size it has signed last, from
 * which the checkpoint is proven to have grown.
 *
 * @throws Error if it does not sign
 */
export async function askWitness(
  db: LedgerDatabase,
  { epoch, size, note }: StoredCheckpoint,
  { url, verifier }: Witness,
): Promise<void> {
  if (note === null) return;
  let signatures = await submit(db, { url, size, note, old: 0 });
  if (typeof signatures === 'number') signatures = await submit(db, { url, size, note, old: signatures });
  if (typeof signatures === 'number') throw new Error(`the witness is at size ${signatures}`);
  const { signedBy } = readCheckpoint(`${note}${signatures}`, [verifier]);
  if (!signedBy.some(({ isWitness }) => isWitness)) throw new Error('the witness sent no signature of its key');
  const last = await latestCheckpoint(db, epoch, { signed: true, from: size });
  if (last?.size !== size || last.note?.includes(signatures)) return;
  await db
    .updateTable('log_checkpoint')
    .set({ note: `${last.note}${signatures}` })
    .where('epoch', '=', epoch)
    .where('size', '=', size)
    .where('note', '=', last.note)
    .execute();
}

/** @returns its signature lines, or the size that it has signed last */
async function submit(
  db: LedgerDatabase,
  { url, size, note, old }: { url: string; size: number; note: string; old: number },
): Promise<string | number> {
  const proof = await new TiledTree(size, tileReader(db)).consistency(old);
  const lines = [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', note];
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(`${url}/add-checkpoint`, {
    method: 'POST',
    body: lines.join('\n'),
    signal,
    redirect: 'error',
  });
  const text = await answer.text();
  if (answer.status === 409 && /^\d{1,15}\n$/.test(text) && Number(text) <= size) return Number(text);
  if (answer.status !== 200) throw new Error(`the witness answered ${answer.status}`);
  return text;
}
