import { describe, expect, it } from '@jest/globals';
import { clientNetwork } from './rate-limits.js';

describe('the client that a limit applies to', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2::1', '2001:db8:1:2::'],
    ['2001:0DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::'],
    ['fe80::1%eth0', 'fe80::'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (ip, network) => {
    expect(clientNetwork({ ip })).toBe(network);
  });
});
