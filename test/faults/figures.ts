import { median, sum } from '../bench/measure.js';
import { type Fault, isKill } from './faults.js';
import type { History, Operation } from './history.js';

/** How far the ledger and its slowest projection were. */
export interface Sample {
  at: number;
  head: number;
  reached: number;
}

export type Figures = Record<string, number | string>;

/** What was observed of a run, beside its history. */
export interface Course {
  faults: Fault[];
  samples: Sample[];
  begin: number;
  end: number;
  /** Of the readers of the event stream. */
  connections: number;
  /** How often a program ended although nobody had killed it. */
  deaths: number;
}

/** What a run measured, for its report. */
export function figuresOf(history: History, course: Course): Figures {
  const { faults, samples, begin, end, connections, deaths } = course;
  const operations = history.operations.filter(({ early }) => !early);
  const of = (outcome: Operation['outcome']) => operations.filter((operation) => operation.outcome === outcome);
  const events = (some: readonly Operation[]) => sum(some.map(({ marks }) => marks.length));
  const recorded = new Set(history.ledger.map(({ mark }) => mark));
  const unknown = of('unknown');
  const onRecord = unknown.filter(({ marks }) => recorded.has(marks[0]!)).length;
  const repeated = of('acknowledged').filter(({ attempts }) => attempts > 1);
  const kills = faults.filter(({ kind }) => isKill(kind));
  const gaps = gapsAfter(kills, of('acknowledged'));
  const takeovers = takeoversIn(faults, samples);
  const arrivals = Object.values(history.endpoints).map((endpoint) => endpoint.arrivals);
  const messages = sum(arrivals.map((all) => new Set(all.map(({ message }) => message)).size));
  const readers = Object.keys(history.readers).length - 1;
  return {
    'events on record': history.ledger.length,
    'events acknowledged': events(of('acknowledged')),
    '  a second': Math.round((events(of('acknowledged')) / (end - begin)) * 1000),
    '  of which in imports': events(of('acknowledged').filter(({ how }) => how === 'import')),
    '  of which appended to the ledger itself': events(of('acknowledged').filter(({ how }) => how === 'append')),
    'operations acknowledged': of('acknowledged').length,
    '  repeated after a lost answer': repeated.length,
    '  of which an earlier attempt was on record': repeated.filter(({ replayed }) => replayed).length,
    'operations refused (version conflict)': of('refused').length,
    'operations given up, with an unknown outcome': unknown.length,
    '  of which on record': onRecord,
    'kills (SIGKILL)': kills.length,
    ...countsOf(kills),
    'frozen, silent and reset': faults.length - kills.length,
    ...countsOf(faults.filter(({ kind }) => !isKill(kind))),
    'programs that ended by themselves': deaths,
    'longest time without an acknowledgement after a kill, s': tenths(gaps),
    'longest time until all had recovered, s': tenths(faults.map(({ wholeMs }) => wholeMs)),
    'takeover from a worker, s: median': tenths(takeovers.length > 0 ? [median(takeovers)] : []),
    '  longest': tenths(takeovers),
    'reconnections of readers of the event stream': connections - readers,
    'webhooks, by webhook-id': messages,
    '  repeated': arrivals.flat().length - messages,
    minutes: ((end - begin) / 60_000).toFixed(1),
  };
}

const tenths = (ms: readonly number[]): string => (Math.max(0, ...ms) / 1000).toFixed(1);

function countsOf(faults: readonly Fault[]): Figures {
  const counts: Record<string, number> = {};
  for (const { kind } of faults) counts[`  ${kind}`] = (counts[`  ${kind}`] ?? 0) + 1;
  return counts;
}

/** From each kill to the next acknowledgement of an operation that any writer began after it. */
function gapsAfter(kills: readonly Fault[], acknowledged: readonly Operation[]): number[] {
  const answered = acknowledged.toSorted((a, b) => a.to - b.to);
  return kills.flatMap(({ at }) => {
    const next = answered.find(({ from }) => from > at);
    return next ? [next.to - at] : [];
  });
}

/** From a fault of a worker until every projection had reached an event that was recorded after it. */
function takeoversIn(faults: readonly Fault[], samples: readonly Sample[]): number[] {
  return faults
    .filter(({ kind }) => kind.startsWith('worker'))
    .flatMap(({ at }) => {
      const head = samples.findLast((sample) => sample.at <= at)?.head ?? 0;
      const later = samples.find((sample) => sample.at > at && sample.head > head);
      const caughtUp = later && samples.find((sample) => sample.at > at && sample.reached >= later.head);
      return caughtUp ? [caughtUp.at - at] : [];
    });
}
