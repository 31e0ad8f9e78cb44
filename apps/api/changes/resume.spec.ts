import { describe, expect, it } from '@jest/globals';
import { startOf } from './change-stream.js';

const HEAD = 40;

describe('a stream begins', () => {
  it.each<[string, string | undefined, number | undefined, number, string | null]>([
    ['now, unless it is told where', undefined, undefined, HEAD, null],
    ['after what the address names', undefined, 7, 7, null],
    ['at the beginning of the ledger', undefined, 0, 0, null],
    ['after what the client has seen, whatever the address says', '12', 7, 12, null],
    ['where the address says when the id is empty', ' ', 7, 7, null],
    ['at the head itself', '40', undefined, HEAD, null],
    ['at the head after an id that is to come', '41', 7, HEAD, 'beyond-head'],
    ['at the head after an address that is to come', undefined, 41, HEAD, 'beyond-head'],
    ['at the head after what is no position', 'a', 7, HEAD, 'not-a-position'],
    ['at the head after half a position', '1.5', undefined, HEAD, 'not-a-position'],
    ['at the head after two ids', '7, 8', undefined, HEAD, 'not-a-position'],
    ['at the head after a number too large to be one', '9'.repeat(16), undefined, HEAD, 'not-a-position'],
  ])('%s', (_, id, after, position, reset) => {
    expect(startOf(id, after, HEAD)).toEqual({ position, reset });
  });
});
