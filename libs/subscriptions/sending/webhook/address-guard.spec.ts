import { describe, expect, it } from '@jest/globals';
import { AddressGuard } from './address-guard.js';

describe('the address guard', () => {
  it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '::ffff:93.184.216.34'])(
    'lets %s pass',
    (address) => {
      expect(new AddressGuard([]).permits(address)).toBe(true);
    },
  );

  it.each(['3fff::1', '5f00::1', '64:ff9b:1::1', '2001::1', '192.0.2.1', '192.88.99.1', '240.0.0.1', '100::1', '::'])(
    'refuses %s',
    (address) => {
      expect(new AddressGuard([]).permits(address)).toBe(false);
    },
  );

  it('accepts allowed addresses, and IPv4 addresses also in their IPv6 form', () => {
    const guard = new AddressGuard(['10.1.0.0/16', 'fd00::/8', '127.0.0.1']);
    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1', '127.0.0.1'].every((text) => guard.permits(text))).toBe(true);
    expect(['10.2.0.1', 'fe80::1', '127.0.0.2', '::1'].some((text) => guard.permits(text))).toBe(false);
  });
});
