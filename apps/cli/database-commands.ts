import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { Activities } from '#access/activities.js';
import { ADMIN_KEY_REVOKED, ApiKeys, type ListedKey } from '#access/api-keys.js';
import { type Scope, scopes, keyReference } from '#access/principal.js';
import { Clock } from '#database/clock.js';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { runningEmbedded } from '#database/embedded/embedded.js';
import { migrateToLatest } from '#database/migrator.js';
import { Name } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import {
  beginCheckpoint,
  differenceOf,
  outdatedAmong,
  type OutdatedProjection,
  remedyFor,
} from '#event-store/checkpoint.js';
import { feedsOf, revokeFeedsOf } from '#feeds/feeds.js';
import { say } from '#language/phrases.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { StartSettingsSchema, programSettings } from '#programs/program-settings.js';
import { BadSettings, type Environment, readSettings } from '#settings/settings.js';
import { endSubscriptionsOf, subscriptionsOf } from '#subscriptions/sending/subscription-states.js';
import { projections } from './projections.js';
import { asTable, UserError } from './terminal.js';

/** The secret in the home of an embedded database. */
export const storedSecret = (home: string): Promise<string | undefined> =>
  readFile(join(home, 'secret'), 'utf8').then(
    (text) => text.trim() || undefined,
    () => undefined,
  );

const SecretSettings = StartSettingsSchema.pick({ JALON_HOME: true, JALON_SECRET: true, JALON_SECRET_PREVIOUS: true });

/** JALON_SECRET or that of the home, and those that it replaced; none if neither is there. */
export async function knownSecrets(env: Environment): Promise<string[]> {
  const { JALON_HOME, JALON_SECRET, JALON_SECRET_PREVIOUS } = readSettings(SecretSettings, env);
  const secret = JALON_SECRET ?? (await storedSecret(JALON_HOME));
  return secret === undefined ? [] : [secret, ...JALON_SECRET_PREVIOUS];
}

/** @throws BadSettings if there is none */
export async function requiredSecrets(env: Environment): Promise<Secrets> {
  const [secret, ...previous] = await knownSecrets(env);
  if (secret === undefined) throw new BadSettings(['JALON_SECRET is required']);
  return new Secrets(secret, previous);
}

const Settings = StartSettingsSchema.pick({ JALON_HOME: true, DATABASE_URL: true, MIGRATION_DATABASE_URL: true });

export interface DatabaseUrls {
  /** As the role that owns the schema. */
  ownerUrl: string;
  /** As the role that api and worker use. */
  appUrl: string;
}

/** Who acts with access to the database instead of a key. */
export const COMMAND_LINE = 'command line';

/**
 * The database of DATABASE_URL, or else the embedded one of a running `jalon start`.
 *
 * @param read whether unknown settings are refused
 */
export async function databaseUrls(env: Environment, read = programSettings): Promise<DatabaseUrls> {
  const { JALON_HOME, DATABASE_URL: appUrl, MIGRATION_DATABASE_URL: ownerUrl } = read(Settings, env);
  if (appUrl ?? ownerUrl) return { appUrl: appUrl ?? ownerUrl ?? '', ownerUrl: ownerUrl ?? appUrl ?? '' };
  const embedded = await runningEmbedded(JALON_HOME);
  if (embedded) return embedded;
  throw new UserError(
    `No database: DATABASE_URL is not set, and no Jalon is running in ${JALON_HOME} (start it with npm start).`,
  );
}

/** The role that needs grants; `undefined` when api and worker connect as the owner. */
export function appRole({ ownerUrl, appUrl }: DatabaseUrls): string | undefined {
  const role = (url: string) => decodeURIComponent(new URL(url).username);
  return role(ownerUrl) === role(appUrl) ? undefined : role(appUrl);
}

const examples = `
Uses the database of DATABASE_URL, or that of the Jalon running on this machine.

Examples:
  jalon keys create --name "compliance desk" --scope record
  jalon keys list
  jalon keys revoke 5f0c2a9be771`;

export const keysCommand = (): Command =>
  new Command('keys')
    .description('Create, list and revoke API keys.')
    .addHelpText('after', examples)
    .addCommand(create())
    .addCommand(list())
    .addCommand(revoke());

const create = (): Command =>
  new Command('create')
    .description('Create a key. It is shown once; only its hash is stored.')
    .requiredOption('--name <name>', 'name of the owner, such as "compliance desk"')
    .addOption(
      new Option(
        '--scope <scope>',
        'read, record, approve and admin each include those before; bounces or metrics: report bounces or read metrics only',
      )
        .choices(scopes)
        .makeOptionMandatory(true),
    )
    .addHelpText('after', examples)
    .action(async ({ name, scope }: { name: string; scope: Scope }) => {
      assertName(name);
      const { appUrl } = await databaseUrls(process.env);
      const { id, key } = await withKeys(appUrl, async (keys, db) => {
        const created = await keys.create({ name, scopes: [scope] });
        const about = keyReference(created);
        await new Activities(db).note({ actor: COMMAND_LINE, act: 'key-created', about, details: { scopes: [scope] } });
        return created;
      });
      console.error(`Key ${id} created with scope ${scope}. Store it now; it is not shown again:`);
      console.log(key);
    });

