import { Command } from 'commander';
import { sql } from 'kysely';
import { openDatabase } from '#database/connection.js';
import { databaseUrls } from './database-commands.js';

export const newEpochCommand = (): Command =>
  new Command('new-epoch')
    .description('Declare that the ledger was reset to an earlier state.')
    .addHelpText(
      'after',
      `
Required only after a stopped copy of the data directory was restored in place. A failover, a restore to a point in time,
and a restored dump or ledger file are detected automatically. Run it before the API and the worker start.

Clients that hold later positions are told to read again, and webhooks receive ledger.reset. Connects with
MIGRATION_DATABASE_URL, the role that owns the schema (default: DATABASE_URL).

Example:
  jalon new-epoch`,
    )
    .action(async () => {
      const { ownerUrl } = await databaseUrls(process.env);
      const db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon new-epoch' });
      try {
        const { rows } = await sql<{ epoch: number }>`select ledger_begin_epoch() as epoch`.execute(db);
        const epoch = rows[0]?.epoch ?? 0;
        const { position } = await db
          .selectFrom('ledger_epoch')
          .select('position')
          .where('epoch', '=', epoch)
          .executeTakeFirstOrThrow();
        console.log(`Epoch ${epoch} begins after position ${position}.`);
      } finally {
        await db.destroy();
      }
    });
