import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The one block that IANA gives out as global unicast; whatever is outside is translation, transition or local. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Documentation, RFC 9637; not yet known to ipaddr.js. */
const DOCUMENTATION = ipaddr.IPv6.parseCIDR('3fff::/20');

/**
 * Whether an address belongs to the public internet: not loopback, private, link-local, carrier-grade NAT, multicast or
 * reserved (RFC 6890), nor an IPv6 form that carries an IPv4 address in it (mapped, NAT64, 6to4, Teredo).
 */
export function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST) && !address.match(DOCUMENTATION);
}

/** An IPv4-mapped IPv6 address is the IPv4 address: that is what the connection goes to. */
export const parseAddress = (text: string): Address => ipaddr.process(text.replace(/%.*$/, ''));
