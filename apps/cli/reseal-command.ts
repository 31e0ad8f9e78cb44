import { Command } from 'commander';
import { openDatabase } from '#database/connection.js';
import { outdatedTotp, resealTotp } from '#access/second-factor.js';
import { outdatedSecrets, resealSecrets } from '#subscriptions/reseal-secrets.js';
import { databaseUrls } from './database-commands.js';
import { requiredSecrets } from './jalon-secret.js';
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
