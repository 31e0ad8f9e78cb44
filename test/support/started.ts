import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';

interface Ended {
  close(): Promise<unknown>;
}

/** Starts something before the cases that follow and ends it after them. Its fields are there once it is started. */
export function startedOnce<T extends Ended>(start: () => Promise<T>): T {
  const started = {} as T;
  beforeAll(async () => void Object.assign(started, await start()));
  afterAll(() => started.close());
  return started;
}

/** The same, anew for each case. */
export function startedForEach<T extends Ended>(start: () => Promise<T>): T {
  const started = {} as T;
  beforeEach(async () => void Object.assign(started, await start()));
  afterEach(() => started.close());
  return started;
}
