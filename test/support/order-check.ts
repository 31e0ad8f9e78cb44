import { randomUUID } from 'node:crypto';
import { until } from '#test/until.js';

export interface Placed {
  position: number;
  id: string;
}

/** A ledger as its users see it. */
export interface Log {
  /** Resolves once the event is committed. */
  append(writer: number, stream: string, id: string): Promise<void>;
  /** Shows the follower every event it comes by, until `signal` aborts. */
  follow(follower: number, see: (batch: readonly Placed[]) => void, signal: AbortSignal): Promise<void>;
  /** The last position. */
  head(): Promise<number>;
}

interface Load {
  writers: number;
  streams: number;
  followers: number;
  events: number;
}

/**
 * Lets writers and followers loose on a log at the same time, and says what was wrong with what the followers saw:
 * nothing lost, nothing twice, positions 1 to n, and the same order for every follower is an empty list.
 */
export async function checkOrder(log: Log, { writers, streams, followers, events }: Load): Promise<string[]> {
  const stop = new AbortController();
  const seen = Array.from({ length: followers }, (): Placed[] => []);
  const following = seen.map((mine, follower) => log.follow(follower, (batch) => mine.push(...batch), stop.signal));
  const written: string[] = [];
  const writing = Array.from({ length: writers }, async (_, writer) => {
    for (let index = writer; index < events; index += writers) {
      const id = randomUUID();
      await log.append(writer, `stream-${(index * 7919 + writer) % streams}`, id);
      written.push(id);
    }
  });
  try {
    await Promise.all(writing);
    const head = await log.head();
    await until(() => seen.every((mine) => (mine.at(-1)?.position ?? 0) >= head));
  } finally {
    stop.abort();
    await Promise.all(following);
  }
  return seen.flatMap((mine, follower) => faults(mine, written).map((fault) => `follower ${follower}: ${fault}`));
}

function faults(seen: readonly Placed[], written: readonly string[]): string[] {
  const ids = seen.map(({ id }) => id);
  const known = new Set(ids);
  const lost = written.filter((id) => !known.has(id)).length;
  const twice = ids.length - known.size;
  const misplaced = seen.findIndex(({ position }, index) => position !== index + 1);
  return [
    ...(lost > 0 ? [`${lost} events lost`] : []),
    ...(twice > 0 ? [`${twice} events twice`] : []),
    ...(known.size - (written.length - lost) > 0 ? ['events that nobody wrote'] : []),
    ...(misplaced >= 0 ? [`place ${misplaced + 1} holds position ${seen[misplaced]?.position ?? 0}`] : []),
  ];
}
