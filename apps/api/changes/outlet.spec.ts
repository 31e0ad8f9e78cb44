import { once } from 'node:events';
import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Outlet } from './server-sent-events.js';

async function* pieces(count: number, last: Promise<void>): AsyncGenerator<string, void> {
  for (let piece = 0; piece < count; piece += 1) yield 'x';
  await last;
}

const never = new Promise<void>(() => undefined);

/** A client that takes one piece, and then nothing. */
const stalled = () => new Writable({ highWaterMark: 1, write: () => undefined });

describe('an outlet', () => {
  const cutOff = async (from: AsyncGenerator<string, void>): Promise<boolean> =>
    new Promise((resolve) => {
      new Outlet(from, 20, resolve).on('error', () => undefined).pipe(stalled());
    });

  it('cuts off a client that takes nothing, however little waits for it', async () => {
    expect(await cutOff(pieces(2, never))).toBe(true);
  });

  it('cuts it off as well when there is nothing more to come', async () => {
    expect(await cutOff(pieces(1, Promise.resolve()))).toBe(true);
  });

  it('is patient as long as nothing waits', async () => {
    let end = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      end = () => {
        resolve();
      };
    });
    let wasCutOff: boolean | undefined;
    const outlet = new Outlet(pieces(3, waiting), 20, (cut) => (wasCutOff = cut));
    outlet.resume();
    setTimeout(end, 60);
    await once(outlet, 'close');
    expect(wasCutOff).toBe(false);
  });
});
