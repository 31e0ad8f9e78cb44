import { Command } from 'commander';
import { z } from 'zod';
import { migrateToLatest } from '#database/migrator.js';
import { adminKey } from '#settings/fields.js';
import { readSettings } from '#settings/read-settings.js';
import { withKeys } from './keys-command.js';
import { appRole, databaseUrls } from './database-urls.js';

export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Bring the schema of the database up to date. Does nothing when it is.')
    .addHelpText(
      'after',
      `
Connects as MIGRATION_DATABASE_URL, the role that owns the schema (else DATABASE_URL), and gives the role of
DATABASE_URL what api and worker need. With JALON_ADMIN_KEY set, makes that key work.

Example:
  MIGRATION_DATABASE_URL=postgres://jalon_owner:…@db/jalon DATABASE_URL=postgres://jalon_app:…@db/jalon jalon migrate`,
    )
    .action(async () => {
      const { JALON_ADMIN_KEY } = readSettings(z.object({ JALON_ADMIN_KEY: adminKey.optional() }), process.env);
      const urls = await databaseUrls(process.env);
      const ran = await migrateToLatest(urls.ownerUrl, appRole(urls));
      console.log(ran.length === 0 ? 'The schema is up to date.' : ran.map((name) => `Ran ${name}`).join('\n'));
      if (JALON_ADMIN_KEY) await withKeys(urls.ownerUrl, (keys) => keys.ensureAdmin(JALON_ADMIN_KEY));
    });
