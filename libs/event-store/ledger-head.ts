import { setImmediate as turn } from 'node:timers/promises';
import type { LedgerDatabase } from '#database/connection.js';
import { FIRST_EPOCH } from '#database/ledger-epochs.js';

/** The kind of a stream, such as `scheme-`: what is known of a stream is known of its kind as well. */
const kindOf = (stream: string): string => stream.slice(0, stream.indexOf('-') + 1);

/** Streams of which it is known when they changed last. */
const STREAMS_KNOWN = 20_000;
/**
 * After more new events than that, everything may have changed. Few enough that PostgreSQL plans the statement once, and not for
 * each position anew, which takes thrice as long as the rest.
 */
const MOST_NEW = 100;

/** How far a projection has followed the ledger, and its last write, which also changes when it was built anew. */
interface Followed {
  position: number;
  write: string;
}

/** For how long after it has recorded an event a process assumes that nothing else has changed; later, something often has. */
const ASSUMED_MS = 100;

/** What a look finds. */
interface Seen {
  head: number;
  epoch: number | null;
  /** Of the event at the furthest position that is known. */
  known: string | null;
  /** Of the event at the head, if that is another position. */
  last: string | null;
  revisions: Readonly<Record<string, number>> | null;
  followed: Readonly<Record<string, Followed>> | null;
  /** Of the first events since the last look, in order. */
  streams: string[];
}

const text = `
  select json_build_object(
    'head', head.position,
    'epoch', (select max(epoch) from ledger_epoch),
    'known', (select id from event where position = $2),
    'last', case when head.position <> $2 then (select id from event where position = head.position) end,
    'revisions', (select json_object_agg(name, number) from revision),
    'followed', (
      select json_object_agg(name, json_build_object('position', position, 'write', concat_ws(' ', version, position, xmin)))
      from checkpoint
    ),
    'streams', array(select stream from event where position > $1 order by position limit ${MOST_NEW})
  ) as seen
  from ledger_head as head`;

/**
 * Where the ledger stood when somebody asked, and what else answers rest on. Each caller has its own, which notes what is
 * read as of it.
 */
export class Look {
  /** The streams, or kinds of streams, that were read. */
  readonly read = new Set<string>();
  /** The last writes of the projections that were read. */
  readonly projections = new Map<string, string | undefined>();
  /** The revisions of what was read beside the ledger. */
  readonly #revised = new Map<string, number | undefined>();

  constructor(
    private readonly heads: LedgerHead,
    /** The last position; 0 on an empty ledger. */
    readonly position: number,
    /** Of the ledger as this process knows it: another one after it was rewound. */
    readonly life: number,
    /** Of what is not in the ledger, by name: they grow with each change. */
    readonly revisions: Readonly<Record<string, number>>,
    /** By name. */
    private readonly followed: Readonly<Record<string, Followed>>,
    /** Nobody has looked: the append confirms it, or records nothing. */
    readonly assumption?: Assumption,
  ) {}

  /** Whether anything was read as of it. */
  get isUsed(): boolean {
    return this.read.size + this.projections.size + this.#revised.size > 0;
  }

  /** The same, to note what one of several answers rests on. */
  fork(): Look {
    return new Look(this.heads, this.position, this.life, this.revisions, this.followed, this.assumption);
  }

  /** Whether one statement told both: what is being read as of one is not older than the other. */
  isSameAs({ position, life, revisions, followed }: Look): boolean {
    return (
      this.position === position && this.life === life && this.revisions === revisions && this.followed === followed
    );
  }

  /** The position of a projection, on which the answer rests. */
  followedTo(name: string): number {
    this.projections.set(name, this.followed[name]?.write);
    return this.progressOf(name);
  }

  /** The same, of which the answer only tells. */
  progressOf(name: string): number {
    return this.followed[name]?.position ?? 0;
  }

  /** Up to which position a signed head of the log proves what is on record; 0 if none was signed. */
  get provenTo(): number {
    return this.revisions['log'] ?? 0;
  }

  /** Notes that the answer rests on what is kept beside the ledger under a name. */
  revisionOf(name: string): void {
    this.#revised.set(name, this.revisions[name]);
  }

  /** Stands for what is kept beside the ledger under a name: another text once it may have changed. */
  stampOf(name: string): string {
    return `${this.life} ${this.revisions[name]}`;
  }

