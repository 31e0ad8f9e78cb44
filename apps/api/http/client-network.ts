import ipaddr from 'ipaddr.js';
import type { FastifyRequest } from 'fastify';

const IPV6_BITS = 64;

/**
 * The client that a limit applies to: an IPv4 address, or the network of 64 bits of an IPv6 address, since one subscriber line
 * has at least that many. Behind a proxy that `TRUST_PROXY` names, the address that it forwards for; otherwise, the peer's.
 */
export function clientNetwork({ ip }: Pick<FastifyRequest, 'ip'>): string {
  const bare = ip.split('%', 1)[0] ?? '';
  if (!ipaddr.isValid(bare)) return ip;
  const address = ipaddr.process(bare);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_BITS}`).toString();
}
