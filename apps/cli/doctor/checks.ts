import { Readable } from 'node:stream';
import { Redis } from 'ioredis';
import { type RawBuilder, sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { outdatedTotp } from '#access/second-factor.js';
import { adviceOn } from '#database/errors.js';
import { unprotectedBy } from '#database/app-rights.js';
import { aheadOfDatabase, Clock, CLOCK_TOLERANCE_MS } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isMigrated, pendingMigrations } from '#database/migrator.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import { smtpOptions } from '#subscriptions/sending/mail/email-sender.js';
import { differenceOf, outdatedAmong, remedyFor } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import { followerLock } from '#event-store/follow.js';
import { say } from '#language/phrases.js';
import { firstMismatch, logFigures } from '#proof/ledger-log.js';
import type { Secrets } from '#subscriptions/messages/secrets.js';
import type { StartSettings } from '#programs/program-settings.js';
import { isLoopback } from '#settings/settings.js';
import { outdatedSecrets } from '#subscriptions/signing-secrets.js';
import { exportLedger } from '#transfer/export-ledger.js';
import { readLedger, type StoredLine } from '#transfer/read-ledger.js';
import { count } from '../terminal.js';
import { projections } from '../database-commands.js';

export interface Finding {
  level: 'ok' | 'warn' | 'fail';
  message: string;
  remedy?: string;
}

export const ok = (message: string): Finding => ({ level: 'ok', message });
export const warn = (message: string, remedy: string): Finding => ({ level: 'warn', message, remedy });
export const fail = (message: string, remedy: string): Finding => ({ level: 'fail', message, remedy });

/** For a ledger that was changed behind Jalon's back. */
const RESTORE = 'Stop writing and restore the database from a backup, or from a file of jalon export.';
const MIGRATE = 'Run jalon migrate.';