  /** Whether everything that was read for an answer is as it was at an earlier look. */
  confirms(answered: Look, earlier: Look): boolean {
    if (earlier.life !== this.life) return false;
    for (const [name, write] of answered.projections) if (this.followed[name]?.write !== write) return false;
    for (const [name, revision] of answered.#revised) if (this.revisions[name] !== revision) return false;
    if (earlier.position === this.position) return true;
    for (const stream of answered.read) if (!this.isAsOf(stream, earlier)) return false;
    return true;
  }

  /** Whether what was read of a stream, or of a kind of streams, as of an earlier look is as it was. */
  isAsOf(stream: string, { position, life }: { position: number; life: number }): boolean {
    return life === this.life && !this.heads.hasChanged(stream, position);
  }
}

/** Where a process takes the ledger to stand. */
export interface Assumption {
  head: number;
  /** What else `ledger_append_at` compares, as JSON. */
  known: string;
  /** An append was sent that has recorded its event or may have, so that nobody decides again. */
  isSettled: boolean;
}

/** Callers that were answered at once send again: one look for them and for those who waited meanwhile costs half of two. */
const twoTurns = (): Promise<void> => turn().then(() => turn());

/**
 * One statement tells a process what is new in the ledger. Callers that arrive at once, or while one is under way, share the
 * next, so what a look shows is never older than the call.
 */
export class LedgerHead {
  /** The head at the last look. */
  #position = 0;
  #epoch: number | undefined;
  /** The furthest event that this process has seen, also since its last look. */
  #furthest: { position: number; id: string | null } = { position: 0, id: null };
  #life = 1;
  /** The last position of a stream or kind, those that changed last at the end; complete after `#since`. */
  readonly #changed = new Map<string, number>();
  #since = 0;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Seen> | undefined;
  /** How many share the next look, and shared the last one. */
  #callers = { next: 0, last: 0 };
  /** What the last look has found. */
  #seen: Seen | undefined;
  /** The last look has found nothing that others recorded: they seldom do. */
  #isAlone = false;
  /** When this process recorded the last event and nobody has looked since. */
  #recordedAt = -Infinity;

  constructor(private readonly db: LedgerDatabase) {}

  async look(): Promise<Look> {
    this.#callers.next += 1;
    this.#next ??= this.#running
      .then(() => (this.#callers.last > 1 ? twoTurns() : undefined))
      .then(() => {
        if (!this.db.isFixed) this.#next = undefined;
        this.#callers = { next: 0, last: this.#callers.next };
        const asked = this.#ask();
        this.#running = asked.catch(() => undefined);
        return asked;
      });
    const { head, revisions, followed } = await this.#next;
    return new Look(this, head, this.#life, revisions ?? {}, followed ?? {});
  }

  /**
   * The ledger as this process has left it, for one that records the next event: `ledger_append_at` confirms it, or records
   * nothing. `undefined` where that is not likely.
   */
  assumed(): Look | undefined {
    if (!this.#seen || performance.now() - this.#recordedAt > ASSUMED_MS) return undefined;
    this.#recordedAt = -Infinity;
    const { epoch, revisions, followed } = this.#seen;
    const known = JSON.stringify({ last: this.#furthest.id, epoch, revisions });
    const assumption = { head: this.#position, known, isSettled: false };
    return new Look(this, this.#position, this.#life, revisions ?? {}, followed ?? {}, assumption);
  }

  /** Whether a stream or kind may have changed after a position. */
  hasChanged(stream: string, position: number): boolean {
    return position < this.#since || (this.#changed.get(stream) ?? 0) > position;
  }

  /** Tells of an event that was read or recorded: if the next look does not find it, the ledger was rewound. */
  saw(position: number, id: string): void {
    if (position > this.#furthest.position) this.#furthest = { position, id };
  }

  /** Tells of an event that this process has recorded, decided on a look of a life. */
  recorded({ position, id, stream }: { position: number; id: string; stream: string }, life: number): void {
    this.saw(position, id);
    if (position !== this.#position + 1 || life !== this.#life) return;
    this.#note(stream, position);
    this.#position = position;
    if (this.#isAlone) this.#recordedAt = performance.now();
  }

  async #ask(): Promise<Seen> {
    const { position, id } = this.#furthest;
    const since = this.#position;
    this.#recordedAt = -Infinity;
    const [row] = await this.db.prepared<{ seen: Seen }>('ledger_look', text, [since, position]);
    if (!row) throw new Error('the ledger has no head');
    const { seen } = row;
    this.#seen = seen;
    this.#isAlone = seen.head <= this.#position;
    const epoch = seen.epoch ?? FIRST_EPOCH;
    if (epoch !== this.db.epochs.current) await this.db.readEpochs();
    if (seen.known !== id || epoch !== (this.#epoch ?? epoch)) this.#forget(seen.head);
    else if (seen.head - since > MOST_NEW) this.#since = Math.max(this.#since, seen.head);
    else for (const [nth, stream] of seen.streams.entries()) this.#note(stream, since + nth + 1);
    this.#epoch = epoch;
    this.#position = Math.max(this.#position, seen.head);
    const last = seen.head === position ? seen.known : seen.last;
    if (last !== null) this.saw(seen.head, last);
    return seen;
  }

  /** The ledger was rewound: other events may stand at the positions that are known. */
  #forget(position: number): void {
    this.#life += 1;
    this.#position = position;
    this.#furthest = { position: 0, id: null };
    this.#changed.clear();
    this.#since = position;
  }

  #note(stream: string, position: number): void {
    for (const name of [stream, kindOf(stream)]) {
      const last = Math.max(position, this.#changed.get(name) ?? 0); // a look does not know what was recorded meanwhile
      this.#changed.delete(name);
      this.#changed.set(name, last);
    }
    while (this.#changed.size > STREAMS_KNOWN) {
      const [oldest = ''] = this.#changed.keys();
      this.#since = Math.max(this.#since, this.#changed.get(oldest) ?? 0);
      this.#changed.delete(oldest);
    }
  }
}
