import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Everything that hangs on `JALON_SECRET`, under one key per purpose.
 *
 * Tokens are derived, not stored: a copy of the database confirms and unsubscribes nobody. A confirmation token belongs to
 * one round of one subscription; an unsubscribe token lasts as long as the mails that carry it; an answer token belongs to
 * one delivery and one end of its validity, which stands beside it in the link.
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

  /** For whoever got the delivery to acknowledge or snooze. @param until seconds since 1970: the caller checks whether they are over */
  answerToken(delivery: string, until: number): string {
    return createHmac('sha256', this.#answering).update(`${delivery}.${until}`).digest('base64url');
  }

  /** Of the address of a feed: the same one again when the form that makes it is sent twice. @param once names the form and its key */
  feedToken(once: string): string {
    return createHmac('sha256', this.#feeding).update(once).digest('base64url');
  }

  /** AES-256-GCM, bound to the subscription: a sealed secret copied to another row does not open. */
  seal(text: string, subscription: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, iv).setAAD(Buffer.from(subscription));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** @throws Error when it was sealed with another secret, or for another subscription */
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

/** Compares tokens in a time that does not depend on where they differ. */
export const isToken = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};
