const rooted = (name: string): string => name.toLowerCase().replace(/\.+$/, '');

/** A name that means the machine itself wherever it is asked for (RFC 6761, 6.3), whatever a resolver may say. */
export const isLoopbackName = (name: string): boolean =>
  /(^|\.)(localhost|localhost\.localdomain|ip6-localhost|ip6-loopback)$/.test(rooted(name));

/**
 * A name that can only lead within a network of one's own: one without a dot, and those set aside for it (RFC 6762 `local`,
 * RFC 8375 `home.arpa`, ICANN's `internal`, where clouds have their metadata).
 */
export const isInnerName = (name: string): boolean =>
  !rooted(name).includes('.') || /\.(local|internal|localdomain|home\.arpa)$/.test(rooted(name));
