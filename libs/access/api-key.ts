import { createHash, randomBytes } from 'node:crypto';

/** The row that holds whatever `JALON_ADMIN_KEY` says now. */
export const ADMIN_KEY_ID = 'admin';

const ID_BYTES = 6;
const SECRET_BYTES = 32;

/** A new key, `jalon_<id>_<secret>`: the id may be shown and logged, the secret has 256 bits. */
export function newKey(): { id: string; key: string } {
  const id = randomBytes(ID_BYTES).toString('hex');
  return { id, key: `jalon_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}` };
}

/** The id that a key names; nothing when it is not of our making, as `JALON_ADMIN_KEY` need not be. */
export const idIn = (key: string): string | undefined => /^jalon_([0-9a-f]{12})_[\w-]{43}$/.exec(key)?.[1];

/** What is kept of a key. No salt and no stretching: there is nothing to guess in 256 random bits. */
export const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
