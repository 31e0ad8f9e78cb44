/** An event as it stands in the table, of any age. */
export interface Stored {
  stream: string;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: unknown;
  source: unknown;
}

/** An event as it is about to be stored: everything in it is JSON. */
export interface Encoded {
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: object;
  source: object | null;
}

/** What the store is told about a domain. `decode` reads every schema version ever written, and refuses by throwing. */
export interface Codec<E> {
  encode(event: E): Encoded;
  decode(stored: Stored): E;
}
