import { describe, expect, it } from '@jest/globals';
import { positionIn } from '#database/ledger-epochs.js';
import { startOf } from './change-streams.js';

const HEAD = 40;
/** The second epoch began at position 30. */
const epochs = { sharedWith: (epoch: number) => (epoch < 1_795_809_600 ? 30 : Infinity) };

describe('a stream begins', () => {
  it.each<[string, string | undefined, string | undefined, number, string | null]>([
    ['now, unless it is told where', undefined, undefined, HEAD, null],
    ['after what the address names', undefined, '7', 7, null],
    ['at the beginning of the ledger', undefined, '0', 0, null],
    ['after what the client has seen, whatever the address says', '12', '7', 12, null],
    ['where the address says when the id is empty', ' ', '7', 7, null],
    ['at the head itself', '40-1795809600', undefined, HEAD, null],
    ['where a later epoch began after an id that was lost', '31', '7', 30, 'ledger-reset'],
    ['after an id of the later epoch', '31-1795809600', '7', 31, null],
    ['after an id from before the later epoch', '30', '35', 30, null],
    ['where a later epoch began after an address that was lost', undefined, '31', 30, 'ledger-reset'],
    ['at the head after an id that is to come', '41-1795809600', '7', HEAD, 'beyond-head'],
    ['at the head after an address that is to come', undefined, '41-1795809600', HEAD, 'beyond-head'],
    ['at the head after what is no position', 'a', '7', HEAD, 'not-a-position'],
    ['at the head after half a position', '1.5', undefined, HEAD, 'not-a-position'],
    ['at the head after two ids', '7, 8', undefined, HEAD, 'not-a-position'],
    ['at the head after a number too large to be one', '9'.repeat(16), undefined, HEAD, 'not-a-position'],
  ])('%s', (_, id, after, position, reset) => {
    expect(startOf(id, after === undefined ? undefined : positionIn(after), HEAD, epochs)).toEqual({ position, reset });
  });
});
