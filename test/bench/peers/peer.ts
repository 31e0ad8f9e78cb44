import type { Append } from '../store-load.js';

/** Another event store on the same server. */
export interface Peer {
  append: Append;
  close(): Promise<void>;
}
