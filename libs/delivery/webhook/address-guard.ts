import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Resolves all addresses of a name, like `dns.lookup`. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[] | undefined) => void,
) => void;

/** `http:` is allowed for networks in `JALON_WEBHOOK_ALLOW` only. */
export type Protocol = 'http:' | 'https:';

const LOOPBACK = ['127.0.0.1', '::1'];
const RESOLVED_WITHIN_MS = 5_000;

/**
 * The SSRF guard. Decides which addresses webhooks may connect to: public ones over https, and those in `JALON_WEBHOOK_ALLOW`.
 * Checked when a subscription is created and at each connection, which uses the very addresses that were checked, so DNS
 * rebinding has no effect.
 */
export class AddressGuard {
  readonly #allowed: readonly Network[];

  constructor(
    allow: readonly string[],
    private readonly resolve: Resolve = lookup,
  ) {
    this.#allowed = allow.map((text) => (text.includes('/') ? ipaddr.parseCIDR(text) : wholeAddress(text)));
  }

  permits(address: string, protocol: Protocol = 'https:'): boolean {
    return this.#allows(address) || (protocol === 'https:' && isPublic(parseAddress(address)));
  }

  /** Checks a host without resolving it. @throws ForbiddenTarget */
  assertLiteral(host: string, protocol: Protocol): void {
    const bare = bareOf(host);
    if (isIP(bare) !== 0) this.#assertAddress(host, bare, protocol);
    else if (isLoopbackName(bare)) {
      if (!LOOPBACK.some((address) => this.#allows(address))) throw ForbiddenTarget.notPublic(host);
    } else if (this.#allowed.length === 0) {
      if (isPrivateName(bare)) throw ForbiddenTarget.notPublic(host);
      if (protocol === 'http:') throw ForbiddenTarget.notEncrypted(host);
    }
  }

  /** @throws ForbiddenTarget; a name that cannot be resolved passes, since nothing can be sent to it */
  async assertReachable({ hostname, protocol }: URL): Promise<void> {
    this.assertLiteral(hostname, protocol as Protocol);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, RESOLVED_WITHIN_MS);
      this.lookupFor(protocol as Protocol)(bareOf(hostname), { all: true }, (error) => {
        clearTimeout(timer);
        if (error instanceof ForbiddenTarget) reject(error);
        else resolve();
      });
    });
  }

  /** Resolves a name and fails if any of its addresses is not permitted. */
  lookupFor(protocol: Protocol): LookupFunction {
    return (hostname, options, callback) => {
      // Node gives no addresses along with an error, whatever its types say.
      this.resolve(hostname, { ...options, all: true }, (error, addresses = []) => {
        const first = addresses[0];
        const refused = error ?? this.#refusalOf(hostname, addresses, protocol);
        if (refused || !first) callback(refused ?? ForbiddenTarget.notPublic(hostname), []);
        else if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      });
    };
  }

  #refusalOf(hostname: string, addresses: LookupAddress[], protocol: Protocol): Error | null {
    try {
      for (const { address } of addresses) this.#assertAddress(hostname, address, protocol);
      return null;
    } catch (error) {
      return error as Error;
    }
  }

  #assertAddress(host: string, address: string, protocol: Protocol): void {
    if (this.#allows(address)) return;
    if (!isPublic(parseAddress(address))) throw ForbiddenTarget.notPublic(host);
    if (protocol === 'http:') throw ForbiddenTarget.notEncrypted(host);
  }

  #allows(text: string): boolean {
    const address = parseAddress(text);
    return this.#allowed.some((network) => within(address, network));
  }
}

const bareOf = (host: string): string => host.replace(/^\[|\]$/g, '');

function wholeAddress(text: string): Network {
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128] as Network;
}

const within = (address: ipaddr.IPv4 | ipaddr.IPv6, [base, bits]: Network): boolean =>
  address.kind() === base.kind() && address.match(base, bits);

/** A webhook's host is, or resolves to, an address that webhooks may not connect to (SSRF). */
export class ForbiddenTarget extends Error {
  override name = 'ForbiddenTarget';

  private constructor(
    readonly why: 'target-not-public' | 'target-not-encrypted',
    readonly host: string,
  ) {
    super(`${why}: ${host}`);
  }

  /** For the log of attempts. */
  get inLog(): Reason {
    return reason(this.why === 'target-not-public' ? 'address-not-public' : 'http-not-allowed', { host: this.host });
  }

  static notPublic = (host: string): ForbiddenTarget => new ForbiddenTarget('target-not-public', host);
  static notEncrypted = (host: string): ForbiddenTarget => new ForbiddenTarget('target-not-encrypted', host);
}

/** Without the dots of the root at the end. */
function rooted(name: string): string {
  let end = name.length;
  while (name[end - 1] === '.') end--;
  return name.slice(0, end).toLowerCase();
}

/** Names of the local machine (RFC 6761, 6.3), whatever they resolve to. */
const isLoopbackName = (name: string): boolean =>
  /(^|\.)(localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/.test(rooted(name));

/**
 * Names of private networks: those without a dot and reserved domains (RFC 6762 `local`, RFC 8375 `home.arpa`, ICANN's
 * `internal`, used by cloud metadata services).
 */
const isPrivateName = (name: string): boolean =>
  !rooted(name).includes('.') || /\.(local|internal|localdomain|home\.arpa)$/.test(rooted(name));

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The only block that IANA allocates for global unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Documentation (RFC 9637); unknown to ipaddr.js. */
const DOCUMENTATION = ipaddr.IPv6.parseCIDR('3fff::/20');

/**
 * Whether an address is public: not loopback, private, link-local, carrier-grade NAT, multicast or reserved (RFC 6890), nor an
 * IPv6 address that embeds an IPv4 address (mapped, NAT64, 6to4, Teredo).
 */
function isPublic(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast';
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST) && !address.match(DOCUMENTATION);
}

/** An IPv4-mapped IPv6 address is treated as the IPv4 address that the connection goes to. */
const parseAddress = (text: string): Address => ipaddr.process(text.split('%', 1)[0] ?? '');
