import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Migration, MigrationProvider } from 'kysely';

const folder = join(import.meta.dirname, '../../migrations');

/** The files of `migrations/`, in the order of their names: TypeScript under the tests, JavaScript once built. */
export const migrationFiles: MigrationProvider = {
  async getMigrations(): Promise<Record<string, Migration>> {
    const files = (await readdir(folder)).filter((file) => /^\d{4}-\d\d-\d\d-[a-z0-9-]+\.[jt]s$/.test(file));
    const migrations = files.map(async (file): Promise<[string, Migration]> => [
      parse(file).name,
      (await import(pathToFileURL(join(folder, file)).href)) as Migration,
    ]);
    return Object.fromEntries(await Promise.all(migrations));
  },
};
