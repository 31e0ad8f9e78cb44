/** What is made of one event, once for all who want it. */
export interface Tailed {
  position: number;
  /** How much memory it takes, roughly. */
  size: number;
}

export interface TailSource<T> {
  /** The last position. */
  head(): Promise<number>;
  /** One for every position after `after`, up to and with `upTo`, in order. */
  read(after: number, upTo: number): Promise<T[]>;
}
