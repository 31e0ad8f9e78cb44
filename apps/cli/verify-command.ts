import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Command } from 'commander';
import { say } from '#language/phrases.js';
import { readCheckpoint, readVerifier, type SignedCheckpoint, type Verifier } from '#proof/notes.js';
import { ExportCheck, type Flaw, verifyProof } from '#proof/verify.js';
import { Refusal } from '#domain/refusal.js';
import { LedgerFileVerifier, splitLines } from '#transfer/ledger-file.js';
import { count, UserError } from './terminal.js';

const collected = (value: string, before: string[]): string[] => [...before, value];

export const verifyCommand = (): Command =>
  new Command('verify')
    .description('Check a ledger file or a proof against checkpoints of the log, without database or network.')
    .argument('<file>', 'a file of "jalon export" (also gzipped), or a proof (.tlog-proof)')
    .option('--key <vkey>', 'public key of the log or of a witness; repeatable', collected, [])
    .option('--checkpoint <file>', 'checkpoint that the ledger file must agree with; repeatable', collected, [])
    .addHelpText(
      'after',
      `
The key of a log is at /log/keys, its last checkpoint at /log/checkpoint. Get both from somebody you trust, and keep them:
the ledger is tamper-evident from the first checkpoint that someone other than the operator holds.

Exit codes: 0 all is as it was recorded, 1 something differs.

Examples:
  jalon verify 62.tlog-proof --key jalon.example.org/log+1a2b3c4d+AZ…
  jalon verify ledger.ndjson --key jalon.example.org/log+1a2b3c4d+AZ… --checkpoint 2026-01.txt --checkpoint 2026-11.txt`,
    )
    .action(async (file: string, { key, checkpoint }: { key: string[]; checkpoint: string[] }) => {
      const keys = key.map(keyIn);
      const begin = await beginningOf(file);
      const flaw = begin.startsWith('c2sp.org/tlog-proof@')
        ? await proof(file, keys)
        : await ledger(file, keys, checkpoint);
      if (flaw) throw new UserError(`${SENTENCES[flaw.code](flaw)}.`);
    });

const SENTENCES: Record<Flaw['code'], (flaw: Flaw) => string> = {
  'not-json': ({ position }) => `The line of position ${position} is not JSON`,
  'wrong-position': ({ position, detail }) =>
    `Position ${position} is missing or not where it belongs${detail === undefined ? '' : `: there is ${detail}`}`,
  'no-salt': ({ position }) => `Position ${position} has no salt: export the ledger with a current release`,
  'entry-differs': ({ position }) => `Position ${position} is not what was recorded: its hash differs`,
  'payload-differs': ({ position }) => `What position ${position} says is not what was recorded: its digest differs`,
  'not-included': ({ position }) => `Position ${position} is not in the tree of the checkpoint`,
  'root-differs': ({ detail }) => `The first ${detail} events are not those of the checkpoint of that size`,
  'too-short': ({ detail }) => `The file ends before the checkpoint of size ${detail}`,
  unsigned: () => 'The checkpoint bears no signature of a log whose key is given with --key',
};

function keyIn(text: string): Verifier {
  try {
    return readVerifier(text);
  } catch (error) {
    throw new UserError(`--key ${text} is ${(error as Error).message}`);
  }
}

async function beginningOf(file: string): Promise<string> {
  try {
    for await (const chunk of createReadStream(file, { end: 63, encoding: 'latin1' })) return chunk as string;
    return '';
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

async function proof(file: string, keys: readonly Verifier[]): Promise<Flaw | undefined> {
  const text = await readFile(file, 'utf8');
  const { entry, payload, checkpoint, flaw } = explained(file, () => verifyProof(text, keys));
  if (flaw) return flaw;
  const { position, type, stream, recordedAt } = entry as Record<string, string>;
  console.log(`Position ${position}, ${type} on ${stream}, recorded ${recordedAt}, is in the log.`);
  if (payload) console.log(JSON.stringify(payload, null, 2));
  console.log(signedLine(checkpoint));
  return undefined;
}

async function ledger(
  file: string,
  keys: readonly Verifier[],
  checkpoints: readonly string[],
): Promise<Flaw | undefined> {
  const heads = await Promise.all(
    checkpoints.map(async (path) => {
      const note = await readFile(path, 'utf8').catch((error: unknown) => {
        throw new UserError(`${path} cannot be read: ${(error as Error).message}`);
      });
      return explained(path, () => readCheckpoint(note, keys));
    }),
  );
  const check = new ExportCheck(heads);
  const verifier = new LedgerFileVerifier();
  /** Of the file as a whole: an event that differs is named rather than the checksum. */
  let refusal: Refusal | undefined;
  try {
    for await (const lines of splitLines(await bytesOf(file)))
      for (const line of lines) {
        const event = verifier.take(line);
        if (event !== undefined) check.take(event);
      }
    verifier.end();
  } catch (error) {
    if (!(error instanceof Refusal)) throw new UserError(`${file} cannot be read: ${(error as Error).message}`);
    refusal = error;
  }
  const { size, root, agreed, flaw } = check.end();
  if (flaw && (flaw.code !== 'too-short' || !refusal)) return flaw;
  if (refusal) {
    const [problem] = refusal.problems;
    const what =
      problem?.field === 'format'
        ? 'This is neither a file of "jalon export" nor a proof'
        : say(problem ?? refusal.why, 'en');
    throw new UserError(`Line ${problem?.row}: ${what}.`);
  }
  console.log(`${count(size)} events are what was recorded. Root: ${root.toString('base64')}`);
  for (const head of agreed) console.log(signedLine(head));
  if (agreed.length === 0) console.log('No checkpoint was given: nothing says that the file is that of the log.');
  return undefined;
}

const signedLine = ({ origin, size, signedBy }: SignedCheckpoint): string =>
  `Checkpoint of ${origin} with ${count(size)} events, signed by ${signedBy.map(({ name, at }) => (at ? `${name} (witness, ${at.toISOString()})` : name)).join(', ')}.`;

function explained<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`${file} is not valid: ${(error as Error).message}`);
  }
}

async function bytesOf(file: string): Promise<AsyncIterable<Uint8Array>> {
  const bytes = createReadStream(file);
  return (await beginningOf(file)).startsWith('\u001f\u008b') ? bytes.pipe(createGunzip()) : bytes;
}
