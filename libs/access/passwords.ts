import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import type { Reason } from '#domain/reasons.js';
import { reason } from '#domain/refusal.js';
import { refusedFor } from '#domain/validation.js';

/**
 * In characters. NIST SP 800-63B requires at least 8 beside a second factor and advises 15; it requires that 64 are accepted,
 * and that no kinds of characters are demanded.
 */
const SHORTEST = 12;
const LONGEST = 256;

function problemWith(password: string): Reason | undefined {
  const length = Array.from(password.normalize('NFKC')).length;
  if (length < SHORTEST) return reason('password-short', { least: SHORTEST });
  if (length > LONGEST) return reason('password-long', { most: LONGEST });
  return new Set(password.toLowerCase()).size < FEWEST_CHARACTERS ? reason('password-repeats') : undefined;
}

/** Different ones: `aaaaaaaaaaaa` is the first that is guessed. */
const FEWEST_CHARACTERS = 5;

export const PasswordSchema = z.string().superRefine(refusedFor(problemWith));

/** scrypt with N = 2^cost takes 1 kB × N of memory; three blocks one after the other (OWASP, for a cost of 15). */
const BLOCK = 8;
const PARALLEL = 3;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * Hashes passwords with scrypt, at most two at a time: each takes 32 MB of memory and a tenth of a second. The cost is stored
 * with the hash, so it can be raised at any time.
 */
export class Passwords {
  readonly #hashing = new KeyedMutex();
  #next = 0;

  /** @param cost binary logarithm of scrypt's N */
  constructor(private readonly cost: number) {}

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(password, salt, this.cost);
    return ['scrypt', this.cost, salt.toString('base64url'), hash.toString('base64url')].join('$');
  }

  /** Takes as long without a hash, so that nobody can tell which accounts exist. */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const [, cost = '', salt = '', hash = ''] = (stored ?? '').split('$');
    const given = await this.#derive(password, Buffer.from(salt, 'base64url'), Number(cost) || this.cost);
    const expected = Buffer.from(hash, 'base64url');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
    const options = { N: 2 ** cost, r: BLOCK, p: PARALLEL, maxmem: 256 * BLOCK * 2 ** cost };
    this.#next = 1 - this.#next;
    return this.#hashing.runExclusive(
      `turn ${this.#next}`,
      () =>
        new Promise<Buffer>((resolve, reject) => {
          const done = (error: Error | null, key: Buffer): void => {
            if (error) reject(error);
            else resolve(key);
          };
          scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, done);
        }),
    );
  }
}
