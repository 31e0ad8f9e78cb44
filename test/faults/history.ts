/**
 * What the processes of a run observed, as `violationsIn` judges it. Times are milliseconds of the machine's monotonic clock,
 * which all processes share.
 */
export interface History {
  /** Events up to this position were on record before the first writer began. */
  since: number;
  operations: Operation[];
  /** The event table at the end, by position. */
  ledger: Row[];
  /** Every message of each reader of the event stream, in the order of arrival, over all of its connections. */
  readers: Record<string, Seen[]>;
  /** The tables of the projections at the end, beside the same tables rebuilt from the first event. */
  tables: Record<string, { followed: string[]; rebuilt: string[] }>;
  /** Webhook endpoints, by subscription. */
  endpoints: Record<string, Endpoint>;
}

/** One request of a writer: all attempts with one idempotency key, one file or the same event ids. */
export interface Operation {
  id: string;
  writer: string;
  how: 'post' | 'import' | 'append';
  /** The titles of its events, each unique in a run. */
  marks: string[];
  /** Before the first attempt. */
  from: number;
  /** After the last answer. */
  to: number;
  /** `unknown`: the writer gave up without an answer. `refused`: version conflict. */
  outcome: 'acknowledged' | 'refused' | 'unknown';
  attempts: number;
  /** The answer said that an earlier attempt had recorded it. */
  replayed: boolean;
  /** Of its events, where the answer has them. */
  positions?: number[];
  /** The broken control: acknowledged before it was sent. */
  early?: true;
}

export interface Row {
  position: number;
  id: string;
  stream: string;
  version: number;
  recordedAt: number;
  /** The title of the event. */
  mark: string | null;
}

export interface Seen {
  position: number;
  id: string;
}

export interface Endpoint {
  /** One message at a time for each provider, in the order of the ledger. */
  ordered: boolean;
  /** Positions of the events that match its filter. */
  owed: number[];
  /** Its rows of the delivery table. */
  deliveries: { message: string; position: number; state: string; provider: string | null }[];
  /** Its requests, in the order of arrival. */
  arrivals: { message: string; position: number; event: string; digest: string }[];
}

/** Milliseconds of the clock of `History`. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** What a history breaks; docs/event-store.md states the guarantees. */
export type Broken =
  /** An acknowledged event is not on record. */
  | 'lost'
  /** An event is on record twice, or two have one id. */
  | 'doubled'
  /** A part of an append is on record, or others are in between. */
  | 'torn'
  /** A refused event is on record. */
  | 'refused'
  /** Nobody wrote it. */
  | 'stranger'
  /** Positions are not 1, 2, 3 … */
  | 'gap'
  /** Versions of a stream are not 1, 2, 3 … */
  | 'stream-gap'
  /** The time of recording decreases. */
  | 'time'
  /** An event that was sent after the acknowledgement of another precedes it. */
  | 'order'
  /** An answer names another position. */
  | 'answer'
  /** A reader of the event stream missed, repeated or swapped something. */
  | 'reader'
  /** A projection differs from a replay of the ledger. */
  | 'follower'
  /** A webhook was not sent, altered, out of order, or of no event on record. */
  | 'delivery';

export interface Violation {
  broken: Broken;
  says: string;
}

/** All guarantees that a history breaks; an empty list when it keeps them. Of each check, the first few examples. */
export function violationsIn(history: History): Violation[] {
  const rows = rowsByMark(history.ledger);
  return [
    ...dense(history),
    ...written(history, rows),
    ...inRealTime(history.operations, rows),
    ...Object.entries(history.readers).flatMap(([name, seen]) => readInOrder(name, seen, history)),
    ...Object.entries(history.tables).flatMap(([name, table]) => replayed(name, table)),
    ...Object.entries(history.endpoints).flatMap(([name, endpoint]) => delivered(name, endpoint, history)),
  ];
}

const EXAMPLES = 5;

/** The first examples of one kind, and how many there are. */
function found(broken: Broken, examples: readonly string[]): Violation[] {
  const more = examples.length - EXAMPLES;
  return [
    ...examples.slice(0, EXAMPLES).map((says) => ({ broken, says })),
    ...(more > 0 ? [{ broken, says: `${more} more like this` }] : []),
  ];
}

