import { Command, Option } from 'commander';
import { type Account, AccountLinks, Accounts } from '#access/accounts.js';
import { ownerReference, type Role, ROLES } from '#access/principal.js';
import { Activities, type Act, type Details } from '#access/activities.js';
import { Clock } from '#database/clock.js';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import { Name } from '#domain/text/text.js';
import { revokeFeedsOf } from '#feeds/feeds.js';
import { type Language, LANGUAGES } from '#language/language.js';
import { Links } from '#subscriptions/messages/links.js';
import { ApiSettingsSchema } from '#programs/program-settings.js';
import { readSettings } from '#settings/settings.js';
import { endSubscriptionsOf } from '#subscriptions/sending/subscription-states.js';
import { assertValid, COMMAND_LINE, databaseUrls, requiredSecrets } from './database-commands.js';
import { asTable, UserError } from './terminal.js';

const examples = `
Uses the database of DATABASE_URL, or that of the Jalon running on this machine; links start with PUBLIC_URL.

Examples:
  jalon accounts invite --name "Anne Martin" --email anne.martin@example.org --role admin
  jalon accounts list
  jalon accounts disable anne.martin@example.org
  jalon accounts reset anne.martin@example.org`;

export const accountsCommand = (): Command =>
  new Command('accounts')
    .description('Invite people to the console, list and disable accounts, reset second factors.')
    .addHelpText('after', examples)
    .addCommand(invite())
    .addCommand(list())
    .addCommand(disable())
    .addCommand(enable())
    .addCommand(reset());

const invite = (): Command =>
  new Command('invite')
    .description('Create an account. Prints the link on which the person chooses a password; a mail contains it, too.')
    .requiredOption('--name <name>', 'name of the person')
    .requiredOption('--email <address>', 'email address of the person')
    .addOption(
      new Option('--role <role>', 'each role includes those before it').choices(ROLES).makeOptionMandatory(true),
    )
    .addOption(new Option('--language <language>', 'of the mail').choices(LANGUAGES).default('en'))
    .addHelpText('after', examples)
    .action(async (asked: { name: string; email: string; role: Role; language: Language }) => {
      assertValid('--name', Name, asked.name);
      assertValid('--email', EmailAddressSchema, asked.email);
      await withAccounts(async (accounts, note) => {
        const { account, link } = await accounts.invite(asked, null);
        await note('account-invited', account, { role: account.role });
        console.error(`Account ${account.id} created. The link works once, until ${link.until.toISOString()}:`);
        console.log(link.url);
      });
    });

const list = (): Command =>
  new Command('list')
    .description('List accounts, by name.')
    .addHelpText('after', examples)
    .action(async () => {
      await withAccounts(async (accounts) => {
        const rows = (await accounts.list()).map(({ id, name, email, role, state }) => [
          ...[id, role, state],
          ...[email ?? '-', name ?? '-'],
        ]);
        console.log(rows.length === 0 ? 'No accounts.' : asTable([['ID', 'ROLE', 'STATE', 'EMAIL', 'NAME'], ...rows]));
      });
    });

const disable = (): Command =>
  changing(
    'disable',
    'Disable an account: its sessions, subscriptions and feeds end, and its keys stop working.',
    async (accounts, { id }, db) => {
      await accounts.change(id, { disabled: true });
      const [owner, now] = [ownerReference({ id, account: id }), Clock.fromEnvironment({ ...process.env }).now()];
      await endSubscriptionsOf(db, owner, now);
      await revokeFeedsOf(db, owner, now);
      return { setting: 'state', value: 'disabled' };
    },
  );

const enable = (): Command =>
  changing('enable', 'Enable an account that was disabled.', async (accounts, { id }) => {
    await accounts.change(id, { disabled: false });
    return { setting: 'state', value: 'active' };
  });

const reset = (): Command =>
  changing(
    'reset',
    'Reset the second factor: the person sets up an authenticator app at the next sign-in.',
    async (accounts, { id }) => {
      await accounts.resetSecondFactor(id);
      return { setting: 'second-factor' };
    },
  );

const changing = (
  name: string,
  description: string,
  change: (accounts: Accounts, account: Account, db: LedgerDatabase) => Promise<Details>,
): Command =>
  new Command(name)
    .description(description)
    .argument('<account>', 'email address, or id as shown by list')
    .addHelpText('after', examples)
    .action(async (given: string) => {
      await withAccounts(async (accounts, note, db) => {
        const account = find(await accounts.list(), given);
        await note('account-changed', account, await change(accounts, account, db));
        console.log(`Account ${account.id} (${account.email ?? 'erased'}): done.`);
      });
    });

function find(accounts: readonly Account[], given: string): Account {
  const found = accounts.find(({ id, email }) => [id, email?.toLowerCase()].includes(given.trim().toLowerCase()));
  if (!found) throw new UserError(`No account has the address or id ${given}. Run: jalon accounts list`);
  return found;
}

type Note = (act: Act, account: Account, details: Details) => Promise<void>;

async function withAccounts(act: (accounts: Accounts, note: Note, db: LedgerDatabase) => Promise<void>): Promise<void> {
  const { PUBLIC_URL } = readSettings(ApiSettingsSchema.pick({ PUBLIC_URL: true }), process.env);
  const secrets = await requiredSecrets(process.env);
  const { appUrl } = await databaseUrls(process.env);
  await using db = openDatabase({ url: appUrl, poolSize: 1, applicationName: 'jalon accounts' });
  const clock = Clock.fromEnvironment({ ...process.env });
  const links = new AccountLinks(db, clock, new Links(PUBLIC_URL, secrets), secrets);
  const activities = new Activities(db);
  const note: Note = (done, { id }, details) =>
    activities.note({ actor: COMMAND_LINE, act: done, about: `account:${id}`, details });
  await act(new Accounts(db, clock, links), note, db);
}
