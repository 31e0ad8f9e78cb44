import { randomBytes } from 'node:crypto';
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place.js';
import { run } from './postmaster.js';

export const dataFolder = (place: Place): string => join(place.folder, 'data');

export const hasCluster = (place: Place): Promise<boolean> =>
  access(join(dataFolder(place), 'PG_VERSION')).then(
    () => true,
    () => false,
  );

/**
 * Makes the data directory, the two roles and the database, all before it gets its name: a crash leaves a `data.new`
 * that the next start replaces. PostgreSQL's superuser has no password, so nobody can connect as it.
 */
export async function makeCluster(place: Place, credentials: Credentials): Promise<void> {
  const data = join(place.folder, 'data.new');
  const options = { cwd: place.folder, account: place.account };
  await rm(data, { recursive: true, force: true });
  // The builtin C.UTF-8 sorts alike on every machine, whatever its locales.
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth-host=scram-sha-256', '--auth-local=reject'];
  await run(join(place.native, 'bin/initdb'), [`--pgdata=${data}`, ...locale, ...access], options);
  const single = ['--single', '-D', data, '-c', 'exit_on_error=on', '-c', 'log_statement=none', 'postgres'];
  await run(join(place.native, 'bin/postgres'), single, { ...options, input: statements(credentials) });
  await rename(data, dataFolder(place));
}

/** A server of its own, so the roles can have these names. In this mode a statement ends with its line. */
const statements = ({ ownerPassword, appPassword }: Credentials): string =>
  [
    `create role jalon_owner login password '${ownerPassword}'`,
    `create role jalon_app login password '${appPassword}'`,
    'create database jalon owner jalon_owner',
    'revoke all on database jalon from public',
    'grant connect on database jalon to jalon_app',
    '',
  ].join('\n');

/**
 * Data whose passwords are gone belong to a home that somebody deleted to start afresh. They are moved aside, never
 * removed.
 *
 * @returns where they are now
 */
export async function setAside(place: Place): Promise<string> {
  for (let n = 1; ; n += 1) {
    const aside = join(place.folder, `data.before-${n}`);
    const taken = await access(aside).then(
      () => true,
      () => false,
    );
    if (taken) continue;
    await rename(dataFolder(place), aside);
    return aside;
  }
}

/** How a home's server is reached; kept in the home, readable by its owner only. */
export interface Credentials {
  /** The port of the last start. */
  port: number;
  ownerPassword: string;
  appPassword: string;
}

const fileIn = (home: string): string => join(home, 'postgres.json');

export async function readCredentials(home: string): Promise<Credentials | undefined> {
  const text = await readFile(fileIn(home), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Credentials);
}

export async function writeCredentials(home: string, credentials: Credentials): Promise<void> {
  await writeWhole(fileIn(home), `${JSON.stringify(credentials, null, 2)}\n`);
}

export const newCredentials = (): Credentials => ({
  port: 0,
  ownerPassword: randomBytes(24).toString('hex'),
  appPassword: randomBytes(24).toString('hex'),
});

export const urlOf = ({ port, ownerPassword, appPassword }: Credentials, role: 'owner' | 'app'): string =>
  `postgres://jalon_${role}:${role === 'owner' ? ownerPassword : appPassword}@127.0.0.1:${port}/jalon`;

/** Writes a file that only its owner may read, all or nothing: a crash leaves the former one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}