function rowsByMark(ledger: readonly Row[]): Map<string, Row[]> {
  const rows = new Map<string, Row[]>();
  for (const row of ledger) {
    if (row.mark === null) continue;
    const same = rows.get(row.mark);
    if (same) same.push(row);
    else rows.set(row.mark, [row]);
  }
  return rows;
}

function dense({ ledger }: History): Violation[] {
  const [gaps, streamGaps, times, ids]: [string[], string[], string[], string[]] = [[], [], [], []];
  const versions = new Map<string, number>();
  const known = new Set<string>();
  let before: Row | undefined;
  for (const row of ledger) {
    const { position, stream, version, recordedAt, id } = row;
    const last = before?.position ?? 0;
    if (position !== last + 1) gaps.push(`position ${position} follows ${last}`);
    const lastVersion = versions.get(stream) ?? 0;
    if (version !== lastVersion + 1)
      streamGaps.push(`at position ${position}, version ${version} of ${stream} follows ${lastVersion}`);
    if (recordedAt < (before?.recordedAt ?? -Infinity)) times.push(`position ${position} is earlier than ${last}`);
    if (known.has(id)) ids.push(`position ${position} has an id that is taken: ${id}`);
    versions.set(stream, version);
    known.add(id);
    before = row;
  }
  return [...found('gap', gaps), ...found('stream-gap', streamGaps), ...found('time', times), ...found('doubled', ids)];
}

/** Compares what writers were told with what is on record. */
function written({ operations, ledger, since }: History, rows: Map<string, Row[]>): Violation[] {
  const examples = { lost: [], doubled: [], torn: [], refused: [], answer: [] } as Record<
    'lost' | 'doubled' | 'torn' | 'refused' | 'answer',
    string[]
  >;
  const known = new Set<string>();
  for (const operation of operations) {
    const { marks, outcome } = operation;
    const recorded = marks.map((mark) => rows.get(mark) ?? []);
    for (const mark of marks) known.add(mark);
    for (const [nth, same] of recorded.entries()) {
      const at = same.map(({ position }) => position);
      const it = `${String(marks[nth])} of ${told(operation)}`;
      if (same.length > 1) examples.doubled.push(`${it} is at positions ${at.join(', ')}`);
      if (same.length === 0 && outcome === 'acknowledged') examples.lost.push(`${it} is not on record`);
      if (same.length > 0 && outcome === 'refused') examples.refused.push(`${it} is at position ${at.join(', ')}`);
      const answered = operation.positions?.[nth];
      if (answered !== undefined && same.length > 0 && !at.includes(answered))
        examples.answer.push(`${it} is at position ${at.join(', ')}, and the answer said ${answered}`);
    }
    const places = recorded.flatMap((same) => same.slice(0, 1)).map(({ position }) => position);
    // An import records its rows dossier by dossier.
    const inOrder = operation.how === 'import' ? places.toSorted((a, b) => a - b) : places;
    const isTorn = inOrder.some((position, nth) => nth > 0 && position !== inOrder[nth - 1]! + 1);
    if ((places.length > 0 && places.length < marks.length) || isTorn)
      examples.torn.push(
        `of ${marks.length} events of ${told(operation)}, ${places.length} are at ${places.join(', ')}`,
      );
  }
  const strangers = ledger.filter(({ position, mark }) => position > since && !(mark !== null && known.has(mark)));
  return [
    ...Object.entries(examples).flatMap(([broken, all]) => found(broken as Broken, all)),
    ...found(
      'stranger',
      strangers.map(({ position, stream, mark }) => `position ${position} (${stream}, ${String(mark)})`),
    ),
  ];
}

const told = ({ id, writer, how, outcome, attempts, from, to }: Operation): string =>
  `${how} ${id} by ${writer}, ${outcome} after ${attempts} attempts, ${from.toFixed(1)} to ${to.toFixed(1)} ms,`;

/**
 * A linear order of all appends in which each takes effect between its sending and its acknowledgement: of two that do not
 * overlap, the earlier has the lower positions. This includes the order of each writer, who sends one at a time.
 */
