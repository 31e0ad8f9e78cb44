import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { S3mini } from 's3mini';

/** The store of evidence cannot be reached, or refuses what is asked. */
export class EvidenceStoreDown extends Error {
  constructor(cause: unknown) {
    super(`the store of evidence failed: ${String(cause)}`, { cause });
  }
}

/**
 * A bucket of an S3-compatible store. Files are objects named by their SHA-256, so that a bucket can be checked, copied and
 * read without the database.
 */
export class Bucket {
  readonly #client: S3mini;
  readonly #prefix: string;

  /** @param url `https://access-key:secret-key@host/bucket/prefix?region=…` */
  constructor(url: string) {
    const { protocol, host, pathname, searchParams, username, password } = new URL(url);
    const [bucket = '', ...folders] = pathname.split('/').filter((part) => part !== '');
    this.#prefix = folders.map((folder) => `${folder}/`).join('');
    this.#client = new S3mini({
      endpoint: `${protocol}//${host}/${bucket}`,
      region: searchParams.get('region') ?? 'us-east-1',
      accessKeyId: decodeURIComponent(username),
      secretAccessKey: decodeURIComponent(password),
      fetch: (address, init) => fetch(address, { ...init, duplex: 'half' } as RequestInit),
    });
  }

  /** One request, so that an interrupted one leaves no object. The store compares the hash, if it knows the header. */
  async put(sha256: string, size: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const body = Readable.toWeb(Readable.from(bytes, { objectMode: false })) as unknown as globalThis.ReadableStream;
    const checksum = { 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') };
    const type = 'application/octet-stream';
    await attempt(this.#client.putObject(this.#key(sha256), body, type, undefined, checksum, size));
  }

  /** `undefined` if there is no such object. */
  async get(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const answer = await attempt(this.#client.getObjectResponse(this.#key(sha256)));
    return answer?.body ? Readable.fromWeb(answer.body as ReadableStream) : undefined;
  }

  /** `undefined` if there is no such object. */
  async size(sha256: string): Promise<number | undefined> {
    const isThere = await attempt(this.#client.objectExists(this.#key(sha256)));
    return isThere === true ? attempt(this.#client.getContentLength(this.#key(sha256))) : undefined;
  }

  async remove(sha256: string): Promise<void> {
    await attempt(this.#client.deleteObject(this.#key(sha256)));
  }

  #key = (sha256: string): string => `${this.#prefix}${sha256}`;
}

async function attempt<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw new EvidenceStoreDown(error);
  }
}
