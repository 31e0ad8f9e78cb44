import { Agent, buildConnector } from 'undici';
import type { AddressGuard } from './address-guard.js';

const CONNECT_MS = 5_000;

/**
 * Connections for webhooks: each one is new, TLS is verified, and the guard sees every address before a packet goes
 * there. A literal address never reaches the resolver, so it is looked at first.
 */
export function guardedAgent(guard: AddressGuard): Agent {
  const connect = buildConnector({ timeout: CONNECT_MS, lookup: guard.lookup });
  return new Agent({
    pipelining: 0,
    connect(options, callback) {
      try {
        guard.assertLiteral(options.hostname);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      connect(options, callback);
    },
  });
}
