import { Command } from 'commander';
import { sql } from 'kysely';
import { outdatedTotp, resealTotp } from '#access/second-factor.js';
import { openDatabase } from '#database/connection.js';
import { outdatedSecrets, resealSecrets } from '#subscriptions/signing-secrets.js';
import { databaseUrls, requiredSecrets } from './database-commands.js';
import { UserError } from './terminal.js';

export const resealCommand = (): Command =>
  new Command('reseal')
    .description(
      'Encrypt stored webhook secrets and keys of authenticator apps with the current JALON_SECRET, after it was replaced.',
    )
    .option('--check', 'only tell whether a previous secret is still needed')
    .addHelpText(
      'after',
      `
Reads secrets that one of JALON_SECRET_PREVIOUS (comma-separated) encrypted. Exits with 1 if any remain that need one.
Uses the database of DATABASE_URL, or that of the Jalon running on this machine, with the secret in its home.

Example:
  JALON_SECRET=… JALON_SECRET_PREVIOUS=… DATABASE_URL=postgres://jalon_app:…@db/jalon jalon reseal`,
    )
    .action(async ({ check = false }: { check?: boolean }) => {
      const secrets = await requiredSecrets(process.env);
      const { appUrl } = await databaseUrls(process.env);
      const db = openDatabase({ url: appUrl, poolSize: 1, applicationName: 'jalon reseal' });
      try {
        if (!check) {
          console.log(`Webhook secrets encrypted again: ${await resealSecrets(db, secrets)}.`);
          console.log(`Keys of authenticator apps encrypted again: ${await resealTotp(db, secrets)}.`);
        }
        report([...(await outdatedSecrets(db, secrets)), ...(await outdatedTotp(db, secrets))], check);
      } finally {
        await db.destroy();
      }
    });

const MOST_NAMED = 20;

/** @throws UserError if any remain */
function report(ids: readonly string[], check: boolean): void {
  if (ids.length === 0) {
    console.log('No stored secret needs JALON_SECRET_PREVIOUS. Keep it as long as links in earlier emails must work.');
    return;
  }
  const named = ids.slice(0, MOST_NAMED).join('\n  ');
  const advice = check
    ? 'Run jalon reseal.'
    : 'If another process rotated them, run jalon reseal again. Otherwise JALON_SECRET_PREVIOUS lacks their secret.';
  throw new UserError(
    `Subscriptions and accounts whose secret is encrypted with another JALON_SECRET: ${ids.length}. ${advice}\n  ${named}`,
  );
}

/** For what only the operator knows: that the ledger was reset, or that the clock of its database is right. */

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
