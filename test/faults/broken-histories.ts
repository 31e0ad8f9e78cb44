import type { Endpoint, History, Operation, Row } from './history.js';
import type { Broken } from './history.js';

/** Histories that each break one guarantee, made from one that keeps them all. */
export function brokenHistories(sound: History): { name: string; broken: Broken; history: History }[] {
  const { operations, ledger, readers, tables, endpoints } = sound;
  const acknowledged = operations.filter(({ outcome, early }) => outcome === 'acknowledged' && !early);
  const one = middle(acknowledged);
  const written = rowOf(sound, one);
  const last = ledger.at(-1)!;
  const withLedger = (rows: Row[]): History => ({ ...sound, ledger: rows });
  const without = (row: Row): Row[] => ledger.filter((other) => other !== row);
  const also = (row: Partial<Row>): History =>
    withLedger([...ledger, { ...last, position: last.position + 1, version: last.version + 1, id: 'another', ...row }]);
  const read = (change: (seen: History['readers'][string]) => History['readers'][string]): History => {
    const [name = '', seen = []] = Object.entries(readers)[0] ?? [];
    return { ...sound, readers: { ...readers, [name]: change(seen) } };
  };
  const half = Math.floor(Object.values(readers)[0]!.length / 2);
  const [table = '', { followed = [], rebuilt = [] } = {}] = Object.entries(tables)[0] ?? [];
  const follower = (rows: string[]): History => ({
    ...sound,
    tables: { ...tables, [table]: { followed: rows, rebuilt } },
  });
  const several = middle(acknowledged.filter(({ marks }) => marks.length > 1));
  const [before, after] = apart(acknowledged, one);
  const refused = operations.map((it) => (it === one ? { ...it, outcome: 'refused' as const } : it));
  const answered = middle(acknowledged.filter(({ positions }) => positions !== undefined));
  const told = operations.map((it) =>
    it === answered ? { ...it, positions: it.positions!.map((position) => position + 1) } : it,
  );
  const histories: [name: string, broken: Broken, history: History][] = [
    ['an acknowledged event removed without a trace', 'lost', withLedger(closed(without(written)))],
    ['an acknowledged event removed', 'gap', withLedger(without(written))],
    ['an event on record twice', 'doubled', also({ mark: written.mark })],
    ['two events with one id', 'doubled', also({ id: written.id, mark: written.mark })],
    ['a position left out', 'gap', withLedger(ledger.map((it) => moved(it, written, 1)))],
    [
      'a version left out',
      'stream-gap',
      withLedger(ledger.map((it) => (it === last ? { ...it, version: it.version + 1 } : it))),
    ],
    [
      'a time of recording that decreases',
      'time',
      withLedger(ledger.map((it) => (it === last ? { ...it, recordedAt: 0 } : it))),
    ],
    ['an event that nobody wrote', 'stranger', also({ mark: 'nobody' })],
    ['an event without a title', 'stranger', also({ mark: null })],
    ['a refused event on record', 'refused', { ...sound, operations: refused }],
    ['an append of which an event is missing', 'torn', withLedger(closed(without(rowOf(sound, several))))],
    ['two events in swapped order', 'order', withLedger(swapped(ledger, rowOf(sound, before), rowOf(sound, after)))],
    ['an answer with another position', 'answer', { ...sound, operations: told }],
    ['a reader that is sent an event twice', 'reader', read((seen) => seen.toSpliced(half, 0, seen[half]!))],
    ['a reader that misses an event', 'reader', read((seen) => seen.toSpliced(half, 1))],
    ['a reader that misses the last event', 'reader', read((seen) => seen.slice(0, -1))],
    ['a reader that is sent the last event twice', 'reader', read((seen) => [...seen, seen.at(-1)!])],
    [
      'a reader that is sent another event',
      'reader',
      read((seen) => seen.with(half, { ...seen[half]!, id: 'another' })),
    ],
    ['a follower that skips an event', 'follower', follower(followed.slice(1))],
    ['a follower that applies an event twice', 'follower', follower([...followed, followed[0]!])],
  ];
  const [endpoint] = Object.entries(endpoints);
  if (endpoint) {
    const [hook, { deliveries, arrivals }] = endpoint;
    const [arrival] = arrivals as [Endpoint['arrivals'][number]];
    const delivered = (change: Partial<Endpoint>): History => {
      return { ...sound, endpoints: { ...endpoints, [hook]: { ...endpoint[1], ...change } } };
    };
    const others = arrivals.filter(({ message }) => message !== arrival.message);
    histories.push(
      ['a delivery that is not planned', 'delivery', delivered({ deliveries: deliveries.slice(1) })],
      ['a delivery that never arrives', 'delivery', delivered({ arrivals: others })],
      [
        'a delivery with two bodies',
        'delivery',
        delivered({ arrivals: [...arrivals, { ...arrival, digest: 'other' }] }),
      ],
      ['a delivery of no event', 'delivery', delivered({ arrivals: [...arrivals, { ...arrival, event: 'another' }] })],
    );
  }
  return histories.map(([name, broken, history]) => ({ name, broken, history }));
}

const middle = <T>(all: readonly T[]): T => {
  const one = all[Math.floor(all.length / 2)];
  if (one === undefined) throw new Error('The history is too small to be broken');
  return one;
};

const rowOf = ({ ledger }: History, { marks }: Operation): Row => ledger.find(({ mark }) => mark === marks.at(-1))!;

/** Two of one event each: the second was sent when the first had been acknowledged. */
function apart(acknowledged: readonly Operation[], one: Operation): [Operation, Operation] {
  const lone = acknowledged.filter(({ marks }) => marks.length === 1);
  for (const first of [...lone.filter(({ from }) => from >= one.from), ...lone]) {
    const second = lone.find(({ from }) => from > first.to);
    if (second) return [first, second];
  }
  throw new Error('No two operations of the history follow each other');
}

const moved = (row: Row, from: Row, by: number): Row =>
  row.position >= from.position ? { ...row, position: row.position + by } : row;

/** Positions and versions without gaps. */
function closed(rows: readonly Row[]): Row[] {
  const versions = new Map<string, number>();
  return rows.map((row, index) => {
    const version = (versions.get(row.stream) ?? 0) + 1;
    versions.set(row.stream, version);
    return { ...row, position: index + 1, version };
  });
}

function swapped(ledger: readonly Row[], one: Row, other: Row): Row[] {
  return ledger.map((row) => {
    if (row === one) return { ...row, mark: other.mark };
    return row === other ? { ...row, mark: one.mark } : row;
  });
}
