import { Agent, buildConnector } from 'undici';
import type { AddressGuard, Protocol } from './address-guard.js';

const CONNECT_MS = 5_000;
const ONE_ADDRESS_MS = 1_000;

/** Shorter than the five seconds that servers usually keep a connection, so that few are closed under a request. */
const KEPT_MS = 3_000;

/**
 * Connections for webhooks: TLS is verified, and the guard sees every address before a packet goes there. A literal
 * address never reaches the resolver, so it is looked at first. A connection that is kept was looked at when it was made.
 */
export function guardedAgent(guard: AddressGuard, { connectMs = CONNECT_MS, ca }: Connecting = {}): Agent {
  const connectors = Object.fromEntries(
    (['http:', 'https:'] as const).map((protocol) => [
      protocol,
      buildConnector({
        timeout: connectMs,
        lookup: guard.lookupFor(protocol),
        autoSelectFamilyAttemptTimeout: ONE_ADDRESS_MS,
        ...(ca !== undefined && { ca }),
      }),
    ]),
  ) as Record<Protocol, buildConnector.connector>;
  return new Agent({
    keepAliveTimeout: KEPT_MS,
    keepAliveMaxTimeout: KEPT_MS,
    connect(options, callback) {
      const protocol = options.protocol as Protocol;
      try {
        guard.assertLiteral(options.hostname, protocol);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      connectors[protocol](options, callback);
    },
  });
}

export interface Connecting {
  /** How long a connection may take, from the name's resolution to the end of the TLS handshake. */
  connectMs?: number;
  /** Whose certificates are trusted, where it is not the system's authorities. */
  ca?: string;
}
