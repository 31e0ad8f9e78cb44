import type { Sample } from '../store-load.js';
import type { Peer } from './peer.js';

/** What this bench calls. The types of the package need those of MongoDB. */
interface Emmett {
  getPostgreSQLEventStore: (url: string) => {
    appendToStream(
      stream: string,
      events: { type: string; data: object; metadata: object }[],
      options: { expectedStreamVersion: bigint },
    ): Promise<unknown>;
    close(): Promise<void>;
  };
}

const PACKAGE: string = '@event-driven-io/emmett-postgresql';

/** Emmett's event store, as its documentation opens it. It creates its tables at the first append. */
export async function emmett(url: string, { data, source }: Sample): Promise<Peer> {
  const { getPostgreSQLEventStore } = (await import(PACKAGE)) as Emmett;
  const store = getPostgreSQLEventStore(url);
  return {
    append: (stream, version) =>
      store.appendToStream(stream, [{ type: 'Noted', data, metadata: source }], {
        expectedStreamVersion: BigInt(version),
      }),
    close: () => store.close(),
  };
}
