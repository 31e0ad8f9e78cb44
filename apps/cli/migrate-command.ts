import { Command } from 'commander';
import { z } from 'zod';
import { migrateToLatest } from '#database/migrator.js';
import { adminKey } from '#settings/fields.js';
import { readSettings } from '#settings/read-settings.js';
import { withKeys } from './keys-command.js';
import { appRole, databaseUrls } from './database-urls.js';

export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Migrate the database schema. No-op if up to date.')
    .addHelpText(
      'after',
      `
Connects with MIGRATION_DATABASE_URL, the role that owns the schema (default: DATABASE_URL), and grants the role of
DATABASE_URL the privileges that the API and the worker need. Creates the key JALON_ADMIN_KEY if set.

Example:
  MIGRATION_DATABASE_URL=postgres://jalon_owner:…@db/jalon DATABASE_URL=postgres://jalon_app:…@db/jalon jalon migrate`,
    )
    .action(async () => {
      const { JALON_ADMIN_KEY } = readSettings(z.object({ JALON_ADMIN_KEY: adminKey.optional() }), process.env);
      const urls = await databaseUrls(process.env);
      const ran = await migrateToLatest(urls.ownerUrl, appRole(urls));
      console.log(ran.length === 0 ? 'The schema is up to date.' : ran.map((name) => `Applied ${name}`).join('\n'));
      if (JALON_ADMIN_KEY) await withKeys(urls.ownerUrl, (keys) => keys.ensureAdmin(JALON_ADMIN_KEY));
    });
