import { basename, join } from 'node:path';
import { Command } from 'commander';
import { Activities } from '#activity/activities.js';
import { aborted } from '#concurrency/timeout.js';
import { openDatabase } from '#database/connection.js';
import { runningEmbedded, startEmbedded } from '#database/embedded/embedded.js';
import { writeWhole } from '#database/embedded/home-folder.js';
import { signal } from '#database/embedded/processes.js';
import { programSettings } from '#programs/program-settings.js';
import { StartSettingsSchema } from '#programs/start-settings.js';
import { appRole, COMMAND_LINE, databaseUrls, type DatabaseUrls, beginProjections } from '../database-commands.js';
import { idOfSecret, knownSecrets } from '../jalon-secret.js';
import { counted } from '../progress.js';
import { Shutdown } from '../start/shutdown.js';
import { UserError } from '../terminal.js';
import { progressOf } from './backup-command.js';
import type { BackupHeader } from './backup-file.js';
import { assertKnown, restoreBackup, verifyBackup } from './restore-backup.js';

const Settings = StartSettingsSchema.pick({ JALON_HOME: true, DATABASE_URL: true, MIGRATION_DATABASE_URL: true });

export const restoreCommand = (): Command =>
  new Command('restore')
    .description('Restore a file of jalon backup into an empty database.')
    .argument('<file>', 'file of jalon backup')
    .option('--check', 'only read the file and tell what it contains')
    .addHelpText(
      'after',
      `
Reads the whole file before it changes anything. Restores all of it or nothing, then applies the migrations of this
release. Without DATABASE_URL, restores into the embedded database of JALON_HOME, which must be a new folder. Otherwise
connects with MIGRATION_DATABASE_URL, the role that owns the schema (default: DATABASE_URL). Start api and worker
afterwards, with the JALON_SECRET of the backup. Messages that were pending at the time of the backup are then sent.

Examples:
  jalon restore --check jalon.backup.gz
  JALON_HOME=/srv/jalon jalon restore jalon.backup.gz`,
    )
    .action(async (file: string, { check = false }: { check?: boolean }) => {
      const header = await verified(file);
      await assertKnown(header);
      console.log(`${file} is complete: ${describe(header)}.`);
      if (check) return;
      const settings = programSettings(Settings, process.env);
      const isEmbedded = (settings.DATABASE_URL ?? settings.MIGRATION_DATABASE_URL) === undefined;
      if (isEmbedded) await restoreIntoHome(file, header, settings.JALON_HOME);
      else await restoreInto(await databaseUrls(process.env), file, header);
      console.log(`Restored up to position ${header.position}. A new epoch of the ledger begins.`);
      await adviseOnSecret(header, isEmbedded ? settings.JALON_HOME : undefined);
    });

async function verified(file: string): Promise<BackupHeader> {
  let progress: ReturnType<typeof progressOf> | undefined;
  const header = await verifyBackup(file, (rows, known) => {
    progress ??= progressOf(known);
    progress.add(rows);
  });
  progress?.clear();
  return header;
}

const describe = ({ position, takenAt, release, tables }: BackupHeader): string => {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${counted(position, 'event')}, ${counted(rows, 'row')} in all, taken at ${takenAt} by Jalon ${release}`;
};

async function restoreInto(urls: DatabaseUrls, file: string, header: BackupHeader): Promise<void> {
  const progress = progressOf(header);
  await restoreBackup(file, { ownerUrl: urls.ownerUrl, appRole: appRole(urls) }, progress.add);
  progress.clear();
  const db = openDatabase({ url: urls.ownerUrl, poolSize: 1, applicationName: 'jalon restore' });
  try {
    const details = { file: basename(file), count: header.position };
    await new Activities(db).note({ actor: COMMAND_LINE, act: 'backup-restored', details });
  } finally {
    await db.destroy();
  }
  for (const { name } of await beginProjections(urls.ownerUrl))
    console.log(`Projection ${name} is of another release: run jalon rebuild ${name}, or jalon start, which does it.`);
}

/** The server of the home runs for as long as this takes. */
async function restoreIntoHome(file: string, header: BackupHeader, home: string): Promise<void> {
  if (await runningEmbedded(home)) throw new UserError(`Jalon is running in ${home}. Set JALON_HOME to a new folder.`);
  const shutdown = new Shutdown();
  try {
    const server = await startEmbedded(home);
    shutdown.add(
      () => server.stop(),
      () => {
        signal(server.pid, 'SIGQUIT');
      },
    );
    await Promise.race([restoreInto(server, file, header), aborted(shutdown.signal)]);
    if (shutdown.signal.aborted) throw new UserError('Interrupted. Nothing was restored.');
    await writeWhole(join(home, 'sample'), 'restored\n');
  } finally {
    await shutdown.complete();
  }
}

/** What the secrets of the database are encrypted with is not in it. */
async function adviseOnSecret({ secret }: BackupHeader, home: string | undefined): Promise<void> {
  if (secret === null) return;
  const ids = (await knownSecrets(process.env)).map(idOfSecret);
  if (ids.includes(secret)) {
    console.log('JALON_SECRET is that of the backup.');
    return;
  }
  const place = home === undefined ? '' : `, or copy the file "secret" of the earlier home to ${join(home, 'secret')}`;
  console.log(
    `Before you start Jalon, set JALON_SECRET to that of the backup (id ${secret})${place}. Without it, webhook secrets,\n` +
      'authenticator apps and links in emails do not work.',
  );
}
