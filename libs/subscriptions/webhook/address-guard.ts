import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isPublic, parseAddress } from './public-address.js';

/** A webhook's host is, or resolves to, an address that nobody may be made to connect to. */
export class ForbiddenTarget extends Error {
  override name = 'ForbiddenTarget';

  constructor(readonly host: string) {
    super(`${host} is not a public address`);
  }
}

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/**
 * Says which addresses webhooks may reach: public ones, and those that the operator allows (`JALON_WEBHOOK_ALLOW`).
 * Asked when a subscription is made and again at each connection, where the addresses it has seen are the ones that the
 * socket is given: a name that changes its mind between the check and the connection gains nothing.
 */
export class AddressGuard {
  readonly #allowed: readonly Network[];

  constructor(allow: readonly string[]) {
    this.#allowed = allow.map((text) => (text.includes('/') ? ipaddr.parseCIDR(text) : wholeAddress(text)));
  }

  permits(text: string): boolean {
    const address = parseAddress(text);
    return isPublic(address) || this.#allowed.some((network) => within(address, network));
  }

  /** @throws ForbiddenTarget when the host is a literal address, in any spelling that URLs have, and not permitted */
  assertLiteral(host: string): void {
    const bare = host.replace(/^\[|\]$/g, '');
    if (isIP(bare) !== 0 && !this.permits(bare)) throw new ForbiddenTarget(host);
  }

  /** @throws ForbiddenTarget; a name that does not resolve just now passes, since nothing can be sent to it either */
  async assertHost(host: string): Promise<void> {
    this.assertLiteral(host);
    await new Promise<void>((resolve, reject) => {
      this.lookup(host.replace(/^\[|\]$/g, ''), { all: true }, (error) => {
        if (error instanceof ForbiddenTarget) reject(error);
        else resolve();
      });
    });
  }

  /** Resolves as the system does, and fails when any address is not permitted: one bad answer spoils the name. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    // Node gives no addresses along with an error, whatever its types say.
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[] | undefined) => {
      const first = addresses?.[0];
      if (error) callback(error, []);
      else if (!addresses || !first || !addresses.every(({ address }) => this.permits(address)))
        callback(new ForbiddenTarget(hostname), []);
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function wholeAddress(text: string): Network {
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128] as Network;
}

const within = (address: ipaddr.IPv4 | ipaddr.IPv6, [base, bits]: Network): boolean =>
  address.kind() === base.kind() && address.match(base, bits);