/** The result of a check. One that cannot be made has failed. */
export async function attempted(find: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await find();
  } catch (error) {
    const advice = adviceOn(error);
    if (advice !== undefined) return fail('Not checked.', advice);
    return fail(`Not checked: ${reasonOf(error)}.`, 'See the log of the database.');
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface NamedFaults {
  /** One row for each thing that is wrong. */
  faults: RawBuilder<{ name: string }>;
  right: string;
  /** Followed by what is wrong. */
  wrong: string;
  level?: Finding['level'];
  remedy: string;
}

const fault = sql<{ name: string }>;

const byQuery = {
  rights: {
    faults: fault`select privilege as name from unnest(array['insert', 'update', 'delete', 'truncate']) as privilege
      where has_table_privilege('event', privilege)`,
    right: 'The role of api and worker may read events, and append through functions.',
    wrong: 'On recorded events, the role of api and worker may',
    remedy: MIGRATE,
  },
  functions: {
    faults: fault`select proname::text as name from pg_proc join pg_class on pg_class.oid = 'event'::regclass
      where pronamespace = 'public'::regnamespace and prosecdef and (proowner <> relowner
        or not coalesce(proconfig::text like '%search_path=pg_catalog%', false)
        or has_function_privilege('public', pg_proc.oid, 'execute'))`,
    right: 'Functions that write the ledger belong to its owner.',
    wrong: 'These have another owner than the ledger, no fixed search path, or can be called by every role:',
    remedy: MIGRATE,
  },
  protection: {
    faults: fault`select 'event_is_append_only' as name where not exists (select from pg_trigger
      where tgrelid = 'event'::regclass and tgname = 'event_is_append_only' and tgenabled = 'A')`,
    right: 'Recorded events are protected by a trigger that is always enabled.',
    wrong: 'Recorded events can be changed, since the trigger is missing or not enabled always:',
    remedy: 'As the owner: alter table event enable always trigger event_is_append_only',
  },
  triggers: {
    faults: fault`select format('%s on %s', tgname, tgrelid::regclass) as name
      from pg_trigger join pg_class on pg_class.oid = tgrelid
      where relnamespace = 'public'::regnamespace and tgenabled = 'D'`,
    right: 'All triggers are enabled.',
    wrong: 'Disabled:',
    remedy: 'As the owner: alter table … enable trigger …',
  },
  indexes: {
    faults: fault`select indexrelid::regclass::text as name from pg_index join pg_class on pg_class.oid = indrelid
      where relnamespace = 'public'::regnamespace and not (indisvalid and indisready)`,
    right: 'All indexes are valid.',
    wrong: 'Invalid:',
    remedy: 'As the owner: reindex index …',
  },
  head: {
    faults: fault`select format('%s, %s', head.position, coalesce(event.position, 0)) as name from ledger_head as head
      left join (select * from event order by position desc limit 1) as event on true
      where head.position <> coalesce(event.position, 0) or head.recorded_at is distinct from coalesce(event.recorded_at, head.recorded_at)`,
    right: 'The ledger ends where its head says.',
    wrong: 'The head of the ledger and its last event differ in their position or time:',
    remedy: RESTORE,
  },
  evidence: {
    faults: fault`with attached as (
        select distinct data ->> 'sha256' as sha256, (data ->> 'size')::bigint as size from event where type = 'EvidenceAttached'
      )
      select sha256 as name from attached left join evidence_file as file using (sha256)
      where file.removed_at is null and (file.id is null or file.store = 'database' and attached.size <>
        (select coalesce(sum(length(bytes)), 0) from evidence_part where evidence_part.file = file.id))`,
    right: 'No file of evidence is missing.',
    wrong: 'Files of evidence are missing or incomplete:',
    remedy:
      'Run jalon evidence verify; restore evidence_file and evidence_part from a backup, or attach the files again.',
  },
  failures: {
    faults: fault`select distinct stream as name from projection_failure`,
    right: 'No stream has failed in a projection.',
    wrong: 'Failed:',
    level: 'warn',
    remedy: 'See the log of the worker; it retries.',
  },
  // A worker holds a lock for each projection that it follows.
  worker: {
    faults: fault`select name from unnest(${projections.map(({ name }) => name)}::text[], ${projections.map(followerLock)}::text[])
      as followed (name, lock) where not exists (
        select from pg_locks join pg_database on pg_database.oid = database
        where datname = current_database() and locktype = 'advisory' and granted
          and objid::bigint = hashtext(lock)::bigint & x'ffffffff'::bigint)`,
    right: 'A worker is running.',
    wrong: 'No worker follows',
    level: 'warn',
    remedy: 'Start one of this release.',
  },
} satisfies Record<string, NamedFaults>;

const NAMED = 5;

export async function faultsIn(db: LedgerDatabase, check: keyof typeof byQuery): Promise<Finding> {
  const { faults, right, wrong, level = 'fail', remedy }: NamedFaults = byQuery[check];
  const { rows } = await fault`select * from (${faults}) as faults limit ${NAMED + 1}`.execute(db);
  if (rows.length === 0) return ok(right);
  const names = rows.slice(0, NAMED).map(({ name }) => name);
  return { level, message: `${wrong} ${names.join(', ')}${rows.length > NAMED ? ' …' : ''}.`, remedy };
}

export async function migrations(db: LedgerDatabase): Promise<Finding> {
  if (!(await isMigrated(db))) return fail('The database has no schema.', MIGRATE);
  const pending = await pendingMigrations(db);
  return pending.length === 0 ? ok('The schema is up to date.') : fail(`Not applied: ${pending.join(', ')}.`, MIGRATE);
}

export async function roles(db: LedgerDatabase): Promise<Finding> {
  const unprotected = await unprotectedBy(db);
  const advice = 'Let DATABASE_URL name a role of its own and MIGRATION_DATABASE_URL the owner, and run jalon migrate.';
  if (unprotected) return warn(`No grant limits api and worker: they connect as ${unprotected}.`, advice);
  return faultsIn(db, 'rights');
}

export async function server(db: LedgerDatabase, url: string): Promise<Finding> {
  const { rows } = await sql<{ version: string; readOnly: boolean; tls: string | null }>`
    select current_setting('server_version') as version, current_setting('transaction_read_only')::boolean as "readOnly",
      (select version from pg_stat_ssl where pid = pg_backend_pid() and ssl) as tls
  `.execute(db);
  const [{ version, readOnly, tls } = { version: 'unknown', readOnly: true, tls: null }] = rows;
  const name = `PostgreSQL ${version}`;
  if (readOnly) return fail(`${name} is read-only.`, 'Connect to the primary, or end the read-only mode.');
  const { hostname, searchParams } = new URL(url);
  const advice = 'Set sslmode=verify-full and sslrootcert in DATABASE_URL.';
  if (tls !== null && searchParams.get('sslmode') === 'no-verify')
    return warn(`${name}, encrypted (${tls}), but its certificate is not verified.`, advice);
  if (tls !== null) return ok(`${name}, encrypted (${tls}).`);
  const isLocal = hostname === '' || isLoopback(hostname) || hostname.toLowerCase().startsWith('%2f');
  return isLocal ? ok(`${name} on this machine.`) : warn(`${name} at ${hostname}, not encrypted.`, advice);
}

export async function projectionsAt(db: LedgerDatabase, head: number): Promise<Finding> {
  const outdated = await outdatedAmong(db, projections);
  if (outdated.length > 0)
    return fail(`${outdated.map(differenceOf).join('; ')}.`, `${outdated.map(remedyFor).join('; ')}.`);
  const rows = await db.selectFrom('checkpoint').selectAll().execute();
  const beyond = rows.find(({ position }) => position > head);
  if (beyond)
    return fail(`${beyond.name} is at ${count(beyond.position)}, beyond the ledger: it was rewound.`, RESTORE);
  const missing = projections.filter(({ name }) => !rows.some((row) => row.name === name)).map(({ name }) => name);
  if (missing.length > 0) return warn(`Not started: ${missing.join(', ')}.`, 'Start a worker.');
  const behind = rows.filter(({ position }) => position < head);
  if (behind.length === 0) return ok('All projections have followed the ledger to its end.');
  const named = behind.map(({ name, position }) => `${name} by ${count(head - position)} events`).join(', ');
  return warn(`Behind the ledger: ${named}.`, 'If this does not change, see the log of the worker.');
}

const NOTABLE_MS = 5_000;

export async function clocks(db: LedgerDatabase): Promise<Finding> {
  const { rows } = await sql<{
    offset: number;
  }>`select extract(epoch from clock_offset)::float8 as offset from ledger_head`.execute(db);
  const offset = rows[0]?.offset ?? 0;
  const ahead = await aheadOfDatabase(db, new Clock());
  const message = `The clock of the database is ${Math.abs(ahead / 1000).toFixed(1)} s ${ahead > 0 ? 'behind' : 'ahead of'} that of this machine.`;
  if (Math.abs(ahead) > CLOCK_TOLERANCE_MS)
    return fail(message, 'Synchronize both with NTP: with more than a minute, nothing expires.');
  if (Math.abs(ahead) > NOTABLE_MS) return warn(message, 'Synchronize both with NTP.');
  if (offset === 0) return ok(message);
  return warn(`Events are recorded ${offset} s off the clock of the database.`, 'Start without JALON_CLOCK.');
}

const REDIS_MS = 5_000;

export async function queues(url: string | undefined): Promise<Finding> {
  if (url === undefined) return ok('On PostgreSQL.');
  const patience = { connectTimeout: REDIS_MS, commandTimeout: REDIS_MS, retryStrategy: () => null };
  const redis = new Redis(url, { lazyConnect: true, ...patience });
  let reason = 'no answer';
  redis.on('error', ({ message }: Error) => (reason = message));
  try {
    await redis.connect();
    const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
    if (policy === undefined || policy === 'noeviction') return ok('Redis answers.');
    return warn(`Redis has maxmemory-policy ${policy} and may drop jobs.`, 'Set maxmemory-policy to noeviction.');
  } catch {
    return fail(`Redis does not answer: ${reason}.`, 'Check REDIS_URL. Messages wait until it answers.');
  } finally {
    if (redis.status !== 'end') redis.disconnect(); // would keep the process for two seconds
  }
}

/** Signs in to the mail server; sends nothing. */
export async function mailServer(settings: Pick<StartSettings, 'SMTP_URL' | 'SMTP_TLS'>): Promise<Finding> {
  const { SMTP_URL: url, SMTP_TLS: tls } = settings;
  if (url === undefined) return ok('SMTP_URL is not set: emails are kept unsent.');
  const transport = createTransport(smtpOptions(url, tls));
  try {
    await transport.verify();
    return ok(`The mail server ${new URL(url).host} accepts the connection.`);
  } catch (error) {
    const message = `The mail server ${new URL(url).host} does not: ${reasonOf(error)}.`;
    return fail(message, 'Check SMTP_URL and SMTP_TLS. Emails wait until it does.');
  } finally {
    transport.close();
  }
}

/** Whether what the database holds encrypted can be read. */
export async function secret(db: LedgerDatabase, secrets: Secrets | undefined): Promise<Finding> {
  if (!secrets) return warn('JALON_SECRET is not known here.', 'Set it as api and worker have it.');
  const outdated = [...(await outdatedSecrets(db, secrets)), ...(await outdatedTotp(db, secrets))];
  if (outdated.length === 0) return ok('JALON_SECRET is the one that stored secrets are encrypted with.');
  const message = `${count(outdated.length)} stored secrets are encrypted with another JALON_SECRET.`;
  return warn(message, 'Run jalon reseal with the other one in JALON_SECRET_PREVIOUS.');
}

/** Whether the log is signed, and unless it is to be quick, whether every event is what was recorded when it was added. */
export async function log(db: LedgerDatabase, isQuick: boolean): Promise<Finding> {
  const { size, signed } = await logFigures(db);
  for (let [index, isLast] = [0, isQuick]; !isLast; index += 1) {
    const found = await firstMismatch(db, index);
    if (found.position !== undefined)
      return fail(`Position ${count(found.position)} is not what was recorded: it differs from the log.`, RESTORE);
    ({ isLast } = found);
  }
  if (signed === null) return warn('No head of the log is signed.', 'Set JALON_PROOF_FOLDER for a worker.');
  if (signed === size) return ok(`The log of ${count(size)} events is signed.`);
  return warn(
    `Of ${count(size)} events in the log, ${count(signed)} are in a signed head.`,
    'See the log of the worker.',
  );
}

/**
 * Reads every event as `jalon import` reads a ledger file: order, versions, references, whether it is readable; and its
 * fingerprint.
 * Keeps the names of streams and the ids of events: some 100 bytes per event.
 */
export async function contents(db: LedgerDatabase, onProgress: (position: number) => void): Promise<Finding> {
  const { text } = await exportLedger({ db, events: new EventStore<LedgerEvent>(db, codec) });
  let lines: StoredLine[] = [];
  let changed: number | undefined;
  const received = async (): Promise<void> => {
    const [first = 0, last = 0] = [lines[0]?.event.position, lines.at(-1)?.event.position];
    const stored = await db
      .selectFrom('event')
      .select(['position', 'fingerprint'])
      .where('position', '>=', first)
      .where('position', '<=', last)
      .execute();
    const known = new Map(stored.map(({ position, fingerprint }) => [position, fingerprint.toString('hex')]));
    changed ??= lines.find(({ event, fingerprint }) => known.get(event.position) !== fingerprint)?.event.position;
    lines = [];
    onProgress(last);
  };
  try {
    const add = (line: StoredLine) => Promise.resolve(void lines.push(line));
    const { providers, dossiers } = await readLedger(
      Readable.from(text).map((chunk: string) => Buffer.from(chunk)),
      codec,
      { add, received },
    );
    if (changed !== undefined)
      return fail(
        `The event at position ${count(changed)} is not what was recorded: its fingerprint differs.`,
        RESTORE,
      );
    return ok(`All events are readable and unchanged: ${count(providers)} providers, ${count(dossiers)} dossiers.`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [problem] = error.problems;
    const where = problem?.row === undefined ? '' : `Position ${count(problem.row - 1)}, ${problem.field}: `;
    return fail(
      `${where}${say(problem ?? error.why, 'en')}.`,
      'Use the latest release; if it says the same, restore a backup.',
    );
  }
}
