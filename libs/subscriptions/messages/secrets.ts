import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** An encrypted value is this version, the id of the secret, IV, tag and text; before version 1, IV, tag and text. */
const VERSION = 1;
const ID_BYTES = 4;

/**
 * Encryption and tokens based on `JALON_SECRET`, with one derived key per purpose. Values and tokens made with one of
 * `JALON_SECRET_PREVIOUS` remain valid; new ones are made with the current secret.
 *
 * Tokens are derived, not stored, so a copy of the database does not contain any. A confirmation token is valid for one round of
 * one subscription, an unsubscribe or preferences token without limit, an answer token for one delivery until the expiry in its link.
 */
export class Secrets {
  readonly #current: SecretKeys;
  readonly #accepted: readonly SecretKeys[];

  constructor(secret: string, previous: readonly string[] = []) {
    this.#current = new SecretKeys(secret);
    this.#accepted = [this.#current, ...previous.map((other) => new SecretKeys(other))];
  }

  token<P extends Purpose>(purpose: P, ...of: Purposes[P]): string {
    return this.#current.token(purpose, of.join('.'));
  }

  isToken<P extends Purpose>(given: string, purpose: P, ...of: Purposes[P]): boolean {
    return this.#accepted.some((keys) => isEqual(given, keys.token(purpose, of.join('.'))));
  }

  /** The first bytes of what the current secret seals. */
  get sealMark(): Buffer {
    return this.#current.mark;
  }

  /** AES-256-GCM, bound to the subscription or account: a secret copied to another row cannot be decrypted. */
  seal(text: string, subscription: string): Buffer {
    return Buffer.concat([this.#current.mark, this.#current.encrypt(text, subscription)]);
  }

  /** @throws Error if it was encrypted with another secret or for another subscription */
  open(sealed: Buffer, subscription: string): string {
    const text = this.readable(sealed, subscription);
    if (text !== undefined) return text;
    throw new Error(`the secret of subscription ${subscription} was encrypted with another JALON_SECRET`);
  }

  /** As `open`; `undefined` where it throws. */
  readable(sealed: Buffer, subscription: string): string | undefined {
    const marked = this.#accepted.find(({ mark }) => sealed.subarray(0, mark.length).equals(mark));
    // A value without version may begin with the same bytes by chance; decryption tells.
    const candidates = [
      ...(marked ? [() => marked.decrypt(sealed.subarray(marked.mark.length), subscription)] : []),
      ...this.#accepted.map((keys) => () => keys.decrypt(sealed, subscription)),
    ];
    for (const decrypt of candidates) {
      try {
        return decrypt();
      } catch {
        // Encrypted with another key.
      }
    }
    return undefined;
  }
}

/** What a token is for, and what it is of. */
interface Purposes {
  confirmation: [subscription: string, round: number];
  unsubscription: [subscription: string];
  /** For the page on which a recipient changes what is sent. */
  preferences: [subscription: string];
  /** For acknowledging and snoozing. `until`: expiry in seconds since 1970, to be checked by the caller. */
  answer: [delivery: string, until: number];
  /** Idempotent for a repeated form. `once` identifies the form and the API key. */
  feed: [once: string];
  /** Of a link to a person. Its id is used once and expires. */
  'account link': [link: string];
  /** Of a browser, by a random id, in which somebody has signed in. */
  browser: [account: string, browser: string];
}

type Purpose = keyof Purposes;

class SecretKeys {
  readonly mark: Buffer;
  readonly #sealing: Buffer;
  readonly #tokens = new Map<Purpose, Buffer>();

  constructor(private readonly secret: string) {
    this.mark = Buffer.concat([Buffer.from([VERSION]), this.#derived('secret id', ID_BYTES)]);
    this.#sealing = this.#derived('webhook secret');
  }

  token(purpose: Purpose, text: string): string {
    const key = this.#tokens.get(purpose) ?? this.#derived(purpose);
    this.#tokens.set(purpose, key);
    return createHmac('sha256', key).update(text).digest('base64url');
  }

  #derived(purpose: string, bytes = KEY_BYTES): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secret, '', `jalon ${purpose}`, bytes));
  }

  encrypt(text: string, subscription: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, iv).setAAD(Buffer.from(subscription));
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), encrypted]);
  }

  decrypt(encrypted: Buffer, subscription: string): string {
    const tagEnd = IV_BYTES + TAG_BYTES;
    const iv = encrypted.subarray(0, IV_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#sealing, iv, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(subscription))
      .setAuthTag(encrypted.subarray(IV_BYTES, tagEnd));
    return Buffer.concat([decipher.update(encrypted.subarray(tagEnd)), decipher.final()]).toString('utf8');
  }
}

/** In constant time. */
const isEqual = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};
