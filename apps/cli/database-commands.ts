import { Command, Option } from 'commander';
import { sql } from 'kysely';
import type { z } from 'zod';
import { Activities } from '#access/activities.js';
import { ADMIN_KEY_REVOKED, ApiKeys, type ListedKey } from '#access/api-keys.js';
import { type Scope, scopes, keyReference } from '#access/principal.js';
import { outdatedTotp, resealTotp } from '#access/second-factor.js';
import { Clock } from '#database/clock.js';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { runningEmbedded } from '#database/embedded/embedded.js';
import { storedSecret } from '#database/embedded/home-folder.js';
import { migrateToLatest } from '#database/migrator.js';
import { Name } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import {
  beginCheckpoint,
  differenceOf,
  outdatedAmong,
  type OutdatedProjection,
  remedyFor,
  type ProjectionVersion,
} from '#event-store/checkpoint.js';
import { feedsOf, revokeFeedsOf } from '#feeds/feeds.js';
import { say } from '#language/phrases.js';
import { StartSettingsSchema, programSettings } from '#programs/program-settings.js';
import { BadSettings, type Environment, readSettings } from '#settings/settings.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { endSubscriptionsOf, subscriptionsOf } from '#subscriptions/sending/subscription-states.js';
import { outdatedSecrets, resealSecrets } from '#subscriptions/signing-secrets.js';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { RebuildableProjection } from '#event-store/rebuild/build-schema.js';
import { boardCheckpoint, boardProjection } from '#projections/board-projection.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { CHANGES } from '#subscriptions/planning/fan-out.js';
import { UserError, asTable } from './terminal.js';

interface KnownProjection extends ProjectionVersion {
  /** Absent: its rows do not follow from the ledger alone, so they cannot be built beside those that serve. */
  define?: (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue) => RebuildableProjection;
}

export const projections: readonly KnownProjection[] = [
  { ...boardCheckpoint, define: boardProjection },
  planningCheckpoint,
  CHANGES,
];

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
      assertValid('--name', Name, name);
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

export function assertValid(option: string, schema: z.ZodType, value: string): void {
  const [problem] = problemsOf(schema.safeParse(value).error?.issues ?? [], value);
  if (problem) throw new UserError(`${option} ${say(problem, 'en')}.`);
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
  const rows = keys.map(({ id, scopes, createdAt, lastUsedAt, revokedAt, name }) => [
    ...[id, scopes.join(','), ...[createdAt, lastUsedAt, revokedAt].map(minute), name],
  ]);
  return asTable([['ID', 'SCOPE', 'CREATED', 'LAST USED', 'REVOKED', 'NAME'], ...rows]);
}

export async function withKeys<T>(url: string, act: (keys: ApiKeys, db: LedgerDatabase) => Promise<T>): Promise<T> {
  await using db = openDatabase({ url, poolSize: 1, applicationName: 'jalon keys' });
  return await act(new ApiKeys(db), db);
}

/** Begins the lists that are new, so that they count as being built, and finds the projections of another release. */
export async function beginProjections(url: string): Promise<OutdatedProjection[]> {
  await using db = openDatabase({ url, poolSize: 1, applicationName: 'jalon migrate' });
  for (const projection of projections) if (projection.define) await beginCheckpoint(db, projection);
  return await outdatedAmong(db, projections);
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
      await using db = openDatabase({ url: appUrl, poolSize: 1, applicationName: 'jalon reseal' });
      if (!check) {
        console.log(`Webhook secrets encrypted again: ${await resealSecrets(db, secrets)}.`);
        console.log(`Keys of authenticator apps encrypted again: ${await resealTotp(db, secrets)}.`);
      }
      report([...(await outdatedSecrets(db, secrets)), ...(await outdatedTotp(db, secrets))], check);
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
      await using db = openDatabase({ url: ownerUrl, poolSize: 1, applicationName: 'jalon new-epoch' });
      const { rows } = await sql<{ epoch: number }>`select ledger_begin_epoch() as epoch`.execute(db);
      const epoch = rows[0]?.epoch ?? 0;
      const { position } = await db
        .selectFrom('ledger_epoch')
        .select('position')
        .where('epoch', '=', epoch)
        .executeTakeFirstOrThrow();
      console.log(`Epoch ${epoch} begins after position ${position}.`);
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
      await using db = openDatabase({ url, poolSize: 1, applicationName: 'jalon accept-time' });
      const { rows } = await sql<{ last: string; now: string; until: string }>`
        update ledger_head set accepted_until = clock_timestamp() + clock_offset + interval '24 hours'
        returning recorded_at::text as last, (clock_timestamp() + clock_offset)::timestamptz(0)::text as now,
          accepted_until::timestamptz(0)::text as until
      `.execute(db);
      const [{ last, now, until } = { last: '', now: '', until: '' }] = rows;
      console.log(`Last event: ${last}. Time of the database: ${now}. Events are accepted up to ${until}.`);
    });
