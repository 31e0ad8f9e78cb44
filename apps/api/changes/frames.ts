import type { ResetReason } from './resume.js';

/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). JSON holds no line ends, so that
 * each is one line of data.
 */
const frame = (id: number, event: string, json: string): string => `id: ${id}\nevent: ${event}\ndata: ${json}\n\n`;

export const changeFrame = (position: number, json: string): string => frame(position, 'change', json);

/** Up to here there is nothing else for this client: it goes on from here, however rare what it waits for. */
export const positionFrame = (position: number): string => frame(position, 'position', JSON.stringify({ position }));

export const resetFrame = (reason: ResetReason, head: number): string =>
  frame(head, 'reset', JSON.stringify({ reason, head }));

/** A comment, which no client sees and every proxy does. */
export const HEARTBEAT = ':\n\n';

/** When to come back after the connection has ended. */
export const retryFrame = (ms: number): string => `retry: ${ms}\n\n`;

const LARGEST = 32 * 1024;

/** Joined to pieces of about that size, so that a client which takes little is given little at a time. */
export function* pieces(frames: Iterable<string>): Generator<string> {
  let piece = '';
  for (const one of frames) {
    if (piece !== '' && piece.length + one.length > LARGEST) {
      yield piece;
      piece = '';
    }
    piece += one;
  }
  if (piece !== '') yield piece;
}
