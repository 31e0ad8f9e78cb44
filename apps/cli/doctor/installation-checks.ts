import { statfs } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import { sql } from 'kysely';
import { outdatedTotp } from '#access/reseal-totp.js';
import { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { smtpOptions } from '#delivery/mail/email-sender.js';
import { Secrets } from '#notifications/secrets.js';
import { unknownSettings } from '#programs/program-settings.js';
import { StartSettingsSchema } from '#programs/start-settings.js';
import { RELEASE } from '#settings/in-package.js';
import { isLoopback } from '#settings/loopback.js';
import { BadSettings, readSettings } from '#settings/settings.js';
import { outdatedSecrets } from '#subscriptions/reseal-secrets.js';
import { knownSecrets } from '../jalon-secret.js';
import { count } from '../progress.js';
import { fail, type Finding, ok, warn } from './finding.js';

const Chosen = StartSettingsSchema.pick({
  ...{ JALON_TIMEZONE: true, JALON_HOME: true, DATABASE_URL: true, DATABASE_READ_URL: true },
  ...{ REDIS_URL: true, SMTP_URL: true, SMTP_TLS: true },
});

/** @throws BadSettings */
export const chosen = () => readSettings(Chosen, process.env);

export function settings(): Finding {
  const unknown = unknownSettings(process.env);
  const advice = 'Correct the environment variables; jalon settings lists all.';
  try {
    readSettings(StartSettingsSchema, process.env);
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    return fail(`Invalid: ${[...error.lines, ...unknown].join('; ')}.`, advice);
  }
  if (unknown.length > 0) return fail(`Invalid: ${unknown.join('; ')}.`, advice);
  return process.env['JALON_CLOCK']
    ? warn('JALON_CLOCK is set.', 'Unset it in production.')
    : ok('All settings are valid.');
}

/** The last release before it lacks what Jalon uses. */
const OLDEST_NODE = [20, 19] as const;

export function versions(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const found = `Jalon ${RELEASE} on Node.js ${process.versions.node}`;
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return isOld ? fail(`${found}.`, `Install Node.js ${OLDEST_NODE.join('.')} or later.`) : ok(`${found}.`);
}

export function timeZone(): Finding {
  const { JALON_TIMEZONE: zone } = chosen();
  return ok(`Today is ${new Clock().today(zone)} (${zone}).`);
}

const LEAST_BYTES = 1e9;

/** Of the embedded database. The disk of another server cannot be asked. */
export async function disk(): Promise<Finding> {
  const { DATABASE_URL: url, JALON_HOME: home } = chosen();
  if (url !== undefined) return ok('The database is on a server of its own, whose disk is not checked.');
  const { bavail, bsize } = await statfs(home);
  const free = `${count(Math.floor((bavail * bsize) / 1e6))} MB free on the disk of ${home}.`;
  if (bavail * bsize >= LEAST_BYTES) return ok(free);
  return warn(free, 'Free space: when the disk is full, nothing can be recorded.');
}

/** Signs in to the mail server; sends nothing. */
export async function mailServer(): Promise<Finding> {
  const { SMTP_URL: url, SMTP_TLS: tls } = chosen();
  if (url === undefined) return ok('SMTP_URL is not set: emails are kept unsent.');
  const transport = createTransport(smtpOptions(url, tls));
  try {
    await transport.verify();
    return ok(`The mail server ${new URL(url).host} accepts the connection.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      `The mail server ${new URL(url).host} does not: ${reason}.`,
      'Check SMTP_URL and SMTP_TLS. Emails wait until it does.',
    );
  } finally {
    transport.close();
  }
}

/** Of the connection to the database. */
export async function encryption(db: LedgerDatabase, url: string): Promise<Finding> {
  const { rows } = await sql<{ ssl: boolean; version: string | null }>`
    select ssl, version from pg_stat_ssl where pid = pg_backend_pid()
  `.execute(db);
  const { hostname, searchParams } = new URL(url);
  const advice = 'Set sslmode=verify-full and sslrootcert in DATABASE_URL.';
  if (rows[0]?.ssl) {
    const name = `The connection to the database is encrypted (${rows[0].version ?? 'TLS'})`;
    const isVerified = searchParams.get('sslmode') !== 'no-verify';
    return isVerified ? ok(`${name}.`) : warn(`${name}, but its certificate is not verified.`, advice);
  }
  const isLocal = hostname === '' || isLoopback(hostname) || hostname.toLowerCase().startsWith('%2f');
  if (isLocal) return ok('The database is on this machine: its connection is not encrypted.');
  return warn(`The connection to the database at ${hostname} is not encrypted.`, advice);
}

/** Whether what the database holds encrypted can be read. */
export async function secret(db: LedgerDatabase): Promise<Finding> {
  const [current, ...previous] = await knownSecrets(process.env);
  if (current === undefined) return warn('JALON_SECRET is not known here.', 'Set it as api and worker have it.');
  const secrets = new Secrets(current, previous);
  const outdated = [...(await outdatedSecrets(db, secrets)), ...(await outdatedTotp(db, secrets))];
  if (outdated.length === 0) return ok('JALON_SECRET is the one that stored secrets are encrypted with.');
  return warn(
    `${count(outdated.length)} stored secrets are encrypted with another JALON_SECRET.`,
    'Run jalon reseal with the other one in JALON_SECRET_PREVIOUS.',
  );
}
