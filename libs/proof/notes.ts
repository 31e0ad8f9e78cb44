import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/*
 * Signed notes, checkpoints and proofs as of C2SP: signed-note v1, tlog-checkpoint v1, tlog-cosignature v1 (Ed25519) and
 * tlog-proof v1. All are text that public tools of transparency logs read.
 */

/** Algorithms of a key: it signs checkpoints of a log, or as a witness of others. */
const ED25519 = 1;
const COSIGNATURE = 4;

/** A public key with the name under which it signs. Written as `name+hash+key` (`vkey`). */
export interface Verifier {
  name: string;
  id: Buffer;
  isWitness: boolean;
  key: KeyObject;
}

export interface Signer {
  name: string;
  key: KeyObject;
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex'); // of an Ed25519 key, RFC 8410
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** @throws Error for text that is not what the bytes are encoded as: a proof of which a character was changed has no other text */
function bytesIn(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) throw new Error('not base64');
  return bytes;
}

const idOf = (name: string, algorithm: number, key: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n`).update(Buffer.of(algorithm)).update(key).digest().subarray(0, 4);

const rawPublic = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(SPKI.length);

/** As `PRIVATE+KEY+name+hash+seed`, the form of the Go tools. */
export function newSigner(name: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PKCS8.length);
  const id = idOf(name, ED25519, rawPublic(privateKey));
  return `PRIVATE+KEY+${name}+${id.toString('hex')}+${Buffer.concat([Buffer.of(ED25519), seed]).toString('base64')}`;
}

/** @throws Error if it is not one */
export function readSigner(text: string): Signer {
  const [, name, id, encoded = ''] = /^PRIVATE\+KEY\+([^\s+]+)\+([\da-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = bytesIn(encoded);
  if (name === undefined || bytes.length !== 33 || bytes[0] !== ED25519) throw new Error('not a private key of a log');
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, bytes.subarray(1)]), format: 'der', type: 'pkcs8' });
  if (idOf(name, ED25519, rawPublic(key)).toString('hex') !== id) throw new Error('the hash of the key is not its own');
  return { name, key };
}

/** The `vkey` of a signer, which its owner publishes. */
export function verifierOf({ name, key }: Signer): string {
  const raw = rawPublic(key);
  return `${name}+${idOf(name, ED25519, raw).toString('hex')}+${Buffer.concat([Buffer.of(ED25519), raw]).toString('base64')}`;
}

/** @throws Error if it is not one */
export function readVerifier(text: string): Verifier {
  const [, name, hash, encoded = ''] = /^([^\s+]+)\+([\da-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = bytesIn(encoded);
  const [algorithm] = bytes;
  if (name === undefined || bytes.length !== 33 || (algorithm !== ED25519 && algorithm !== COSIGNATURE))
    throw new Error('not an Ed25519 key of a log or witness, as name+hash+key');
  const raw = bytes.subarray(1);
  const id = idOf(name, algorithm, raw);
  if (id.toString('hex') !== hash) throw new Error('the hash of the key is not its own');
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
  return { name, id, isWitness: algorithm === COSIGNATURE, key };
}

/** The head of a log: a tree of `size` entries with the root. `origin` identifies the log. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

const bodyOf = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`;

const lineOf = (name: string, id: Buffer, signature: Buffer): string =>
  `— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`;

/** @returns the signed note */
export function signCheckpoint(checkpoint: Checkpoint, { name, key }: Signer): string {
  const body = bodyOf(checkpoint);
  const signature = sign(null, Buffer.from(body), key);
  return `${body}\n${lineOf(name, idOf(name, ED25519, rawPublic(key)), signature)}`;
}

/** Signatures of a note, as they are written. */
const SIGNATURE = /^— (\S+) (\S+)$/;

export interface SignedCheckpoint extends Checkpoint {
  /** The name and, of witnesses, the time of each signature that is valid. Those of other keys are left out. */
  signedBy: { name: string; isWitness: boolean; at?: Date }[];
}

/** @throws Error if it is not a checkpoint, or a signature of one of the keys is wrong */
export function readCheckpoint(note: string, keys: readonly Verifier[]): SignedCheckpoint {
  const end = note.lastIndexOf('\n\n');
  const body = note.slice(0, end + 1);
  const [origin = '', size = '', root = ''] = body.split('\n');
  const hash = bytesIn(root);
  if (end < 0 || origin === '' || !/^(?:0|[1-9]\d{0,15})$/.test(size) || hash.length !== 32)
    throw new Error('not a checkpoint');
  const lines = note.slice(end + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw new Error('the checkpoint is not signed');
  const signedBy = lines.flatMap((line) => signatureIn(line, body, keys));
  return { origin, size: Number(size), root: hash, signedBy };
}

/** Of the last instant that has a date. */
const LAST_SECOND = 8_640_000_000_000n;

function signatureIn(line: string, body: string, keys: readonly Verifier[]): SignedCheckpoint['signedBy'] {
  const [, name, encoded] = SIGNATURE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new Error('a line of the checkpoint is no signature');
  const bytes = bytesIn(encoded);
  const key = keys.find((one) => one.name === name && one.id.equals(bytes.subarray(0, 4)));
  if (!key) return [];
  const signature = bytes.subarray(4);
  const { isWitness } = key;
  const seconds = isWitness && signature.length > 8 ? signature.readBigUInt64BE() : undefined;
  const said = seconds === undefined ? body : `cosignature/v1\ntime ${seconds}\n${body}`;
  const isPossible = seconds === undefined || seconds <= LAST_SECOND;
  if (!isPossible || !verify(null, Buffer.from(said), key.key, isWitness ? signature.subarray(8) : signature))
    throw new Error(`the signature of ${name} is wrong`);
  return [{ name, isWitness, ...(seconds !== undefined && { at: new Date(Number(seconds) * 1000) }) }];
}

/** That an entry is in the log, checked without network (`c2sp.org/tlog-proof@v1`). `index`: from 0. `extra` proves nothing. */
export interface LogProof {
  index: number;
  hashes: Buffer[];
  checkpoint: string;
  extra?: Buffer;
}

const PROOF = 'c2sp.org/tlog-proof@v1';

export const writeProof = ({ index, hashes, checkpoint, extra }: LogProof): string =>
  [
    PROOF,
    ...(extra ? [`extra ${extra.toString('base64')}`] : []),
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
    '',
    checkpoint,
  ].join('\n');

/** @throws Error if it is not one */
export function readProof(text: string): LogProof {
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, end).split('\n');
  if (end < 0 || lines.shift() !== PROOF) throw new Error(`a proof begins with ${PROOF}`);
  const extra = lines[0]?.startsWith('extra ') ? bytesIn(lines.shift()?.slice(6) ?? '') : undefined;
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? [];
  const hashes = lines.map(bytesIn);
  if (index === undefined || hashes.length > 63 || hashes.some(({ length }) => length !== 32))
    throw new Error('the index or a hash of the proof is wrong');
  return { index: Number(index), hashes, checkpoint: text.slice(end + 2), ...(extra && { extra }) };
}
