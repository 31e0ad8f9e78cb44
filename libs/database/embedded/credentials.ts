import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './home-folder.js';

/** Connection data of a home's server, stored in the home, readable by its owner only. */
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
