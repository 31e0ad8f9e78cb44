import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { reason } from '#domain/refusal.js';
import { documentRefused, MAX_VALUES } from './raw-entry.js';

const LIMITS = {
  /** In megabytes: a few kilobytes can grow to gigabytes. */
  memory: 1_000,
  /** On a machine that does other things, a hundred pages may take a minute. */
  seconds: 300,
  /** Characters of what it sends back, which is parsed here: a document of 4 kB can name a text of megabytes again and again. */
  answer: 64 * 1024 * 1024,
  /** In it, as commas tell. */
  values: MAX_VALUES,
};

/**
 * Reads a document in a process of its own, which is given the document and nothing else, and is ended when it takes too long
 * or too much memory: what a document makes its reader do cannot be bounded otherwise.
 *
 * @param library imported by the process
 * @param read is given the library and the document; it is sent as text and knows nothing of its module. What it returns is
 *   sent back as JSON.
 * @param more for it
 * @throws Refusal register-document-invalid
 */
export async function apart<M, T>(
  bytes: Buffer,
  library: string,
  read: (library: never, document: Buffer, more: M) => Promise<T> | T,
  more: M,
): Promise<T> {
  const given = [import.meta.resolve(library), LIMITS, more].map((one) => JSON.stringify(one));
  const program = `await (${run.toString()})(${read.toString()}, ${given.join(', ')});`;
  const child = spawn(process.execPath, ['--max-old-space-size=512', '--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {},
  });
  child.stdin.on('error', () => undefined); // it may end before it has read all
  child.stdin.end(bytes);
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  const [code] = (await once(child, 'close')) as [number | null]; // or it cannot be started
  if (code === 0) return JSON.parse(Buffer.concat(pieces).toString('utf8')) as T;
  throw documentRefused(reason('register-document-exhausting', { seconds: LIMITS.seconds, megabytes: LIMITS.memory }));
}

/** The program of the process. It ends itself at its limits, also when nobody is left to end it. */
async function run(
  read: (library: unknown, document: Buffer, more: unknown) => unknown,
  library: string,
  limits: typeof LIMITS,
  more: unknown,
): Promise<void> {
  const { Worker } = await import('node:worker_threads');
  const [bytes, milliseconds] = [limits.memory * 1024 * 1024, limits.seconds * 1_000];
  const isOver = `process.memoryUsage.rss() > ${bytes} || performance.now() > ${milliseconds}`;
  const watch = `setInterval(() => { if (${isOver}) process.kill(process.pid, 'SIGKILL'); }, 20)`;
  new Worker(watch, { eval: true }).unref();
  // A library that draws wants one to be there.
  Object.assign(globalThis, { DOMMatrix: class {} });
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  const found = await read(await import(library), Buffer.concat(pieces), more);
  const answer = JSON.stringify(found);
  let values = 0;
  for (let at = answer.indexOf(','); at >= 0; at = answer.indexOf(',', at + 1)) values += 1;
  if (answer.length > limits.answer || values > limits.values) process.exit(1);
  process.stdout.write(answer, () => process.exit(0));
}
