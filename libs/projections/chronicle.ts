import type { Stretch } from './stretch.js';

/** A stretch of days as it is known from one position of the ledger to another (excluded; `null`: to this day). */
export interface Known<V> extends Stretch<V> {
  knownFrom: number;
  knownTo: number | null;
}

/** What is known of one dossier or provider, followed from position to position in memory: what is to be written follows. */
export class Chronicle<V> {
  /** Spans that are not stored yet; some may be over again. */
  readonly written: Known<V>[] = [];
  /** Stored spans that are over. */
  readonly closed: Known<V>[] = [];
  private open: ReadonlyMap<string, Known<V>>;

  /** @param stored the spans that are known to this day */
  constructor(stored: readonly Known<V>[]) {
    this.open = new Map(stored.map((span) => [nameOf(span), span]));
  }

  get spans(): Known<V>[] {
    return [...this.open.values()];
  }

  /** From a position on the spans are these. Those that say the same already stay as they are, the others are over. */
  become(next: readonly Stretch<V>[], position: number): void {
    const before = new Map(this.open);
    const open = new Map<string, Known<V>>();
    for (const span of next) {
      const name = nameOf(span);
      const known = before.get(name);
      if (known && (known === span || (known.to === span.to && known.text === span.text))) {
        open.set(name, known);
        before.delete(name);
      } else open.set(name, this.begin(span, position));
    }
    for (const span of before.values()) this.end(span, position);
    this.open = open;
  }

  private begin(span: Stretch<V>, position: number): Known<V> {
    const known = { ...span, knownFrom: position, knownTo: null };
    this.written.push(known);
    this.fresh.add(known);
    return known;
  }

  private readonly fresh = new Set<Known<V>>();

  private end(span: Known<V>, position: number): void {
    span.knownTo = position;
    if (!this.fresh.has(span)) this.closed.push(span);
  }
}

const nameOf = ({ key, from }: Stretch<unknown>): string => `${from} ${key}`;
