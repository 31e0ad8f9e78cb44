import { sql } from 'kysely';
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

/** Bytes of an answer: 16 signatures are shorter. */
const LONGEST = 16_384;

/**
 * Asks a witness to sign the last signed head unless it has, and adds its signature. The witness tells by 409 which size it has
 * signed last, from which the head is proven to have grown.
 *
 * @throws Error if it does not sign
 */
export async function askWitness(db: LedgerDatabase, { url, verifier }: Witness, stopping: AbortSignal): Promise<void> {
  const head = await latestCheckpoint(db, db.epochs.current, { signed: true });
  const note = head?.note ?? '';
  if (!head || note.includes(`\n— ${verifier.name} `)) return;
  const ask = (old: number) => submit(db, { url, head, old, stopping });
  let answer = await ask(0);
  if (typeof answer === 'number') answer = await ask(answer);
  if (typeof answer === 'number') throw new Error(`the witness is at size ${answer}`);
  const isSigned = (line: string) => line !== '' && readCheckpoint(`${note}${line}\n`, [verifier]).signedBy.length > 0;
  const signature = answer.split('\n').find(isSigned); // what else it says is not passed on
  if (signature === undefined) throw new Error('the witness sent no signature of its key');
  await sql`
    update log_checkpoint set note = note || ${`${signature}\n`} where epoch = ${head.epoch} and size = ${head.size}
      and strpos(note, ${`\n— ${verifier.name} `}) = 0
  `.execute(db);
}

/** @returns its signature lines, or the size that it has signed last */
async function submit(
  db: LedgerDatabase,
  { url, head, old, stopping }: { url: string; head: StoredCheckpoint; old: number; stopping: AbortSignal },
): Promise<string | number> {
  const proof = await new TiledTree(head.size, tileReader(db)).consistency(old);
  const body = [`old ${old}`, ...proof.map((hash) => hash.toString('base64')), '', head.note].join('\n');
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(PATIENCE_MS)]);
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body, signal, redirect: 'error' });
  let text = '';
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    if (text.length > LONGEST) throw new Error('the answer of the witness is too long');
  }
  if (answer.status === 409 && /^\d{1,15}\n$/.test(text) && Number(text) <= head.size) return Number(text);
  if (answer.status !== 200) throw new Error(`the witness answered ${answer.status} ${text.slice(0, 200).trim()}`);
  return text;
}