function inRealTime(operations: readonly Operation[], rows: Map<string, Row[]>): Violation[] {
  const placed = operations.flatMap((operation) => {
    const positions = operation.marks.flatMap((mark) => rows.get(mark)?.[0]?.position ?? []);
    return positions.length === 0 ? [] : [{ operation, low: Math.min(...positions), high: Math.max(...positions) }];
  });
  const acknowledged = placed
    .filter(({ operation }) => operation.outcome === 'acknowledged')
    .sort((a, b) => a.operation.to - b.operation.to);
  const examples: string[] = [];
  let next = 0;
  let highest: (typeof placed)[number] | undefined;
  for (const one of placed.sort((a, b) => a.operation.from - b.operation.from)) {
    for (; (acknowledged[next]?.operation.to ?? Infinity) < one.operation.from; next += 1)
      if (acknowledged[next]!.high > (highest?.high ?? 0)) highest = acknowledged[next];
    if (highest && one.low < highest.high)
      examples.push(
        `${told(one.operation)} is at ${one.low}, before ${highest.high} of ${told(highest.operation)} which it followed`,
      );
  }
  return found('order', examples);
}

function readInOrder(name: string, seen: readonly { position: number; id: string }[], history: History): Violation[] {
  const due = history.ledger.filter(({ position }) => position > history.since);
  const nth = due.findIndex(({ position, id }, index) => seen[index]?.position !== position || seen[index].id !== id);
  if (nth < 0 && seen.length === due.length) return [];
  const [was, wanted] = nth < 0 ? [seen[due.length], undefined] : [seen[nth], due[nth]];
  const show = (one: { position: number; id: string } | undefined) => (one ? `${one.position} (${one.id})` : 'nothing');
  const last = seen[(nth < 0 ? due.length : nth) - 1]?.position ?? history.since;
  return [{ broken: 'reader', says: `${name} was sent ${show(was)} after ${last} instead of ${show(wanted)}` }];
}

function replayed(name: string, { followed, rebuilt }: { followed: string[]; rebuilt: string[] }): Violation[] {
  const differ = (ours: readonly string[], theirs: readonly string[], what: string): string[] => {
    const left = new Map<string, number>();
    for (const row of theirs) left.set(row, (left.get(row) ?? 0) + 1);
    return ours.flatMap((row) => {
      const count = left.get(row) ?? 0;
      left.set(row, count - 1);
      return count > 0 ? [] : [`${name} ${what} ${row}`];
    });
  };
  return [
    ...found('follower', differ(rebuilt, followed, 'lacks')),
    ...found('follower', differ(followed, rebuilt, 'should not have')),
  ];
}

function delivered(name: string, endpoint: Endpoint, { ledger }: History): Violation[] {
  const { owed, deliveries, arrivals, ordered } = endpoint;
  const examples: string[] = [];
  const rows = new Map(deliveries.map((delivery) => [delivery.message, delivery]));
  const digests = new Map<string, string>();
  const reached = new Map<string, number>();
  for (const { message, position, event, digest } of arrivals) {
    const row = rows.get(message);
    if (row?.position !== position)
      examples.push(`${name} was sent ${message} of position ${position}, which is not due`);
    if (ledger[position - 1]?.id !== event) examples.push(`${name} was sent ${event}, which is not at ${position}`);
    if ((digests.get(message) ?? digest) !== digest) examples.push(`${name} was sent ${message} with two bodies`);
    const provider = row?.provider ?? '';
    if (ordered && !digests.has(message) && position < (reached.get(provider) ?? 0))
      examples.push(`${name} was sent position ${position} after ${String(reached.get(provider))}`);
    if (!digests.has(message)) reached.set(provider, position);
    digests.set(message, digest);
  }
  const planned = deliveries.map(({ position }) => position).sort((a, b) => a - b);
  const isAsOwed = planned.length === owed.length && owed.every((position, nth) => planned[nth] === position);
  if (!isAsOwed) {
    const missing = owed.filter((position) => !planned.includes(position));
    examples.push(`${name} has ${planned.length} deliveries for ${owed.length} events; missing ${missing.join(', ')}`);
  }
  for (const { message, position, state } of deliveries)
    if (state !== 'sent' || !digests.has(message))
      examples.push(`${name} ${digests.has(message) ? 'was' : 'was not'} sent ${position}, which is ${state}`);
  return found('delivery', examples);
}