function assertName(name: string): void {
  const [problem] = problemsOf(Name.safeParse(name).error?.issues ?? [], name);
  if (problem) throw new UserError(`--name ${say(problem, 'en')}.`);
}

const list = (): Command =>
  new Command('list')
    .description('List keys, newest first, without their secrets.')
    .addHelpText('after', examples)
    .action(async () => {
      const { appUrl } = await databaseUrls(process.env);
      const keys = await withKeys(appUrl, (all) => all.list());
      console.log(keys.length === 0 ? 'No API keys.' : table(keys));
    });

const revoke = (): Command =>
  new Command('revoke')
    .description('Revoke a key permanently. It stops working within seconds.')
    .argument('<id>', 'id as shown by create and list')
    .addHelpText('after', examples)
    .option('--end', 'also end the subscriptions, webhooks and private feeds that it created')
    .action(async (id: string, { end = false }: { end?: boolean }) => {
      const { appUrl } = await databaseUrls(process.env);
      await withKeys(appUrl, async (keys, db) => {
        const key = await keys.revoke(id);
        console.log(`Key ${key.id} (${key.name}) is revoked.`);
        const owner = keyReference(key);
        await new Activities(db).note({ actor: COMMAND_LINE, act: 'key-revoked', about: owner });
        const now = Clock.fromEnvironment({ ...process.env }).now();
        const subscriptions = await (end ? endSubscriptionsOf(db, owner, now) : subscriptionsOf(db, owner));
        const feeds = await (end ? revokeFeedsOf(db, owner, now) : feedsOf(db, owner));
        if (subscriptions.length + feeds.length === 0) return;
        const rows = [
          ...subscriptions.map(({ id, channel, target }) => [channel, id, target]),
          ...feeds.map(({ id, kind, name }) => [kind, id, name]),
        ];
        console.log(end ? 'Ended:' : `It created these, which remain active (to end them, add --end):`);
        console.log(asTable(rows));
      });
    });

function table(keys: readonly ListedKey[]): string {
  const minute = (time: Date | null) => time?.toISOString().slice(0, 16).replace('T', ' ') ?? '-';
  const rows = [
    ['ID', 'SCOPE', 'CREATED', 'LAST USED', 'REVOKED', 'NAME'],
    ...keys.map((key) => [
      key.id,
      key.scopes.join(','),
      minute(key.createdAt),
      minute(key.lastUsedAt),
      minute(key.revokedAt),
      key.name,
    ]),
  ];
  return asTable(rows);
}

/** Opens a database for work on its API keys, and closes it. */
export async function withKeys<T>(url: string, act: (keys: ApiKeys, db: LedgerDatabase) => Promise<T>): Promise<T> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'jalon keys' });
  try {
    return await act(new ApiKeys(db), db);
  } finally {
    await db.destroy();
  }
}

/** Begins the lists that are new, so that they count as being built, and finds the projections of another release. */
export async function beginProjections(url: string): Promise<OutdatedProjection[]> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'jalon migrate' });
  try {
    for (const projection of projections) if (projection.define) await beginCheckpoint(db, projection);
    return await outdatedAmong(db, projections);
  } finally {
    await db.destroy();
  }
}

export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('Migrate the database schema. No-op if up to date.')
    .addHelpText(
      'after',
      `
Connects with MIGRATION_DATABASE_URL, the role that owns the schema (default: DATABASE_URL), and grants the role of
DATABASE_URL the privileges that the API and the worker need. Names the projections to rebuild. Creates the key JALON_ADMIN_KEY if set.

Example:
  MIGRATION_DATABASE_URL=postgres://jalon_owner:…@db/jalon DATABASE_URL=postgres://jalon_app:…@db/jalon jalon migrate`,
    )
    .action(async () => {
      const { JALON_ADMIN_KEY } = readSettings(StartSettingsSchema.pick({ JALON_ADMIN_KEY: true }), process.env);
      const urls = await databaseUrls(process.env);
      const ran = await migrateToLatest(urls.ownerUrl, appRole(urls));
      console.log(ran.length === 0 ? 'The schema is up to date.' : ran.map((name) => `Applied ${name}`).join('\n'));
      for (const outdated of await beginProjections(urls.ownerUrl))
        console.log(`${differenceOf(outdated)}. ${remedyFor(outdated)}.`);
      if (!JALON_ADMIN_KEY) return;
      const isValid = await withKeys(urls.ownerUrl, (keys) => keys.ensureAdmin(JALON_ADMIN_KEY));
      if (!isValid) console.error(`${ADMIN_KEY_REVOKED}.`);
    });
