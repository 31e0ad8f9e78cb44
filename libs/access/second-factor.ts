import { randomBytes } from 'node:crypto';
import { type SqlBool, sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import type { LedgerDatabase } from '#database/connection.js';
import type { Secrets } from '#subscriptions/messages/secrets.js';
import { hashOf } from './api-keys.js';

const PERIOD_S = 30;
/** Clocks may differ by one step. */
const WINDOW = 1;
const SECRET_BYTES = 20;

/** A new key for an authenticator app, in base32. */
export const newTotpKey = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** What the QR code contains. @param label of the account in the app: the address */
export const totpUri = (key: string, { issuer, label }: { issuer: string; label: string }): string =>
  new TOTP({ issuer, label, secret: key, period: PERIOD_S }).toString();

/** The time step of a code; `undefined` if it is wrong. Whether it was used before is for the caller to tell. */
export function stepOfCode(key: string, code: string, now: Date): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = now.getTime();
  const delta = TOTP.validate({ token, secret: Secret.fromBase32(key), timestamp, window: WINDOW, period: PERIOD_S });
  return delta === null ? undefined : TOTP.counter({ period: PERIOD_S, timestamp }) + delta;
}

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const CODES = 10;
const GROUPS = [4, 4, 4, 4];

/** Codes for a person who has lost the app, each to be used once; 79 random bits. */
export function newRecoveryCodes(): string[] {
  const letter = (): string => {
    let byte = 255;
    while (byte >= 256 - (256 % ALPHABET.length)) byte = randomBytes(1)[0] ?? 255; // without bias
    return ALPHABET[byte % ALPHABET.length] ?? '';
  };
  return Array.from({ length: CODES }, () => GROUPS.map((length) => Array.from({ length }, letter).join('')).join('-'));
}

/** However it was typed: with or without hyphens and spaces. */
export const recoveryHash = (code: string): Buffer => hashOf(code.toLowerCase().replace(/[^a-z0-9]/g, ''));

/** The accounts whose app keys can only be read with a previous `JALON_SECRET`. */
export async function outdatedTotp(db: LedgerDatabase, { sealMark: mark }: Secrets): Promise<string[]> {
  const rows = await db
    .selectFrom('account_credentials')
    .select('account')
    .where(sql<SqlBool>`substring(totp from 1 for ${mark.length}) <> ${mark}`)
    .orderBy('account')
    .execute();
  return rows.map(({ account }) => account);
}

/**
 * Encrypts the keys of authenticator apps with the current `JALON_SECRET`. Those that cannot be read, or are replaced
 * meanwhile, are left as they are. Idempotent.
 *
 * @returns how many were encrypted again
 */
export async function resealTotp(db: LedgerDatabase, secrets: Secrets): Promise<number> {
  let resealed = 0;
  for (const account of await outdatedTotp(db, secrets)) {
    const row = await db
      .selectFrom('account_credentials')
      .select('totp')
      .where('account', '=', account)
      .executeTakeFirst();
    const key = row?.totp && secrets.readable(row.totp, account);
    if (!key) continue;
    const { numUpdatedRows } = await db
      .updateTable('account_credentials')
      .set({ totp: secrets.seal(key, account) })
      .where('account', '=', account)
      .where('totp', '=', row.totp)
      .executeTakeFirstOrThrow();
    resealed += Number(numUpdatedRows);
  }
  return resealed;
}
