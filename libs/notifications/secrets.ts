import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encryption and tokens based on `JALON_SECRET`, with one derived key per purpose.
 *
 * Tokens are derived, not stored, so a copy of the database does not contain any. A confirmation token is valid for one round of
 * one subscription, an unsubscribe token without limit, an answer token for one delivery until the expiry in its link.
 */
export class Secrets {
  readonly #sealing: Buffer;
  readonly #confirming: Buffer;
  readonly #unsubscribing: Buffer;
  readonly #answering: Buffer;
  readonly #feeding: Buffer;

  constructor(secret: string) {
    const keyFor = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `jalon ${purpose}`, KEY_BYTES));
    this.#sealing = keyFor('webhook secret');
    this.#confirming = keyFor('confirmation');
    this.#unsubscribing = keyFor('unsubscription');
    this.#answering = keyFor('answer');
    this.#feeding = keyFor('feed');
  }

  confirmToken(subscription: string, round: number): string {
    return createHmac('sha256', this.#confirming).update(`${subscription}.${round}`).digest('base64url');
  }

  unsubscribeToken(subscription: string): string {
    return createHmac('sha256', this.#unsubscribing).update(subscription).digest('base64url');
  }

  /** For acknowledging and snoozing. @param until expiry in seconds since 1970, to be checked by the caller */
  answerToken(delivery: string, until: number): string {
    return createHmac('sha256', this.#answering).update(`${delivery}.${until}`).digest('base64url');
  }

  /** Token of a feed; idempotent for a repeated form. @param once identifies the form and the API key */
  feedToken(once: string): string {
    return createHmac('sha256', this.#feeding).update(once).digest('base64url');
  }

  /** AES-256-GCM, bound to the subscription: a secret copied to another row cannot be decrypted. */
  seal(text: string, subscription: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, iv).setAAD(Buffer.from(subscription));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error if it was encrypted with another secret or for another subscription */
  open(sealed: Buffer, subscription: string): string {
    const tagEnd = IV_BYTES + TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', this.#sealing, sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(subscription))
      .setAuthTag(sealed.subarray(IV_BYTES, tagEnd));
    return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]).toString('utf8');
  }
}

/** Constant-time comparison. */
export const isToken = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};
