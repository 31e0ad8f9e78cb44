import { access, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from './credentials.js';
import type { Place } from './place.js';
import { run } from './run.js';

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
