import { z } from 'zod';
import { entryOf, payloadDigest } from './entry.js';
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

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));
const Extra = z.strictObject({
  entry: z.string(),
  salt: hex(16).optional(),
  payload: z
    .strictObject({
      data: z.record(z.string(), z.unknown()),
      source: z.record(z.string(), z.unknown()).nullable(),
      actor: z.string(),
      correlationId: z.string().nullable(),
      causationId: z.string().nullable(),
    })
    .optional(),
});
const Entry = z.looseObject({ position: z.int().min(1), digest: hex(32) });

/** Checks a proof by itself: payload against entry, entry against the tree, the tree's head against its signature. @throws Error if it is none */
export function verifyProof(text: string, keys: readonly Verifier[]): VerifiedProof {
  const { index, hashes, checkpoint: note, extra } = readProof(text);
  const { entry: written, salt, payload } = Extra.parse(JSON.parse(extra?.toString() ?? 'null'));
  const entry = Entry.parse(JSON.parse(written));
  const checkpoint = readCheckpoint(note, keys);
  const { size, root, signedBy } = checkpoint;
  const position = index + 1;
  const flawed = (code: Flaw['code']) => ({ entry, payload, checkpoint, flaw: { code, position } });
  if (entry.position !== position) return flawed('wrong-position');
  if (payload && payloadDigest(payload, Buffer.from(salt ?? '', 'hex')) !== entry.digest)
    return flawed('payload-differs');
  const leaf = leafHash(Buffer.from(written));
  if (!provesInclusion(hashes, { index, size, leaf, root })) return flawed('not-included');
  return signedBy.some(({ isWitness }) => !isWitness) ? { entry, payload, checkpoint } : flawed('unsigned');
}

const text = z.string().nullable();
const json = z.record(z.string(), z.unknown());

/** The line of an event in a ledger file; nothing in it is outside the digest, the entry or the check. */
const ExportedEvent = z.strictObject({
  ...{ position: z.int(), id: z.string(), stream: z.string(), version: z.int(), type: z.string() },
  ...{ schemaVersion: z.int(), occurred: text, data: json, source: json.nullable(), actor: z.string() },
  ...{ correlationId: text, causationId: text, recordedAt: z.string(), salt: hex(16), leaf: z.string() },
});

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
    if (value.position !== position) return { code: 'wrong-position', position, detail: String(value.position) };
    if (value.salt === undefined || value.leaf === undefined) return { code: 'no-salt', position };
    const { data: event } = ExportedEvent.safeParse(value);
    const leaf = event && leafHash(Buffer.from(entryOf(event, Buffer.from(event.salt, 'hex'))));
    if (!leaf || event.leaf !== leaf.toString('base64')) return { code: 'entry-differs', position };
    this.#edge.append(leaf);
    return undefined;
  }

  #compare(due: SignedCheckpoint | undefined): void {
    if (!due) return;
    if (this.#edge.root.equals(due.root)) this.#agreed.push(due);
    else this.#flaw = { code: 'root-differs', detail: String(due.size) };
  }
}

function jsonIn(line: string): { position?: unknown; salt?: unknown; leaf?: unknown } | undefined {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
