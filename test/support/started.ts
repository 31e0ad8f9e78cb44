import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type ConsoleClient, consoleOf } from './console.js';

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

/** A browser in which somebody is signed in, with the administrator's key unless another is given. */
export function signedIn(server: Parameters<typeof consoleOf>[0], key?: () => Promise<string>): ConsoleClient {
  const browser = {} as ConsoleClient;
  beforeAll(async () => {
    Object.assign(browser, consoleOf(server));
    await browser.signIn(await key?.());
  });
  return browser;
}
