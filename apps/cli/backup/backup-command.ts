import { once } from 'node:events';
import { type FileHandle, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Command } from 'commander';
import { Activities } from '#activity/activities.js';
import { atMostEvery } from '#concurrency/time-slice.js';
import { openDatabase } from '#database/connection.js';
import { PATIENT } from '#database/timeouts.js';
import { COMMAND_LINE, databaseUrls } from '../database-commands.js';
import { RELEASE } from '#settings/in-package.js';
import { idOfSecret, knownSecrets } from '../jalon-secret.js';
import { counted, durationOf, Progress } from '../progress.js';
import { UserError } from '../terminal.js';
import { writeWholeFile } from '../whole-file.js';
import type { BackupHeader } from './backup-file.js';
import { verifyBackup } from './restore-backup.js';
import { Snapshot } from './write-backup.js';

export const backupCommand = (): Command =>
  new Command('backup')
    .description('Back up the whole database: events, accounts, keys, subscriptions, messages, evidence.')
    .argument('[file]', 'file or folder; - is standard output (default: jalon-<time>.backup.gz)')
    .addHelpText(
      'after',
      `
One snapshot; api and worker can run meanwhile. A file appears, or is replaced, once it is complete and was read again.
"jalon restore" restores it into an empty database. It contains no secret in clear text, but names, addresses and the
hashes of passwords: only its owner may read it. Not in it: JALON_SECRET, and files of evidence in a bucket.
Uses the database of DATABASE_URL, or that of the Jalon running on this machine.

Examples:
  jalon backup /var/backups/jalon
  jalon backup - | age -r age1… > jalon.backup.gz.age`,
    )
    .action(async (file: string | undefined) => {
      const { appUrl } = await databaseUrls(process.env);
      const [secret] = await knownSecrets(process.env);
      const about = { release: RELEASE, secret: secret === undefined ? null : idOfSecret(secret) };
      const db = openDatabase({ url: appUrl, poolSize: 1, applicationName: 'jalon backup', timeouts: PATIENT });
      try {
        const snapshot = await Snapshot.open(db, about);
        const path = await targetOf(file, snapshot.header);
        try {
          if (path === undefined) await compress(snapshot, writeToOutput);
          else await writeFileOf(path, snapshot);
        } finally {
          await snapshot.close();
        }
        const details = { count: snapshot.header.position, ...(path !== undefined && { file: basename(path) }) };
        await new Activities(db).note({ actor: COMMAND_LINE, act: 'backup-made', details });
        if (snapshot.header.filesElsewhere > 0)
          console.error(
            `${counted(snapshot.header.filesElsewhere, 'file')} of evidence in the bucket of EVIDENCE_S3_URL must be backed up there.`,
          );
      } finally {
        await db.destroy();
      }
    });

/** `undefined`: standard output. */
async function targetOf(file: string | undefined, { takenAt }: BackupHeader): Promise<string | undefined> {
  const name = `jalon-${takenAt.replaceAll(':', '-')}.backup.gz`;
  if (file === undefined) return name;
  if (file !== '-') return (await stat(file).catch(() => undefined))?.isDirectory() ? join(file, name) : file;
  if (process.stdout.isTTY) throw new UserError('A backup is not text: redirect the output, or name a file.');
  return undefined;
}

const OWNER_ONLY = 0o600;

async function writeFileOf(path: string, snapshot: Snapshot): Promise<void> {
  const start = performance.now();
  const verify = async (unfinished: string): Promise<void> => {
    const progress = progressOf(snapshot.header);
    await verifyBackup(unfinished, progress.add);
    progress.clear();
  };
  const write = (file: FileHandle): Promise<void> =>
    compress(snapshot, async (chunks) => {
      for await (const chunk of chunks) await file.writeFile(chunk);
    });
  await writeWholeFile(path, write, { mode: OWNER_ONLY, verify });
  const { position, tables } = snapshot.header;
  const rows = counted(total(tables), 'row');
  const size = `${((await stat(path)).size / 1e6).toFixed(1)} MB`;
  const took = durationOf((performance.now() - start) / 1000);
  console.log(`${path}: ${counted(position, 'event')}, ${rows} in all, ${size}, written and read again in ${took}.`);
  console.log('Keep JALON_SECRET, or the file "secret" of the home, in another place.');
}

/** Fast: the rows are to be read again at once, and text becomes a tenth in any case. */
const LEVEL = 3;

async function compress(snapshot: Snapshot, write: (chunks: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
  const progress = progressOf(snapshot.header);
  await pipeline(Readable.from(snapshot.text(progress.add)), createGzip({ level: LEVEL }), write);
  progress.clear();
}

async function writeToOutput(chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of chunks) if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
}

const total = (tables: BackupHeader['tables']): number => tables.reduce((sum, { rows }) => sum + rows, 0);

/** Counts rows for a line of progress on the terminal. */
export function progressOf({ tables }: BackupHeader): { add: (rows: number) => void; clear: () => void } {
  const progress = new Progress(total(tables), { screen: process.stderr, pauseMs: 5_000 });
  const isDue = atMostEvery(500);
  let done = 0;
  return {
    add: (rows) => {
      done += rows;
      if (isDue()) progress.show(done);
    },
    clear: () => {
      progress.clear();
    },
  };
}
