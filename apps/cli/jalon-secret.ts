import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { StartSettingsSchema } from '#programs/start-settings.js';
import { BadSettings, type Environment, readSettings } from '#settings/settings.js';

/** The secret in the home of an embedded database. */
export const storedSecret = (home: string): Promise<string | undefined> =>
  readFile(join(home, 'secret'), 'utf8').then(
    (text) => text.trim() || undefined,
    () => undefined,
  );

const Settings = StartSettingsSchema.pick({ JALON_HOME: true, JALON_SECRET: true, JALON_SECRET_PREVIOUS: true });

/** JALON_SECRET or that of the home, and those that it replaced; none if neither is there. */
export async function knownSecrets(env: Environment): Promise<string[]> {
  const { JALON_HOME, JALON_SECRET, JALON_SECRET_PREVIOUS } = readSettings(Settings, env);
  const secret = JALON_SECRET ?? (await storedSecret(JALON_HOME));
  return secret === undefined ? [] : [secret, ...JALON_SECRET_PREVIOUS];
}

/** @throws BadSettings if there is none */
export async function requiredSecrets(env: Environment): Promise<Secrets> {
  const [secret, ...previous] = await knownSecrets(env);
  if (secret === undefined) throw new BadSettings(['JALON_SECRET is required']);
  return new Secrets(secret, previous);
}
