import { z } from 'zod';
import { entryHash, type LoggedEvent, type Payload, payloadDigest } from './entry.js';
import { Edge, leafHash, provesInclusion } from './merkle-tree.js';
import { readCheckpoint, readProof, type SignedCheckpoint, type Verifier } from './notes.js';

/** What a check found wrong, of the entry at a position if it is one entry. Codes have their sentences in `language`. */
export interface Flaw {
  code:
    | 'not-json'
    | 'wrong-position'
    | 'no-salt'
    | 'entry-differs'
    | 'payload-differs'
    | 'not-included'
    | 'root-differs'
    | 'too-short'
    | 'unsigned';
  position?: number;
  detail?: string;
}

export interface VerifiedProof {
  entry: Record<string, unknown>;
  /** Only proofs that a key asked for carry what the event says. */
  payload?: object | undefined;
  checkpoint: SignedCheckpoint;
  flaw?: Flaw;
}

const PAYLOAD = ['data', 'source', 'actor', 'correlationId', 'causationId'];
/** In the order of a ledger file: with another field, a line would say what is neither in the digest nor in the entry. */
const LINE = [
  ...['position', 'id', 'stream', 'version', 'type', 'schemaVersion', 'occurred'],
  ...[...PAYLOAD, 'recordedAt', 'salt', 'leaf'],
];

const hasFields = (value: object, fields: readonly string[]): boolean => Object.keys(value).join() === fields.join();

const SALT = /^[0-9a-f]{32}$/;
/** The digest covers all of a payload, so nothing else needs to be known of it. */
const isPayload = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && hasFields(value, PAYLOAD);
const Extra = z.strictObject({
  entry: z.string(),
  salt: z.string().regex(SALT).optional(),
  payload: z.custom<Payload>(isPayload).optional(),
});
const Entry = z.looseObject({ position: z.int().min(1), digest: z.string() });

/** Checks a proof by itself: payload against entry, entry against the tree, the tree's head against its signature. @throws Error if it is none */
export function verifyProof(text: string, keys: readonly Verifier[]): VerifiedProof {
  const { index, hashes, checkpoint: note, extra } = readProof(text);
  const told = Extra.safeParse(jsonIn(extra?.toString() ?? ''));
  const read = Entry.safeParse(jsonIn(told.data?.entry ?? ''));
  if (!told.success || !read.success) throw new Error('it has no entry of a ledger');
  const { entry: written, salt, payload } = told.data;
  const { data: entry } = read;
  const checkpoint = readCheckpoint(note, keys);
  const { size, root } = checkpoint;
  const position = index + 1;
  const flawed = (code: Flaw['code']) => ({ entry, payload, checkpoint, flaw: { code, position } });
  if (entry.position !== position) return flawed('wrong-position');
  if (payload && payloadDigest(payload, Buffer.from(salt ?? '', 'hex')) !== entry.digest)
    return flawed('payload-differs');
  const leaf = leafHash(Buffer.from(written));
  if (!provesInclusion(hashes, { index, size, leaf, root })) return flawed('not-included');
  return isSignedByLog(checkpoint) ? { entry, payload, checkpoint } : flawed('unsigned');
}

/** A witness alone vouches for the history of a log, not for whose it is. */
const isSignedByLog = ({ signedBy }: SignedCheckpoint): boolean => signedBy.some(({ isWitness }) => !isWitness);

/**
 * Rebuilds the tree from the events of a ledger file, in order, without database or network, and compares each with the hash
 * that was exported with it, and the heads of the tree with checkpoints.
 */
export class ExportCheck {
  readonly #edge = new Edge();
  readonly #due: SignedCheckpoint[];
  readonly #agreed: SignedCheckpoint[] = [];
  #flaw: Flaw | undefined;

  constructor(checkpoints: readonly SignedCheckpoint[]) {
    this.#due = [...checkpoints].sort((one, other) => one.size - other.size);
    if (!checkpoints.every(isSignedByLog)) this.#flaw = { code: 'unsigned' };
  }

  /** @param line of an event */
  take(line: string): void {
    if (this.#flaw) return;
    const position = this.#edge.size + 1;
    this.#flaw = this.#flawIn(line, position);
    while (!this.#flaw && this.#due[0] && this.#due[0].size <= this.#edge.size) this.#compare(this.#due.shift());
  }

  /** @returns the first flaw, the size and root, and the checkpoints that the file agrees with */
  end(): { size: number; root: Buffer; agreed: readonly SignedCheckpoint[]; flaw?: Flaw } {
    const { size, root } = this.#edge;
    const [due] = this.#due;
    const flaw = this.#flaw ?? (due && { code: 'too-short' as const, detail: String(due.size) });
    return { size, root, agreed: this.#agreed, ...(flaw && { flaw }) };
  }

  #flawIn(line: string, position: number): Flaw | undefined {
    const value = jsonIn(line);
    if (value === undefined) return { code: 'not-json', position };
    if (value.position !== position)
      return { code: 'wrong-position', position, detail: JSON.stringify(value.position ?? null).slice(0, 20) };
    const { salt, leaf: told } = value;
    if (salt === undefined || told === undefined) return { code: 'no-salt', position };
    const isWhole =
      typeof salt === 'string' && SALT.test(salt) && hasFields(value, LINE) && typeof value.actor === 'string';
    const leaf = isWhole ? entryHash(value as LoggedEvent, Buffer.from(salt, 'hex')) : undefined;
    if (!leaf || told !== leaf.toString('base64')) return { code: 'entry-differs', position };
    this.#edge.append(leaf);
    return undefined;
  }

  #compare(due: SignedCheckpoint | undefined): void {
    if (!due) return;
    if (this.#edge.root.equals(due.root)) this.#agreed.push(due);
    else this.#flaw = { code: 'root-differs', detail: String(due.size) };
  }
}

function jsonIn(line: string): Partial<Record<keyof LoggedEvent | 'salt' | 'leaf', unknown>> | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
