import { Command } from 'commander';
import { sql } from 'kysely';
import { openDatabase } from '#database/connection.js';
import { databaseUrls } from './database-commands.js';

export const acceptTimeCommand = (): Command =>
  new Command('accept-time')
    .description('Accept that the next event is recorded more than a day after the last one.')
    .addHelpText(
      'after',
      `
Necessary only after writes were refused with the code clock-jump although the clock of the database is right. The time
of an event cannot be changed afterwards, and no later event can be recorded before it: check the clock first.
Connects with MIGRATION_DATABASE_URL, the role that owns the schema. Valid for 24 hours.

Example:
  jalon accept-time`,
    )
    .action(async () => {
      const { ownerUrl: url } = await databaseUrls(process.env);
      const db = openDatabase({ url, poolSize: 1, applicationName: 'jalon accept-time' });
      try {
        const { rows } = await sql<{ last: string; now: string; until: string }>`
          update ledger_head set accepted_until = clock_timestamp() + clock_offset + interval '24 hours'
          returning recorded_at::text as last, (clock_timestamp() + clock_offset)::timestamptz(0)::text as now,
            accepted_until::timestamptz(0)::text as until
        `.execute(db);
        const [{ last, now, until } = { last: '', now: '', until: '' }] = rows;
        console.log(`Last event: ${last}. Time of the database: ${now}. Events are accepted up to ${until}.`);
      } finally {
        await db.destroy();
      }
    });
