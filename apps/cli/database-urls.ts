import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { runningEmbedded } from '#database/embedded/embedded.js';
import { postgresUrl } from '#settings/fields.js';
import { type Environment, readSettings } from '#settings/read-settings.js';
import { UserError } from './complain.js';

const Settings = z.object({
  JALON_HOME: z.string().default('.jalon'),
  DATABASE_URL: postgresUrl.optional(),
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
});

export interface DatabaseUrls {
  /** As the role that owns the schema. */
  ownerUrl: string;
  /** As the role that api and worker use. */
  appUrl: string;
}

/** The database of DATABASE_URL, or else the embedded one of a running `jalon start`. */
export async function databaseUrls(env: Environment): Promise<DatabaseUrls> {
  const { JALON_HOME, DATABASE_URL: appUrl, MIGRATION_DATABASE_URL: ownerUrl } = readSettings(Settings, env);
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

const root = upwards(import.meta.dirname);

/** A path in this package, whether run from source or from the build. */
export const inPackage = (path: string): string => join(root, path);

function upwards(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : upwards(dirname(folder));
}
