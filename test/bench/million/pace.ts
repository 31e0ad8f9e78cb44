import { setTimeout as sleep } from 'node:timers/promises';

interface Mark {
  ms: number;
  position: number;
}

const everyMs = 50;

/** How fast a position grew over its first tenth and over its last, per second; NaN where it grew in fewer steps. */
export interface Pace {
  first: number;
  last: number;
}

/** Watches a position until `work` is done. */
export async function paceOf(position: () => Promise<number>, work: Promise<unknown>): Promise<Pace> {
  let working = true;
  const done = work.finally(() => {
    working = false;
  });
  const marks: Mark[] = [];
  const look = async (): Promise<void> => {
    const mark = { position: await position(), ms: performance.now() };
    if (mark.position !== marks.at(-1)?.position) marks.push(mark);
  };
  const isWorking = (): boolean => working;
  await look();
  while (isWorking()) {
    await Promise.race([done, sleep(everyMs)]);
    await look();
  }
  await done;
  return paceIn(marks);
}

function paceIn(marks: readonly Mark[]): Pace {
  const [start, end] = [marks[0]?.position ?? 0, marks.at(-1)?.position ?? 0];
  const tenth = (end - start) / 10;
  return {
    first: rateIn(marks.filter(({ position }) => position <= start + tenth)),
    last: rateIn(marks.filter(({ position }) => position >= end - tenth)),
  };
}

function rateIn(marks: readonly Mark[]): number {
  const [first, last] = [marks[0], marks.at(-1)];
  return first && last ? ((last.position - first.position) / (last.ms - first.ms)) * 1000 : NaN;
}
